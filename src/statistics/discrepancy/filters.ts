import type { RequestContext } from '../../api/context.ts'
import { withKnownCodes } from '../../catalogue/asked-codes.ts'
import type { Condition } from '../../kernel/condition.ts'
import { conditionOf } from '../../kernel/graph/filter-condition.ts'
import type { Position } from '../../kernel/position.ts'
import type { DiscrepancyFilter } from './types.ts'

const fields = {
  indicator: 'text',
  region: 'text',
  scheme: 'text',
  source: 'text',
  period: 'period',
  status: 'text',
  size: 'decimal',
  relativeSize: 'decimal',
} as const

/**
 * A filter of discrepancies as plain data over their columns; throws UNKNOWN_CODE for a code that no list has, neither
 * now nor at the position.
 */
export async function discrepancyCondition(
  context: RequestContext,
  filter: DiscrepancyFilter | null | undefined,
  position: Position,
): Promise<Condition> {
  return eitherSide(await withKnownCodes(context, conditionOf(filter, fields), position))
}

/** A test on `source` is one on both sides: one of them passes it, or, where it denies, neither fails it. */
export function eitherSide(condition: Condition): Condition {
  if (condition.kind === 'all' || condition.kind === 'any')
    return { ...condition, of: condition.of.map(eitherSide) }
  if (condition.kind === 'not') return { ...condition, of: eitherSide(condition.of) }
  if (condition.field !== 'source') return condition
  const of = ['firstSource', 'secondSource'].map((field) => ({ ...condition, field }))
  return { kind: denials.has(condition.operator) ? 'all' : 'any', of }
}

const denials: ReadonlySet<string> = new Set(['ne', 'notIn'])
