import type { RequestContext } from '../api/context.ts'
import { withKnownCodes } from '../catalogue/asked-codes.ts'
import type { Condition } from '../kernel/condition.ts'
import { conditionOf } from '../kernel/graph/filter-condition.ts'
import type { Position } from '../kernel/position.ts'
import type { ObservationFilter, SeriesFilter } from './types.ts'

const seriesFields = {
  indicator: 'text',
  region: 'text',
  scheme: 'text',
  source: 'text',
  frequency: 'text',
} as const

const observationFields = { ...seriesFields, period: 'period', value: 'decimal', status: 'text' } as const

/**
 * A filter of observations as plain data; throws UNKNOWN_CODE for a code that no list has, neither now nor at the
 * position that is read at or gone on from.
 */
export async function observationCondition(
  context: RequestContext,
  filter: ObservationFilter | null | undefined,
  position: Position,
): Promise<Condition> {
  return withKnownCodes(context, conditionOf(filter, observationFields), position)
}

/** A filter of series as plain data; throws UNKNOWN_CODE for a code that no list has, neither now nor at the position. */
export async function seriesCondition(
  context: RequestContext,
  filter: SeriesFilter | null | undefined,
  position: Position,
): Promise<Condition> {
  return withKnownCodes(context, conditionOf(filter, seriesFields), position)
}
