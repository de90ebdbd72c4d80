import type { Condition, Test } from '../../kernel/condition.ts'
import { notIdOf, parseGlobalId } from '../../kernel/graph/global-id.ts'

/**
 * A filter whose tests of a field name organizations by their global ids, as one that names them by their own. An id with
 * a position names the same organization. Throws INVALID_ID where one is the id of something else.
 */
export function withOrganizationIds(condition: Condition, field: string): Condition {
  if (condition.kind === 'not') return { ...condition, of: withOrganizationIds(condition.of, field) }
  if (condition.kind !== 'test')
    return { ...condition, of: condition.of.map((part) => withOrganizationIds(part, field)) }
  return condition.field === field ? { ...condition, operand: ownIds(condition.operand) } : condition
}

/**
 * The organizations that every row of a filter must be of one of, list by list, apart from the rest of it; both together
 * are the filter. What an index of organizations can serve.
 */
export function organizationsApart(
  condition: Condition,
  field: string,
): { readonly lists: readonly (readonly string[])[]; readonly rest: Condition } {
  if (condition.kind === 'all') {
    const parts = condition.of.map((part) => organizationsApart(part, field))
    return {
      lists: parts.flatMap(({ lists }) => lists),
      rest: { kind: 'all', of: parts.map(({ rest }) => rest).filter(says) },
    }
  }
  const list = condition.kind === 'test' && condition.field === field ? listOf(condition) : null
  return list === null ? { lists: [], rest: condition } : { lists: [list], rest: { kind: 'all', of: [] } }
}

/** The own id of the organization that a global id names; one with a position names the same. Throws INVALID_ID. */
export function organizationIdOf(id: string): string {
  const { noun, key } = parseGlobalId(id, organizationId)
  if (noun === 'organization') return key
  throw notIdOf(organizationId, id)
}

/** What an id of an organization looks like: a number of it finds it, and is none. */
const organizationId = { form: 'organization/…', foundBy: '`organization(identifier: "…")`' }

function listOf({ operator, operand }: Test): readonly string[] | null {
  if (operator === 'eq' && typeof operand === 'string') return [operand]
  return operator === 'in' && Array.isArray(operand) ? operand : null
}

function says(condition: Condition): boolean {
  return condition.kind !== 'all' || condition.of.length > 0
}

function ownIds(operand: Test['operand']): Test['operand'] {
  if (typeof operand === 'boolean') return operand
  return typeof operand === 'string' ? organizationIdOf(operand) : operand.map(organizationIdOf)
}
