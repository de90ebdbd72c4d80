import { spawnSync } from 'node:child_process'
import { randomUUID } from 'node:crypto'
import { chownSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import pg from 'pg'
import { findPostgresFolder } from '../../src/setup/system-binaries.mjs'
import type { Missing, PrivateService } from './services.ts'
import { freePort } from './services-port.ts'
import { type RunningProcess, startProcess } from './services-process.ts'

export type PrivatePostgres = PrivateService & {
  /** The address of a database of this server, as `DATABASE_URL` takes it; of `postgres`, when none is named. */
  url(database?: string): string
  /** Makes an empty database and returns its address. */
  createDatabase(): Promise<string>
}

/** A Postgres of one's own, with an empty data folder that disposing removes. It does not fsync: only processes die. */
export async function startPostgres(): Promise<PrivatePostgres | Missing> {
  const programs = findPostgresFolder()
  if (!programs) {
    return { missing: 'Postgres', reason: 'no initdb and postgres in /usr/lib/postgresql/*/bin or on PATH' }
  }
  const user = process.getuid?.() === 0 ? accountOf('postgres') : undefined
  if (user === 'unknown') {
    return {
      missing: 'Postgres',
      reason: 'the tests run as root, and there is no account postgres to run it',
    }
  }
  const folder = mkdtempSync(join(tmpdir(), 'baymark-postgres-'))
  if (user) chownSync(folder, user.uid, user.gid)
  initialise(join(programs, 'initdb'), folder, user)

  const port = await freePort()
  const url = (database = 'postgres') => `postgres://baymark@127.0.0.1:${port}/${database}`
  const open = () =>
    startProcess({
      command: join(programs, 'postgres'),
      args: ['-D', folder, ...settings(port)],
      folder,
      readyWhen: /database system is ready to accept connections/,
      ...(user && { user }),
    })
  let running: RunningProcess | undefined = await open()

  const end = async (how: (process: RunningProcess) => void) => {
    const ending = running
    running = undefined
    if (!ending) return
    how(ending)
    await ending.ended
  }
  const stop = () =>
    end((process) => {
      process.signalAll('SIGCONT')
      void process.end('SIGINT') // "fast": it ends its sessions, and its checkpoint is quick without fsync.
    })
  return {
    url,
    createDatabase: () => createDatabaseAt(url()),
    async start() {
      running ??= await open()
    },
    stop,
    kill: (signal = 'SIGKILL') => end((process) => process.signalAll(signal)),
    pause: () => running?.signalAll('SIGSTOP'),
    resume: () => running?.signalAll('SIGCONT'),
    async [Symbol.asyncDispose]() {
      await stop()
      rmSync(folder, { recursive: true, force: true })
    },
  }
}

/** Makes an empty database on the server at `address` and returns the address of that database. */
export async function createDatabaseAt(address: string): Promise<string> {
  const name = `test_${randomUUID().replaceAll('-', '')}`
  const client = new pg.Client({ connectionString: address })
  await client.connect()
  try {
    await client.query(`create database ${name}`)
  } finally {
    await client.end()
  }
  const url = new URL(address)
  url.pathname = `/${name}`
  return url.href
}

function settings(port: number): readonly string[] {
  const values = {
    listen_addresses: '127.0.0.1',
    port,
    unix_socket_directories: '',
    fsync: 'off',
    full_page_writes: 'off',
    max_connections: 200,
  }
  return Object.entries(values).flatMap(([name, value]) => ['-c', `${name}=${value}`])
}

type Account = { readonly uid: number; readonly gid: number }

function accountOf(name: string): Account | 'unknown' {
  const line = readFileSync('/etc/passwd', 'utf8')
    .split('\n')
    .find((each) => each.startsWith(`${name}:`))
  const [, , uid, gid] = line?.split(':') ?? []
  return uid && gid ? { uid: Number(uid), gid: Number(gid) } : 'unknown'
}

function initialise(initdb: string, folder: string, user: Account | undefined): void {
  const locale = process.platform === 'linux' ? 'C.UTF-8' : 'C'
  const args = ['-D', folder, '-U', 'baymark', '-A', 'trust', '-E', 'UTF8', `--locale=${locale}`, '--no-sync']
  const run = spawnSync(initdb, args, { cwd: folder, encoding: 'utf8', ...user })
  if (run.status === 0) return
  rmSync(folder, { recursive: true, force: true })
  throw new Error(
    `initdb could not make a database in ${folder}:\n${run.error?.message ?? run.stdout + run.stderr}`,
  )
}
