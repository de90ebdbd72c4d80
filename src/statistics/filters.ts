import type { RequestContext } from '../api/context.ts'
import type { Condition } from '../kernel/condition.ts'
import { HubError } from '../kernel/errors.ts'
import { conditionOf } from '../kernel/graph/filter-condition.ts'
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

/** A filter of observations as plain data; throws UNKNOWN_CODE for a code that no list has. */
export async function observationCondition(
  context: RequestContext,
  filter: ObservationFilter | null | undefined,
): Promise<Condition> {
  return checked(context, conditionOf(filter, observationFields))
}

/** A filter of series as plain data; throws UNKNOWN_CODE for a code that no list has. */
export async function seriesCondition(
  context: RequestContext,
  filter: SeriesFilter | null | undefined,
): Promise<Condition> {
  return checked(context, conditionOf(filter, seriesFields))
}

/** A code that is asked for by `eq` or `in` and is in no list now would silently find nothing: it is refused. */
async function checked(context: RequestContext, condition: Condition): Promise<Condition> {
  const asked = codeFields.map((field) => ({ field, codes: codesAskedFor(condition, field) }))
  if (asked.every(({ codes }) => codes.length === 0)) return condition
  const known = await context.hub.knownCodes(context.hub.tail.position)
  for (const { field, codes } of asked) {
    const unknown = codes.find((code) => !known.get(field)?.has(code))
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
