import { mkdirSync, mkdtempSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { SetupProblem } from './setup-problem.mjs'

const pauseMs = 100
const patienceMs = 15 * 60_000

/**
 * Runs `work` while holding a lock directory, so that two npm scripts started at once do not install or build over
 * each other. A lock whose process is gone is taken over. Waits up to 15 minutes, then throws.
 *
 * @template T
 * @param {string} lock absolute path; its parent folder is made
 * @param {() => T} work
 * @param {(owner: number) => void} onWait called once, when somebody else holds the lock
 * @returns {T}
 */
export function withLock(lock, work, onWait) {
  const deadline = Date.now() + patienceMs
  for (let told = false; !take(lock); ) {
    const owner = ownerOf(lock)
    if (owner && !isAlive(owner)) {
      breakLock(lock, owner)
      continue
    }
    if (owner && !told) {
      onWait(owner.pid)
      told = true
    }
    if (Date.now() > deadline) {
      throw new SetupProblem(
        `Another set-up (process ${owner?.pid ?? 'unknown'}) has held ${lock} for 15 minutes.\n` +
          'What to do: if no such process works on this project, remove that folder and run the same command again.',
      )
    }
    Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, pauseMs)
  }
  try {
    return work()
  } finally {
    rmSync(lock, { recursive: true, force: true })
  }
}

/** The folder is filled first and then renamed, so that nobody ever sees a lock without its owner. */
function take(lock) {
  mkdirSync(dirname(lock), { recursive: true })
  const draft = mkdtempSync(`${lock}-`)
  writeFileSync(join(draft, 'owner.json'), JSON.stringify({ pid: process.pid, born: birthOf(process.pid) }))
  try {
    renameSync(draft, lock)
    return true
  } catch (error) {
    rmSync(draft, { recursive: true, force: true })
    if (['ENOTEMPTY', 'EEXIST', 'EPERM'].includes(error.code)) return false
    throw error
  }
}

function ownerOf(lock) {
  try {
    return JSON.parse(readFileSync(join(lock, 'owner.json'), 'utf8'))
  } catch {
    return undefined
  }
}

function isAlive(owner) {
  try {
    process.kill(owner.pid, 0)
  } catch (error) {
    if (error.code === 'ESRCH') return false
  }
  return birthOf(owner.pid) === owner.born
}

/** Process ids come again, above all in containers: the start time tells the owner from a later namesake. */
function birthOf(pid) {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8')
    return stat.slice(stat.lastIndexOf(')') + 2).split(' ')[19] ?? ''
  } catch {
    return ''
  }
}

function breakLock(lock, owner) {
  const aside = `${lock}-broken-${process.pid}`
  try {
    renameSync(lock, aside)
  } catch {
    return
  }
  const moved = ownerOf(aside)
  if (moved?.pid !== owner.pid || moved?.born !== owner.born) {
    // Somebody took the lock over in between: theirs goes back.
    try {
      renameSync(aside, lock)
      return
    } catch {
      // A third one holds it already; the set-up steps look again before they act.
    }
  }
  rmSync(aside, { recursive: true, force: true })
}
