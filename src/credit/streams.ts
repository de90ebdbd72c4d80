import { lookNow, type Telling, tells, tellsSql } from '../access/hidden-now.ts'
import { visible } from '../access/rules.ts'
import { hubItself, type View } from '../access/view.ts'
import { changedFacts } from '../catalogue/changed-facts.ts'
import { organizationsApart } from '../catalogue/organization/asked-organizations.ts'
import { relinkedAt } from '../catalogue/organization/changed-links.ts'
import { memberIdsOf } from '../catalogue/organization/lineage.ts'
import { at, begunAt, begunBy, endedAt } from '../history/at.ts'
import { passes } from '../kernel/condition.ts'
import { OPEN, type Position } from '../kernel/position.ts'
import type { Queryable } from '../platform/database.ts'
import { filterSql } from '../platform/filter-sql.ts'
import { type Sql, sql } from '../platform/sql.ts'
import type { ChangeStream } from '../subscriptions/stream.ts'
import {
  type CreditRow,
  creditFilterColumns,
  creditFilterRow,
  creditNoun,
  creditRecordColumns,
  creditRecordOf,
} from './columns.ts'
import type { CreditRecord, CreditStatus } from './terms.ts'

/**
 * How credit records are told to subscribers: by the states that commits wrote, not by the day, so that whoever folds
 * frames has what the history has. A record whose day has come enters with the sweep's commit. One that has ended is
 * retracted; whoever may not see it by now is told nothing of it.
 */
export const creditRecordStream: ChangeStream<CreditRecord> = {
  noun: creditNoun,
  changed: async (database, position, after, limit) => {
    const keys = await changedIds(database, position, after, limit)
    const before = await factsAt(database, position - 1, keys)
    return changedFacts(keys, before, await factsAt(database, position, keys))
  },
  state: async (scope, condition, after, limit) => {
    const { lists, rest } = organizationsApart(condition, 'organization')
    const place = { ...scope, day: ownStates }
    const few = lists.map((ids) => sql`c.organization_id = any(${memberIdsOf(scope, sql`${ids}::text[]`)})`)
    const rows = await scope.database.query<CreditRow>(
      sql`select ${creditRecordColumns('all', place)} from credit_record c
          where ${at('c', scope.position)} and ${visible(scope.view, 'credit_record', 'c')}
            and ${tellsSql(scope.view, tellingSql(sql`c.status`), sql`c.source`)} and c.id > ${after ?? ''}
            and ${sql.join([...few, filterSql(rest, creditFilterColumns(place))], sql` and `)}
          order by c.id limit ${limit}`,
    )
    return rows.map((row) => ({ key: row.recordId, fact: creditRecordOf(row, scope.position, scope.pinned) }))
  },
  matches: (condition, record) => passes(condition, creditFilterRow(record)),
  sees: (view, { status, source }) => tells(view, tellings[status], source),
  look: (database, view, ids) =>
    lookNow(database, view, { table: 'credit_record', ids, first: firstTold(view, sql`r.id`) }),
}

/** The first position at which the history told a record to a view, as SQL; null where it never did. */
export function firstTold(view: View, recordId: Sql): Sql {
  return sql`(select min(v.from_position) from credit_record v where v.id = ${recordId} and ${begunBy('v', OPEN - 1)}
    and ${visible(hubItself, 'credit_record', 'v')} and ${tellsSql(view, tellingSql(sql`v.status`), sql`v.source`)})`
}

/** What the history says of a record in a state, as SQL over its column. */
export function tellingSql(status: Sql): Sql {
  const open = Object.entries(tellings).map(([name, telling]) => sql`when ${name} then ${telling}`)
  return sql`case ${status} ${sql.join(open, sql` `)} end`
}

const tellings: Readonly<Record<CreditStatus, Telling>> = {
  RECEIVED: 'HELD',
  PENDING: 'HELD',
  NOT_PUBLISHABLE: 'HELD',
  PUBLISHED: 'OPEN',
  EXPIRED: 'ENDED',
  REPAIRED: 'ENDED',
  WITHDRAWN: 'ENDED',
}

/** Before any day: no state goes by date. */
const ownStates = sql`''`

/** The records that a commit changed: those it wrote, and those whose organization stands for another one since. */
async function changedIds(
  database: Queryable,
  position: Position,
  after: string | null,
  limit: number,
): Promise<readonly string[]> {
  const rows = await database.query<{ readonly id: string }>(
    sql`select k.id from (
          (select b.id from credit_record b
           where ${begunAt('b', position)} and ${visible(hubItself, 'credit_record', 'b')} and b.id > ${after ?? ''}
           order by b.id limit ${limit})
          union
          (select e.id from credit_record e
           where ${endedAt('e', position)} and ${visible(hubItself, 'credit_record', 'e')} and e.id > ${after ?? ''}
           order by e.id limit ${limit})
          union
          (select m.id from credit_record m
           where ${at('m', position)} and ${visible(hubItself, 'credit_record', 'm')} and m.id > ${after ?? ''}
             and m.organization_id = any(${relinkedAt(position)})
           order by m.id limit ${limit})) k
        order by k.id limit ${limit}`,
  )
  return rows.map(({ id }) => id)
}

async function factsAt(
  database: Queryable,
  position: Position,
  ids: readonly string[],
): Promise<ReadonlyMap<string, CreditRecord>> {
  const place = { view: hubItself, position, day: ownStates }
  const rows = await database.query<CreditRow>(
    sql`select ${creditRecordColumns('all', place)} from credit_record c
        where ${at('c', position)} and ${visible(hubItself, 'credit_record', 'c')} and c.id = any(${ids}::text[])`,
  )
  return new Map(rows.map((row) => [row.recordId, creditRecordOf(row, position, false)]))
}
