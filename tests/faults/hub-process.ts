import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { putEmbedded } from '../contract/embedded-template.ts'
import { testKey } from '../support/hub.ts'
import { freePort } from '../support/services-port.ts'

/** How a process ended, and all that it said. */
export type Ended = {
  readonly code: number | null
  readonly signal: NodeJS.Signals | null
  readonly said: string
}

/** A process of the project that runs. */
export type Started = {
  readonly process: ChildProcess
  readonly ended: Promise<Ended>
  /** Resolves when it says that it serves; rejects with what it said where it ends before. */
  readonly serves: Promise<void>
}

/** Starts a program of the build with an environment of its own; what it says is kept. */
export function start(program: string, args: readonly string[], environment: Environment): Started {
  const path = fileURLToPath(new URL(`../../build/src/${program}`, import.meta.url))
  const env = { PATH: process.env['PATH'], LOG_LEVEL: 'warn', ...compiled, ...environment }
  const child = spawn(process.execPath, [path, ...args], { env, stdio: ['ignore', 'pipe', 'pipe'] })
  let said = ''
  const serving = Promise.withResolvers<void>()
  for (const stream of [child.stdout, child.stderr]) {
    stream.on('data', (text) => {
      said += String(text)
      if (said.includes('Baymark serves at')) serving.resolve()
    })
  }
  const ended = once(child, 'close').then(([code, signal]) => {
    serving.reject(
      new Error(`the process ended with ${code ?? signal} before it served:\n${said.slice(-3_000)}`),
    )
    return { code, signal, said } as Ended
  })
  serving.promise.catch(() => undefined)
  return { process: child, ended, serves: serving.promise }
}

type Environment = Readonly<Record<string, string>>

/** What V8 compiled for one process is read by the next: a fifth of a start. */
const compiled = { NODE_COMPILE_CACHE: join(tmpdir(), 'baymark-compiled') }

/** A hub in a process of its own, on a data folder and a port of its own. */
export type HubProcess = Awaited<ReturnType<typeof openHubProcess>>

/**
 * Starts a hub that the caller closes; empty unless the environment says `SAMPLES: 'load'`. An embedded database has its
 * tables already, because making them takes seconds; the very first start is the README's.
 */
export async function openHubProcess(environment: Environment = {}) {
  const folder = await mkdtemp(join(tmpdir(), 'baymark-faults-'))
  if (!environment['DATABASE_URL']) await putEmbedded(join(folder, 'database'))
  const port = await freePort()
  const settings = {
    PORT: String(port),
    DATA_DIR: folder,
    SAMPLES: 'none',
    ADMIN_KEY: testKey,
    ...environment,
  }
  let running = start('main.js', [], settings)
  await running.serves
  const end = async (signal: NodeJS.Signals): Promise<Ended> => {
    running.process.kill(signal)
    return running.ended
  }
  return {
    address: `http://127.0.0.1:${port}`,
    folder,
    settings,
    /** Ends it and resolves when it is gone. */
    end,
    /** Starts it again on the same data and port; resolves when it serves. */
    restart: async () => {
      running = start('main.js', [], settings)
      await running.serves
    },
    /** The process as it is now. */
    now: () => running,
    command: (...args: readonly string[]) => start('cli/program.js', args, settings).ended,
    close: async () => {
      if (running.process.exitCode === null && running.process.signalCode === null) await end('SIGKILL')
      await rm(folder, { recursive: true, force: true })
    },
  }
}
