import type { View } from '../access/view.ts'
import type { Condition } from '../kernel/condition.ts'
import { type Change, ChangeOp } from '../kernel/graph/frame.ts'
import type { ChangedFact, ChangeStream, StreamedFact } from './stream.ts'

/**
 * What a commit did to a fact for one subscriber: the fact as filter and view matched it before the commit against
 * as they match it after. Null where neither matched.
 */
export function changeFor<Row extends StreamedFact>(
  stream: ChangeStream<Row>,
  changed: ChangedFact<Row>,
  condition: Condition,
  view: View,
): Change<Row> | null {
  const shown = (fact: Row | null) =>
    fact !== null && stream.sees(view, fact) && stream.matches(condition, fact) ? fact : null
  const before = shown(changed.before)
  const node = shown(changed.after)
  const id = node?.id ?? before?.id
  if (id === undefined) return null
  const op = before === null ? ChangeOp.ENTERED : node === null ? ChangeOp.LEFT : ChangeOp.REVISED
  return { op, id, before, node }
}
