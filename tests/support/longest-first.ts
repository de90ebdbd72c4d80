import { existsSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { BaseSequencer, type TestSpecification } from 'vitest/node'

/**
 * The files that take longest, longest first, as measured on 2026-11-26. They begin first, so that none is left alone at the
 * end of a run while a core idles: Vitest itself knows how long a file takes only where it has run before, and goes by
 * sizes on a fresh clone.
 */
const longest = [
  'faults/kill',
  'faults/process',
  'model/random',
  'model/random-table',
  'pages/pages',
  'hardening/quiet-log',
  'hardening/request-limits',
  'oracle/access',
  'faults/stale-run-file',
  'model/random-vintages',
  'cli/audit',
  'cli/doctor',
  'cli/own-certificate',
  'cli/door',
  'hardening/open-start',
  'hardening/socket-limits',
  'faults/outage',
].map((name) => fileURLToPath(new URL(`../${name}.test.ts`, import.meta.url)))

/** The order of a run: projects as they are, in each the longest files first, then as Vitest would have them. */
export class LongestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const gone = longest.find((path) => !existsSync(path))
    if (gone !== undefined) throw new Error(`${gone} is no test: mend the list of the longest files`)
    const projects = [...new Set(files.map(({ project }) => project.name))].toSorted()
    const sorted = await super.sort(files)
    return sorted.toSorted(
      (left, right) =>
        projects.indexOf(left.project.name) - projects.indexOf(right.project.name) ||
        rankOf(left) - rankOf(right),
    )
  }
}

function rankOf({ moduleId }: TestSpecification): number {
  const rank = longest.indexOf(moduleId)
  return rank < 0 ? longest.length : rank
}
