import { spawn } from 'node:child_process'
import { once } from 'node:events'

/** A server of this run in a Node process of its own. */
export type NodeProcess = AsyncDisposable & { readonly pid: number; readonly address: string }

/**
 * Starts a program of Node that says `http://…` on its standard output when it serves. Throws its output when it ends
 * before. Disposing ends it in order; it also ends when this process does so in order.
 */
export async function startNode(
  args: readonly string[],
  environment: Readonly<Record<string, string>>,
): Promise<NodeProcess> {
  const child = spawn(process.execPath, args, {
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { PATH: process.env['PATH'], LANG: 'C.UTF-8', TZ: 'UTC', ...environment },
  })
  const endIt = () => child.kill('SIGTERM')
  process.once('exit', endIt)
  const ended = once(child, 'close')
  const address = await new Promise<string>((resolve, reject) => {
    let said = ''
    const hear = (text: string) => {
      said = (said + text).slice(-20_000)
      const found = /http:\/\/127\.0\.0\.1:\d+/.exec(said)
      if (found) resolve(found[0])
    }
    child.stdout.setEncoding('utf8').on('data', hear)
    child.stderr.setEncoding('utf8').on('data', (text: string) => {
      said = (said + text).slice(-20_000)
    })
    child.once('error', reject)
    child.once('close', (code) => reject(new Error(`${args[0]} ended (${code}) before it served:\n${said}`)))
  })
  if (child.pid === undefined) throw new Error(`${args[0]} serves and has no process id`)
  return {
    pid: child.pid,
    address,
    async [Symbol.asyncDispose]() {
      process.off('exit', endIt)
      endIt()
      await ended
    },
  }
}
