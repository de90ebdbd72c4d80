import type { ReadScope } from '../../access/read.ts'
import type { RequestContext } from '../../api/context.ts'
import type { Condition, Operator, Test } from '../../kernel/condition.ts'
import { conditionOf, type FilterFields } from '../../kernel/graph/filter-condition.ts'
import { sql } from '../../platform/sql.ts'
import { withKnownCodes, withKnownWords } from '../asked-codes.ts'
import { withOrganizationIds } from '../organization/asked-organizations.ts'
import { membersOf } from '../organization/members-sql.ts'
import { certificateStatuses } from './terms.ts'
import type { CertificateFilter } from './types.ts'

/** What filters of certificates and qualifications both have. */
export const datedFields = {
  number: 'text',
  status: 'text',
  validTo: 'text',
  holder: 'text',
  source: 'text',
} as const satisfies FilterFields

const certificateFields = {
  ...datedFields,
  scheme: 'text',
  body: 'text',
  standard: 'text',
  region: 'text',
} as const

/** A filter of certificates as plain data over their columns; throws UNKNOWN_CODE and INVALID_ID. */
export async function certificateCondition(
  context: RequestContext,
  filter: CertificateFilter | null | undefined,
  scope: ReadScope,
): Promise<Condition> {
  const condition = withKnownWords(conditionOf(filter, certificateFields), { status: certificateStatuses })
  const known = await withKnownCodes(context, condition, scope.position)
  return withMembers(scope, known, ['holder', 'body'])
}

/**
 * A filter whose fields name organizations by their global ids, as one that names all their members: what was stated of an
 * organization that was merged into another is of that one too. Throws INVALID_ID where an id is that of something else.
 */
export async function withMembers(
  scope: ReadScope,
  condition: Condition,
  fields: readonly string[],
): Promise<Condition> {
  const own = fields.reduce(withOrganizationIds, condition)
  const asked = fields.flatMap((field) => testsOf(own, field)).flatMap(valuesOf)
  if (asked.length === 0) return own
  const rows = await scope.database.query<{ readonly root: string; readonly member: string }>(
    sql`select m.root, m.member from (${membersOf(scope, [...new Set(asked)])}) m`,
  )
  const members = Map.groupBy(rows, ({ root }) => root)
  const widened = (test: Test): Test => {
    const operator = lists[test.operator]
    if (operator === undefined) return test
    const operand = valuesOf(test).flatMap((id) => members.get(id)?.map(({ member }) => member) ?? [id])
    return { ...test, operator, operand }
  }
  return eachTest(own, (test) => (fields.includes(test.field) ? widened(test) : test))
}

/** The test of several values that a test of one is among members. */
const lists: Partial<Readonly<Record<Operator, Operator>>> = {
  eq: 'in',
  in: 'in',
  ne: 'notIn',
  notIn: 'notIn',
}

function valuesOf({ operand }: Test): readonly string[] {
  if (typeof operand === 'boolean') return []
  return typeof operand === 'string' ? [operand] : operand
}

function testsOf(condition: Condition, field: string): readonly Test[] {
  const found: Test[] = []
  eachTest(condition, (test) => {
    if (test.field === field) found.push(test)
    return test
  })
  return found
}

function eachTest(condition: Condition, change: (test: Test) => Test): Condition {
  if (condition.kind === 'test') return change(condition)
  if (condition.kind === 'not') return { ...condition, of: eachTest(condition.of, change) }
  return { ...condition, of: condition.of.map((part) => eachTest(part, change)) }
}
