import type { RequestContext } from '../api/context.ts'
import { indicatorReads } from '../catalogue/indicator/reads.ts'
import { regionReads } from '../catalogue/region/reads.ts'
import { schemeReads } from '../catalogue/scheme/reads.ts'
import { sourceReads } from '../catalogue/source/reads.ts'
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

const codeLists = {
  indicator: indicatorReads,
  region: regionReads,
  scheme: schemeReads,
  source: sourceReads,
} as const

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
  const scope = { ...context.scope, position: context.hub.tail.position }
  for (const field of Object.keys(codeLists) as (keyof typeof codeLists)[]) {
    const codes = [...new Set(codesAskedFor(condition, field))]
    if (codes.length === 0) continue
    const known = await codeLists[field].byKey(scope, codes)
    const unknown = codes.find((code) => !known.has(code))
    if (unknown !== undefined) throw await unknownCode(context, field, unknown)
  }
  return condition
}

async function unknownCode(
  context: RequestContext,
  field: keyof typeof codeLists,
  code: string,
): Promise<HubError> {
  const scope = { ...context.scope, position: context.hub.tail.position }
  const { rows } = await codeLists[field].list(scope, { keys: null }, new Set())
  const near = nearestWord(
    code,
    rows.map((row: { readonly code: string }) => row.code),
  )
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
