import { type ChildProcess, spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, readdirSync, readFileSync } from 'node:fs'

export type ProcessOptions = {
  readonly command: string
  readonly args: readonly string[]
  readonly folder: string
  /** A line of the output that says: ready for connections. */
  readonly readyWhen: RegExp
  readonly user?: { readonly uid: number; readonly gid: number }
}

export type RunningProcess = {
  /** Sends the signal to the process itself and resolves when it has ended. */
  end(signal: NodeJS.Signals): Promise<void>
  /** Sends the signal to the process and to all its children, at once. */
  signalAll(signal: NodeJS.Signals): void
  /** Resolves when the process and the children that `signalAll` reached have ended. */
  readonly ended: Promise<void>
}

/**
 * Starts a server and resolves when it says that it is ready. Rejects with the end of its output when it ends before.
 * Should this test process die, however hard, a watchdog ends the server and removes its folder.
 */
export async function startProcess(options: ProcessOptions): Promise<RunningProcess> {
  const child = spawn(options.command, options.args, {
    cwd: options.folder,
    detached: true, // Ctrl-C in the terminal goes to the tests, which then end their servers in order.
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { PATH: process.env['PATH'], LC_ALL: 'C', TZ: 'UTC' },
    ...options.user,
  })
  const ended = once(child, 'close').then(() => undefined)
  await untilReady(child, options)
  const pid = pidOf(child, options)
  const watchdog = watch(pid, options.folder)
  void ended.then(() => watchdog.kill('SIGKILL'))
  return {
    ended,
    async end(signal) {
      child.kill(signal)
      await ended
    },
    signalAll(signal) {
      // The parent first, so that it starts no new child; then whoever is there.
      for (const each of [pid, ...childrenOf(pid)]) sendSignal(each, signal)
    },
  }
}

function untilReady(child: ChildProcess, { command, readyWhen }: ProcessOptions): Promise<void> {
  const lines: string[] = []
  return new Promise((resolve, reject) => {
    child.once('error', reject)
    child.once('close', (code, signal) =>
      reject(new Error(`${command} ended (${code ?? signal}) before it was ready:\n${lines.join('\n')}`)),
    )
    // Read for ever: a server whose output nobody takes stands still when the pipe is full.
    for (const stream of [child.stdout, child.stderr]) {
      stream?.setEncoding('utf8').on('data', (text: string) => {
        lines.push(...text.trimEnd().split('\n'))
        lines.splice(0, lines.length - 50)
        if (readyWhen.test(text)) resolve()
      })
    }
  })
}

function pidOf(child: ChildProcess, { command }: ProcessOptions): number {
  if (child.pid === undefined) throw new Error(`${command} is ready and has no process id`)
  return child.pid
}

/** The shell's input is a pipe from this process: it ends when this process does, and then the shell acts. */
function watch(pid: number, folder: string): ChildProcess {
  const script = 'cat >/dev/null; kill -9 "$1" 2>/dev/null; sleep 1; rm -rf "$2"'
  const watchdog = spawn('/bin/sh', ['-c', script, 'sh', String(pid), folder], {
    cwd: '/',
    detached: true,
    stdio: ['pipe', 'ignore', 'ignore'],
  })
  watchdog.unref()
  watchdog.stdin?.on('error', () => {})
  return watchdog
}

function childrenOf(parent: number): readonly number[] {
  if (!existsSync('/proc/self/stat')) {
    const list = spawnSync('ps', ['-A', '-o', 'pid=,ppid='], { encoding: 'utf8' }).stdout
    const rows = list.split('\n').map((line) => line.trim().split(/\s+/).map(Number))
    return rows.flatMap(([pid, ppid]) => (ppid === parent && pid !== undefined ? [pid] : []))
  }
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .map(Number)
    .filter((pid) => parentOf(pid) === parent)
}

function parentOf(pid: number): number | undefined {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8')
    return Number(stat.slice(stat.lastIndexOf(')') + 2).split(' ')[1])
  } catch {
    return undefined // It ended while we looked.
  }
}

function sendSignal(pid: number, signal: NodeJS.Signals): void {
  try {
    process.kill(pid, signal)
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'ESRCH')) throw error
  }
}
