import { readFileSync, realpathSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { lockedPackages } from './locked-packages.mjs'
import { inProject } from './project-paths.mjs'
import { isBefore } from './versions.mjs'

/**
 * What is wrong with the locked packages: versions below the first without a known hole, and packages that must not be
 * here at all. One line each, with what to do.
 *
 * @param {readonly import('./locked-packages.mjs').LockedPackage[]} packages
 * @param {{ lowest: readonly object[], refused: readonly object[] }} holes the content of known-holes.json
 */
export function packageProblems(packages, holes) {
  return packages.flatMap(({ path, name, version }) => [
    ...holes.lowest
      .filter((hole) => hole.package === name && isBefore(version, hole.version))
      .map(
        (hole) =>
          `${path} is ${version}: ${hole.why} (${hole.advisory}). Take ${hole.version} or newer, with "overrides" where another package asks for it.`,
      ),
    ...holes.refused
      .filter((hole) => hole.package === name && !isBefore(version, hole.from))
      .map((hole) => `${path} ${version} must not be here: ${hole.why} (${hole.advisory}).`),
  ])
}

if (process.argv[1] && realpathSync(process.argv[1]) === fileURLToPath(import.meta.url)) {
  const holes = JSON.parse(readFileSync(inProject('src', 'setup', 'known-holes.json'), 'utf8'))
  const problems = packageProblems(lockedPackages(), holes)
  for (const problem of problems) console.log(problem)
  if (problems.length > 0) process.exitCode = 1
}
