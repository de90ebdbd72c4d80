import { spawnSync } from 'node:child_process'
import { chownSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { findPostgresFolder } from '../../src/setup/system-binaries.mjs'
import { freePort } from '../support/services-port.ts'
import { startProcess } from '../support/services-process.ts'

/** A Postgres of the bench's own. */
export type BenchPostgres = AsyncDisposable & {
  readonly url: string
  /** The folder of its programs, `psql` among them. */
  readonly programs: string
  /** The process whose children are its sessions. */
  readonly pid: number
}

/** Settings that differ from what initdb writes; durability (fsync, synchronous_commit) stays as it is by default. */
export const changedSettings = {
  listen_addresses: '127.0.0.1',
  unix_socket_directories: '',
  max_connections: 200,
} as const

/** Starts a Postgres on an empty folder, with the durability it has by default. Disposing removes it. */
export async function startBenchPostgres(): Promise<BenchPostgres> {
  const programs = findPostgresFolder()
  if (!programs)
    throw new Error('The bench needs a Postgres: no initdb and postgres were found on this machine')
  const user = process.getuid?.() === 0 ? accountOf('postgres') : undefined
  const folder = mkdtempSync(join(tmpdir(), 'baymark-bench-postgres-'))
  if (user) chownSync(folder, user.uid, user.gid)
  const made = spawnSync(
    join(programs, 'initdb'),
    ['-D', folder, '-U', 'baymark', '-A', 'trust', '-E', 'UTF8', '--locale=C'],
    { cwd: folder, encoding: 'utf8', ...user },
  )
  if (made.status !== 0) {
    rmSync(folder, { recursive: true, force: true })
    throw new Error(`initdb failed:\n${made.error?.message ?? made.stdout + made.stderr}`)
  }
  const port = await freePort()
  const running = await startProcess({
    command: join(programs, 'postgres'),
    args: [
      '-D',
      folder,
      ...Object.entries({ ...changedSettings, port }).flatMap(([name, value]) => ['-c', `${name}=${value}`]),
    ],
    folder,
    readyWhen: /database system is ready to accept connections/,
    ...(user && { user }),
  })
  return {
    url: `postgres://baymark@127.0.0.1:${port}/postgres`,
    programs,
    pid: Number(readFileSync(join(folder, 'postmaster.pid'), 'utf8').split('\n', 1)[0]),
    async [Symbol.asyncDispose]() {
      await running.end('SIGINT')
      rmSync(folder, { recursive: true, force: true })
    },
  }
}

function accountOf(name: string): { readonly uid: number; readonly gid: number } {
  const line = readFileSync('/etc/passwd', 'utf8')
    .split('\n')
    .find((each) => each.startsWith(`${name}:`))
  const [, , uid, gid] = line?.split(':') ?? []
  if (uid && gid) return { uid: Number(uid), gid: Number(gid) }
  throw new Error(`The bench runs as root, and there is no account ${name} to run Postgres`)
}
