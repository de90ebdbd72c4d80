import { spawnSync } from 'node:child_process'

/**
 * Runs one command to its end and keeps what it printed, so that a step which succeeds prints nothing of its own.
 *
 * @param {string} command
 * @param {readonly string[]} args
 * @param {{ cwd?: string, env?: Record<string, string | undefined>, timeoutMs?: number }} [options]
 * @returns {{ ok: boolean, output: string }} output: the first and last lines of stdout and stderr, or why it did not start
 */
export function runCommand(command, args, options = {}) {
  const run = spawnSync(command, args, {
    cwd: options.cwd,
    env: { ...(options.env ?? process.env), NO_COLOR: '1', FORCE_COLOR: undefined },
    timeout: options.timeoutMs,
    encoding: 'utf8',
    maxBuffer: 256 * 1024 * 1024,
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  const lines = `${run.stdout ?? ''}${run.stderr ?? ''}`.trimEnd().split('\n')
  if (lines.length > 2 * shown) lines.splice(shown, lines.length - 2 * shown, '…')
  if (run.error) lines.push(String(run.error.message))
  else if (run.signal) lines.push(`ended by ${run.signal}`)
  return { ok: run.status === 0, output: lines.join('\n').trim() }
}

/** A compiler names its first error first, a package client its last one last. */
const shown = 40
