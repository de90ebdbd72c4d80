import type { RequestContext } from '../../api/context.ts'
import { type Condition, equalityTerms, everything } from '../../kernel/condition.ts'
import { conditionOf } from '../../kernel/graph/filter-condition.ts'
import type { Position } from '../../kernel/position.ts'
import { withKnownCodes, withKnownWords } from '../asked-codes.ts'
import { identifierKeysOf } from './identifier.ts'
import { recordKinds } from './record-kinds.ts'
import { organizationOrigins, organizationRoles } from './terms.ts'
import type { OrganizationFilter } from './types.ts'

const fields = {
  region: 'text',
  role: 'text',
  name: 'text',
  identifier: 'text',
  person: 'text',
  origin: 'text',
  recordKind: 'text',
} as const

const words = { role: organizationRoles, origin: organizationOrigins, recordKind: recordKinds }

/**
 * A filter of organizations as plain data; numbers stand in it as `scheme:value` of every scheme that they may be of.
 * Throws UNKNOWN_CODE for a code or word that no list has, neither now nor at the position.
 */
export async function organizationCondition(
  context: RequestContext,
  filter: OrganizationFilter | null | undefined,
  position: Position,
): Promise<Condition> {
  const condition = withKnownWords(conditionOf(filter, fields), words)
  return withKeys(await withKnownCodes(context, condition, position))
}

/** What an index serves of a filter, apart from the rest of it; together they are the filter. */
export type PartsOfFilter = {
  /** Codes of which the region must be one; null where the filter names none. */
  readonly regions: readonly string[] | null
  readonly kinds: readonly string[] | null
  /** Keys of numbers of which one must be its own. */
  readonly keys: readonly string[] | null
  readonly rest: Condition
}

/** Takes the tests apart that must hold of every organization and that an index serves. */
export function partsOf(condition: Condition): PartsOfFilter {
  const rest = without(condition, ['region', 'recordKind', 'identifier'])
  const terms = (field: string) => unique(equalityTerms(condition, field))
  return { regions: terms('region'), kinds: terms('recordKind'), keys: terms('identifier'), rest }
}

/** The filter without the first equality test of each field that stands where all must hold: the one that `equalityTerms` finds. */
function without(condition: Condition, fieldsApart: readonly string[]): Condition {
  const left = new Set(fieldsApart)
  const strip = (part: Condition): Condition => {
    if (part.kind === 'all') return { kind: 'all', of: part.of.map(strip) }
    if (part.kind !== 'test' || !left.has(part.field) || equalityTerms(part, part.field) === null) return part
    left.delete(part.field)
    return everything
  }
  return strip(condition)
}

function withKeys(condition: Condition): Condition {
  if (condition.kind === 'not') return { ...condition, of: withKeys(condition.of) }
  if (condition.kind !== 'test') return { ...condition, of: condition.of.map(withKeys) }
  if (condition.field === 'person') return { ...condition, operand: String(condition.operand) }
  if (condition.field !== 'identifier' || typeof condition.operand === 'boolean') return condition
  const texts = typeof condition.operand === 'string' ? [condition.operand] : condition.operand
  return { ...condition, operator: 'in', operand: texts.flatMap(identifierKeysOf) }
}

function unique(terms: readonly string[] | null): readonly string[] | null {
  return terms === null ? null : [...new Set(terms)].toSorted()
}
