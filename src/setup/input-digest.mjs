import { createHash } from 'node:crypto'
import { mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { inProject } from './project-paths.mjs'

/**
 * One digest over the content of files and folders. Content, not time: a fresh checkout of the same commit must not
 * look changed.
 *
 * @param {readonly string[]} paths below the project's root; a path that does not exist counts as empty
 * @param {(path: string) => boolean} [wanted] leaves out files and whole folders; called with the same kind of path
 */
export function digestOf(paths, wanted = () => true) {
  const hash = createHash('sha256')
  for (const path of paths) addPath(hash, path, wanted)
  return hash.digest('hex')
}

/** @param {string} stamp absolute path of a stamp file @param {string} digest */
export function stampHolds(stamp, digest) {
  try {
    return readFileSync(stamp, 'utf8') === digest
  } catch {
    return false
  }
}

/** @param {string} stamp absolute path of a stamp file @param {string} digest */
export function writeStamp(stamp, digest) {
  mkdirSync(dirname(stamp), { recursive: true })
  writeFileSync(stamp, digest)
}

function addPath(hash, path, wanted) {
  if (!wanted(path)) return
  const absolute = inProject(path)
  const stat = statSync(absolute, { throwIfNoEntry: false })
  if (stat?.isDirectory()) {
    for (const name of readdirSync(absolute).sort()) addPath(hash, join(path, name), wanted)
  } else if (stat) {
    hash.update(`${path}\0${stat.size}\0`).update(readFileSync(absolute))
  }
}
