import type { Breach, Rule } from '../rule.ts'
import { isCode, type SourceFile } from '../source-files.ts'

/** No file comes back to itself through its imports, types included: what belongs together lies in one file. */
export const noCycles: Rule = {
  name: 'no cycles',
  breaches: (files) => {
    const code = files.filter((file) => isCode(file.path))
    const known = new Set(code.map((file) => file.path))
    const graph = new Map(code.map((file) => [file.path, targetsOf(file, known)]))
    return cyclesOf(graph)
  },
}

function targetsOf(file: SourceFile, known: ReadonlySet<string>): readonly string[] {
  return [...new Set(file.imports().map((each) => each.from))].filter((path) => known.has(path))
}

/** Depth first; each file is entered once, so a cycle is told once. */
function cyclesOf(graph: ReadonlyMap<string, readonly string[]>): readonly Breach[] {
  const done = new Set<string>()
  const trail: string[] = []
  const found: Breach[] = []
  const visit = (path: string): void => {
    const seenAt = trail.indexOf(path)
    if (seenAt >= 0) {
      found.push({ path, problem: `imports itself: ${[...trail.slice(seenAt), path].join(' → ')}` })
      return
    }
    if (done.has(path)) return
    trail.push(path)
    for (const target of graph.get(path) ?? []) visit(target)
    trail.pop()
    done.add(path)
  }
  for (const path of graph.keys()) visit(path)
  return found
}
