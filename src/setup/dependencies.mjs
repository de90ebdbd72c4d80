import { existsSync, readFileSync } from 'node:fs'
import { digestOf, stampHolds, writeStamp } from './input-digest.mjs'
import { installLocked } from './npm-client.mjs'
import { inProject } from './project-paths.mjs'
import { SetupProblem } from './setup-problem.mjs'

const stamp = inProject('node_modules', '.baymark-dependencies')

/** The packages of package-lock.json in node_modules/. Installing replaces the whole folder. */
export const dependencies = {
  name: 'dependencies of package-lock.json',
  isDone() {
    const digest = lockDigest()
    if (stampHolds(stamp, digest)) return true
    if (!agreesWithLock()) return false
    // Somebody ran `npm install` or `npm ci` by hand: what is there is right, so it stays.
    writeStamp(stamp, digest)
    return true
  },
  run() {
    const { ok, output, tried } = installLocked(inProject())
    if (!ok) {
      throw new SetupProblem(
        `The dependencies could not be installed.\nTried: ${tried}\n${output}\n` +
          'What to do: check that this machine reaches its npm registry (`npm ping`), then run the same command again.',
      )
    }
    writeStamp(stamp, lockDigest())
  },
}

function lockDigest() {
  return `${process.platform} ${process.arch} ${digestOf(['package-lock.json'])}`
}

/** True when npm's own record of node_modules names the locked version of every package and no other package. */
function agreesWithLock() {
  const record = inProject('node_modules', '.package-lock.json')
  if (!existsSync(record)) return false
  const wanted = JSON.parse(readFileSync(inProject('package-lock.json'), 'utf8')).packages
  const present = JSON.parse(readFileSync(record, 'utf8')).packages
  const missing = Object.entries(wanted).some(
    ([path, entry]) => path !== '' && !entry.optional && present[path]?.version !== entry.version,
  )
  return !missing && Object.entries(present).every(([path, entry]) => wanted[path]?.version === entry.version)
}
