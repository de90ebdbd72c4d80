import type { RequestContext } from '../api/context.ts'
import type { Condition } from '../kernel/condition.ts'
import { HubError } from '../kernel/errors.ts'
import { conditionOf } from '../kernel/graph/filter-condition.ts'
import type { Position } from '../kernel/position.ts'
import { nearestWord, shown } from '../kernel/text.ts'
import type { ObservationFilter, SeriesFilter } from './types.ts'

const seriesFields = {
  indicator: 'text',
  region: 'text',
  scheme: 'text',
  source: 'text',
  frequency: 'text',
} as const

const observationFields = { ...seriesFields, period: 'period', value: 'decimal', status: 'text' } as const

const codeFields = ['indicator', 'region', 'scheme', 'source'] as const

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

/**
 * The condition itself. A code that it asks for by `eq` or `in` and that is in no list, neither now nor at the position,
 * would silently find nothing: throws UNKNOWN_CODE.
 */
export async function withKnownCodes(
  context: RequestContext,
  condition: Condition,
  position: Position,
): Promise<Condition> {
  const asked = codeFields.map((field) => ({ field, codes: codesAskedFor(condition, field) }))
  if (asked.every(({ codes }) => codes.length === 0)) return condition
  const { hub } = context
  const known = await hub.knownCodes(hub.tail.position)
  for (const { field, codes } of asked) {
    const ended = codes.filter((code) => !known.get(field)?.has(code))
    if (ended.length === 0) continue
    const then = await hub.knownCodes(Math.min(position, hub.tail.position))
    const unknown = ended.find((code) => !then.get(field)?.has(code))
    if (unknown !== undefined) throw unknownCode(field, unknown, [...(known.get(field) ?? [])])
  }
  return condition
}

function unknownCode(field: string, code: string, known: readonly string[]): HubError {
  const near = nearestWord(code, known)
  const hint = near === null ? `List \`${field}s { code }\` for the known ones.` : `Did you mean ${near}?`
  return new HubError({
    code: 'UNKNOWN_CODE',
    message: `No ${field} has the code ${shown(code)}. ${hint}`,
    expected: `a known ${field} code`,
    came: shown(code),
  })
}

function codesAskedFor(condition: Condition, field: string): readonly string[] {
  if (condition.kind === 'all' || condition.kind === 'any')
    return condition.of.flatMap((part) => codesAskedFor(part, field))
  if (condition.kind === 'not') return codesAskedFor(condition.of, field)
  if (condition.field !== field) return []
  if (condition.operator === 'eq' && typeof condition.operand === 'string') return [condition.operand]
  return condition.operator === 'in' && Array.isArray(condition.operand) ? condition.operand : []
}
