import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { findRedis } from '../../src/setup/system-binaries.mjs'
import type { Missing, PrivateService } from './services.ts'
import { freePort } from './services-port.ts'
import { type RunningProcess, startProcess } from './services-process.ts'

export type PrivateRedis = PrivateService & {
  /** Its address, as `REDIS_URL` takes it. */
  readonly url: string
}

/** A Redis of one's own that keeps nothing: each start is an empty one. */
export async function startRedis(): Promise<PrivateRedis | Missing> {
  const program = findRedis()
  if (!program) return { missing: 'Redis', reason: 'no redis-server or valkey-server on PATH' }
  const folder = mkdtempSync(join(tmpdir(), 'baymark-redis-'))
  const port = await freePort()
  const open = () =>
    startProcess({
      command: program,
      args: [
        '--bind',
        '127.0.0.1',
        '--port',
        String(port),
        '--save',
        '',
        '--appendonly',
        'no',
        '--dir',
        folder,
      ],
      folder,
      readyWhen: /ready to accept connections/i,
    })
  let running: RunningProcess | undefined = await open()

  const kill = async (signal: NodeJS.Signals = 'SIGKILL') => {
    const ending = running
    running = undefined
    ending?.signalAll(signal)
    await ending?.ended
  }
  const stop = async () => {
    running?.signalAll('SIGCONT')
    await kill('SIGTERM')
  }
  return {
    url: `redis://127.0.0.1:${port}`,
    async start() {
      running ??= await open()
    },
    stop,
    kill,
    pause: () => running?.signalAll('SIGSTOP'),
    resume: () => running?.signalAll('SIGCONT'),
    async [Symbol.asyncDispose]() {
      await stop()
      rmSync(folder, { recursive: true, force: true })
    },
  }
}
