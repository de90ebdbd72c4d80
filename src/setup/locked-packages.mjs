import { readFileSync } from 'node:fs'
import { inProject } from './project-paths.mjs'

/**
 * Every package that the lock file would install, nested copies too.
 *
 * @typedef {{ path: string, name: string, version: string, development: boolean, license: string | undefined,
 *   integrity: string | undefined, needs: readonly string[] }} LockedPackage
 * @param {string} [file] absolute path of a lock file
 * @returns {readonly LockedPackage[]}
 */
export function lockedPackages(file = inProject('package-lock.json')) {
  const { packages } = JSON.parse(readFileSync(file, 'utf8'))
  return Object.entries(packages)
    .filter(([path, { link }]) => path !== '' && !link)
    .map(([path, entry]) => ({
      path,
      // An alias is installed under another name than its own.
      name: entry.name ?? path.slice(path.lastIndexOf('node_modules/') + 'node_modules/'.length),
      version: entry.version,
      development: entry.dev === true,
      license: entry.license,
      integrity: entry.integrity,
      needs: Object.keys({ ...entry.dependencies, ...entry.optionalDependencies }),
    }))
}
