import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'

/** Another process works on the data. */
export class DirectoryHeld extends Error {
  constructor(directory: string, holder: string) {
    super(
      `A hub is running on the data in ${directory} (${holder}). ` +
        'Use `npx baymark …`, which talks to it, or stop it first.',
    )
    this.name = 'DirectoryHeld'
  }
}

/**
 * Takes a data folder for this process alone, before the embedded database in it is opened; makes the folder where
 * there is none. The operating system holds the lock, so it ends with the process, however that ends. Throws
 * DirectoryHeld where another process (or this one) has it.
 */
export async function lockDirectory(directory: string): Promise<AsyncDisposable> {
  mkdirSync(directory, { recursive: true, mode: 0o700 })
  const holder = join(directory, 'hub.lock.pid')
  const lock = takeLock(directory, holder)
  writeFileSync(holder, `${process.pid}\n`)
  const release = () => {
    rmSync(holder, { force: true })
    lock.close()
  }
  // Also keeps the lock from being collected as garbage, which would end it.
  process.once('exit', release)
  return {
    [Symbol.asyncDispose]: async () => {
      process.off('exit', release)
      release()
    },
  }
}

/** SQLite's word for: another connection has the lock. */
const busy = 5

/** A transaction of SQLite that never ends: nothing is ever written, only its lock on the file is wanted. */
function takeLock(directory: string, holder: string): DatabaseSync {
  const lock = new DatabaseSync(join(directory, 'hub.lock'), { timeout: 0 })
  try {
    lock.exec('pragma journal_mode = memory; begin exclusive')
    return lock
  } catch (error) {
    lock.close()
    if (error instanceof Error && 'errcode' in error && error.errcode === busy) {
      throw new DirectoryHeld(directory, holderIn(holder))
    }
    throw new Error(
      `The data in ${directory} cannot be locked. Use a folder of a local disk that this user may write to.`,
      { cause: error },
    )
  }
}

function holderIn(path: string): string {
  try {
    return `process ${readFileSync(path, 'utf8').trim()}`
  } catch {
    return 'another process'
  }
}
