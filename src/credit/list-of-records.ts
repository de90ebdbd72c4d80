import type { ReadScope, Wanted } from '../access/read.ts'
import { visible } from '../access/rules.ts'
import { organizationsApart } from '../catalogue/organization/asked-organizations.ts'
import { memberIdsOf } from '../catalogue/organization/lineage.ts'
import { at } from '../history/at.ts'
import { dayAt } from '../history/day.ts'
import type { Condition } from '../kernel/condition.ts'
import { filterSql } from '../platform/filter-sql.ts'
import { type Sql, sql } from '../platform/sql.ts'
import { type CreditPlace, creditFilterColumns, creditRecordColumns } from './columns.ts'

/** The order of a list of records: by the day of the decision, then by id. Those without a day are older than all. */
export type CreditRecordOrder = 'DECISION_DATE_DESC' | 'DECISION_DATE_ASC'

/** A page of records: after the record with these keys. A record without a day of decision has '' there. */
export type CreditRecordQuestion = {
  readonly condition: Condition
  readonly order: CreditRecordOrder
  readonly after: { readonly decided: string; readonly id: string } | null
  readonly limit: number
}

/** Where a read judges records. */
export function creditPlaceOf(scope: ReadScope): CreditPlace {
  return { view: scope.view, position: scope.position, day: dayAt(scope) }
}

/** The statement of a page of records; of those of organizations alone where SQL of an array of their ids is given. */
export function listOfRecords(
  scope: ReadScope,
  question: CreditRecordQuestion,
  wanted: Wanted | 'all',
  organizations: Sql | null = null,
): Sql {
  const place = creditPlaceOf(scope)
  const { ofFew, rest } = partsOf(place, question, organizations)
  return sql`select ${creditRecordColumns(wanted, place)} from credit_record c
      where ${at('c', scope.position)} and ${visible(scope.view, 'credit_record', 'c')}
        and ${rest} and ${beyond(question, ofFew)}
      order by ${inOrder(question, ofFew)} limit ${question.limit}`
}

/** The statement that counts the records that match. */
export function countOfRecords(
  scope: ReadScope,
  question: CreditRecordQuestion,
  organizations: Sql | null = null,
): Sql {
  const { rest } = partsOf(creditPlaceOf(scope), question, organizations)
  return sql`select count(*)::int as count from credit_record c
      where ${at('c', scope.position)} and ${visible(scope.view, 'credit_record', 'c')} and ${rest}`
}

/** The filter of a list as SQL, and whether it is of a few organizations. */
function partsOf(place: CreditPlace, { condition }: CreditRecordQuestion, organizations: Sql | null) {
  const { lists, rest } = organizationsApart(condition, 'organization')
  const asked = [
    ...lists.map((ids) => sql`${ids}::text[]`),
    ...(organizations === null ? [] : [organizations]),
  ]
  const few = asked.map((ids) => sql`c.organization_id = any(${memberIdsOf(place, ids)})`)
  return {
    ofFew: few.length > 0,
    rest: sql.join([...few, filterSql(rest, creditFilterColumns(place))], sql` and `),
  }
}

/** Records after the one a page goes on from. */
function beyond({ after, order }: CreditRecordQuestion, ofFew: boolean): Sql {
  if (after === null) return sql`true`
  const place = sql`(${after.decided}::text, ${after.id}::text)`
  return order === 'DECISION_DATE_DESC'
    ? sql`(${decided(ofFew)}, c.id) < ${place}`
    : sql`(${decided(ofFew)}, c.id) > ${place}`
}

/** The order of a page. */
function inOrder({ order }: CreditRecordQuestion, ofFew: boolean): Sql {
  const day = decided(ofFew)
  return order === 'DECISION_DATE_DESC' ? sql`${day} desc, c.id desc` : sql`${day}, c.id`
}

/**
 * The day by which lists go on. The records of a few organizations are found by the index of organizations and sorted:
 * written otherwise, so that no plan walks along all days of the hub instead until it has met enough of them.
 */
function decided(ofFew: boolean): Sql {
  return ofFew ? sql`(coalesce(c.decision_date, '') || '')` : sql`coalesce(c.decision_date, '')`
}
