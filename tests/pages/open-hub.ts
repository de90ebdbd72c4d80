import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync } from 'node:fs'
import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { putEmbedded } from '../contract/embedded-template.ts'
import { freePort } from '../support/services-port.ts'

const built = (path: string): string => fileURLToPath(new URL(`../../build/${path}`, import.meta.url))

export type OpenedHub = {
  readonly address: string
  /** Takes a file in through the command line, as a publisher would; rejects with its output when that fails. */
  readonly ingest: (file: string, source: string) => Promise<void>
  /** Runs a command of `baymark` on the hub's settings; gives what it printed, rejects with it when that fails. */
  readonly command: (...args: readonly string[]) => Promise<string>
  /** The administrator's key that the first start made. */
  readonly key: () => Promise<string>
  /** Ends the process at once, as a power cut would. */
  readonly kill: () => Promise<void>
  /** Starts it again on the same data and the same port; resolves when it is ready. */
  readonly restart: () => Promise<void>
  readonly close: () => Promise<void>
}

/**
 * A hub process of its own, with data of its own and the samples loaded. The caller closes it. Rejects where the hub is
 * not built, or ends before it is ready. Its embedded database has its tables already, because making them takes
 * seconds, unless its folder is to be `empty`, as at the very first start.
 */
export async function openHub(
  settings: Readonly<Record<string, string>> = {},
  data: 'empty' | 'laid out' = 'laid out',
): Promise<OpenedHub> {
  for (const path of ['src/main.js', 'web/index.html']) {
    if (!existsSync(built(path))) throw new Error(`build/${path} is missing: run \`npm run build\` first.`)
  }
  const folder = await mkdtemp(join(tmpdir(), 'baymark-pages-'))
  if (data === 'laid out' && !settings['DATABASE_URL']) await putEmbedded(join(folder, 'database'))
  const port = await freePort()
  const env = {
    PATH: process.env['PATH'],
    PORT: String(port),
    DATA_DIR: folder,
    LOG_LEVEL: 'warn',
    ...settings,
  }
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
    await untilServing(hub)
  }
  await restart()
  const command = (...args: readonly string[]): Promise<string> =>
    runCommand([built('src/cli/program.js'), ...args], env)
  return {
    address: `http://127.0.0.1:${port}`,
    command,
    ingest: async (file, source) => void (await command('ingest', file, '--source', source)),
    key: async () => (await readFile(join(folder, 'admin-key'), 'utf8')).trim(),
    kill,
    restart,
    close: async () => {
      await kill()
      await rm(folder, { recursive: true, force: true })
    },
  }
}

/** Resolves when the process says that it serves; rejects with what it said when it ends before that. */
function untilServing(hub: ChildProcess): Promise<void> {
  const said: string[] = []
  return new Promise((resolve, reject) => {
    hub.once('exit', (code) => {
      reject(new Error(`The hub ended with ${code} before it was ready:\n${said.join('').slice(-4_000)}`))
    })
    for (const stream of [hub.stdout, hub.stderr]) {
      stream?.on('data', (text) => {
        said.push(String(text))
        if (said.join('').includes('Baymark serves at')) resolve()
      })
    }
  })
}

async function runCommand(
  args: readonly string[],
  env: Readonly<Record<string, string | undefined>>,
): Promise<string> {
  const command = spawn(process.execPath, args, { env, stdio: ['ignore', 'pipe', 'pipe'] })
  const said: string[] = []
  for (const stream of [command.stdout, command.stderr]) stream?.on('data', (text) => said.push(String(text)))
  const [code] = await once(command, 'close')
  if (code !== 0)
    throw new Error(`${args.join(' ')} ended with ${String(code)}:\n${said.join('').slice(-4_000)}`)
  return said.join('')
}
