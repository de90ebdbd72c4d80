import type { Fact } from '../access/read.ts'
import type { ChangedFact } from '../subscriptions/stream.ts'

/** The facts with these keys before a commit and after it, in the order of the keys; one that never stood is left out. */
export function changedFacts<Row extends Fact>(
  keys: readonly string[],
  before: ReadonlyMap<string, Row>,
  after: ReadonlyMap<string, Row>,
): readonly ChangedFact<Row>[] {
  return keys
    .map((key) => ({ key, before: before.get(key) ?? null, after: after.get(key) ?? null }))
    .filter((fact) => fact.before !== null || fact.after !== null)
}
