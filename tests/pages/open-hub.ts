import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync } from 'node:fs'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { freePort } from '../support/services-port.ts'

const built = (path: string): string => fileURLToPath(new URL(`../../build/${path}`, import.meta.url))

export type OpenedHub = {
  readonly address: string
  /** Takes a file in through the command line, as a publisher would; rejects with its output when that fails. */
  readonly ingest: (file: string, source: string) => Promise<void>
  /** Ends the process at once, as a power cut would. */
  readonly kill: () => Promise<void>
  /** Starts it again on the same data and the same port; resolves when it is ready. */
  readonly restart: () => Promise<void>
  readonly close: () => Promise<void>
}

/** True where the hub was built; a test that needs it says so when it was not. */
export const hubIsBuilt = existsSync(built('src/main.js')) && existsSync(built('web/index.html'))

/** A hub process of its own, with data of its own and the samples loaded. The caller closes it. */
export async function openHub(): Promise<OpenedHub> {
  const folder = await mkdtemp(join(tmpdir(), 'baymark-pages-'))
  const port = await freePort()
  const env = { PATH: process.env['PATH'], PORT: String(port), DATA_DIR: folder, LOG_LEVEL: 'warn' }
  let hub: ChildProcess | null = null
  const kill = async (): Promise<void> => {
    if (hub === null || hub.exitCode !== null || hub.signalCode !== null) return
    const ended = once(hub, 'exit')
    hub.kill('SIGKILL')
    await ended
  }
  const restart = async (): Promise<void> => {
    await kill()
    hub = spawn(process.execPath, [built('src/main.js')], { env, stdio: ['ignore', 'pipe', 'pipe'] })
    await untilReady(hub, `http://127.0.0.1:${port}/health/ready`)
  }
  await restart()
  return {
    address: `http://127.0.0.1:${port}`,
    ingest: (file, source) => runCommand([built('src/cli/main.js'), 'ingest', file, '--source', source], env),
    kill,
    restart,
    close: async () => {
      await kill()
      await rm(folder, { recursive: true, force: true })
    },
  }
}

/** Resolves when the address answers 200; rejects with what the process said when it ends before that. */
async function untilReady(hub: ChildProcess, address: string): Promise<void> {
  const said: string[] = []
  for (const stream of [hub.stdout, hub.stderr]) stream?.on('data', (text) => said.push(String(text)))
  while (hub.exitCode === null) {
    const ready = await fetch(address).then(
      (response) => response.ok,
      () => false,
    )
    if (ready) return
    await new Promise((resolve) => setTimeout(resolve, 100))
  }
  throw new Error(`The hub ended with ${hub.exitCode} before it was ready:\n${said.join('').slice(-4_000)}`)
}

async function runCommand(
  args: readonly string[],
  env: Readonly<Record<string, string | undefined>>,
): Promise<void> {
  const command = spawn(process.execPath, args, { env, stdio: ['ignore', 'pipe', 'pipe'] })
  const said: string[] = []
  for (const stream of [command.stdout, command.stderr]) stream?.on('data', (text) => said.push(String(text)))
  const [code] = await once(command, 'close')
  if (code !== 0)
    throw new Error(`${args.join(' ')} ended with ${String(code)}:\n${said.join('').slice(-4_000)}`)
}
