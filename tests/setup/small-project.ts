import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { cpSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'

const checkout = dirname(dirname(import.meta.dirname))

/** A project in a folder of its own with this checkout's set-up: small enough to be built in a test. */
export type SmallProject = Disposable & {
  readonly folder: string
  write(path: string, text: string): void
  remove(path: string): void
  /** Runs a module of it, or a line of code with `-e`, on the Node of the tests. */
  node(...args: readonly string[]): Promise<{ readonly code: number; readonly output: string }>
}

export function smallProject(): SmallProject {
  const folder = mkdtempSync(join(tmpdir(), 'baymark-set-up-'))
  cpSync(join(checkout, 'src', 'setup'), join(folder, 'src', 'setup'), { recursive: true })
  const write = (path: string, text: string) => {
    mkdirSync(dirname(join(folder, path)), { recursive: true })
    writeFileSync(join(folder, path), text)
  }
  write('package.json', '{ "name": "small", "type": "module" }')
  return {
    folder,
    write,
    remove: (path) => rmSync(join(folder, path)),
    async node(...args) {
      const child = spawn(process.execPath, args, { cwd: folder, stdio: ['ignore', 'pipe', 'pipe'] })
      let output = ''
      for (const stream of [child.stdout, child.stderr])
        stream.setEncoding('utf8').on('data', (text) => (output += text))
      const [code] = (await once(child, 'close')) as [number]
      return { code, output }
    },
    [Symbol.dispose]: () => rmSync(folder, { recursive: true, force: true }),
  }
}

/**
 * Lends the project the compiler of this checkout, with a lock file that it satisfies: a set-up that went wrong may then
 * reinstall what it likes without touching the checkout's own packages.
 */
export function lendCompiler(project: SmallProject): void {
  project.write('package-lock.json', '{ "packages": { "": {} } }')
  project.write('node_modules/.package-lock.json', '{ "packages": {} }')
  for (const name of ['typescript', '@typescript']) {
    symlinkSync(join(checkout, 'node_modules', name), join(project.folder, 'node_modules', name))
  }
}
