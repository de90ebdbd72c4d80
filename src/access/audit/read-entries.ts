import type { Condition } from '../../kernel/condition.ts'
import type { Queryable } from '../../platform/database.ts'
import { type FilterColumns, filterSql } from '../../platform/filter-sql.ts'
import { type Sql, sql } from '../../platform/sql.ts'
import type { AuditEntry } from './chain.ts'

/** The orders of the list. */
export const auditOrders = ['NEWEST_FIRST', 'OLDEST_FIRST'] as const

/** Which entries, after which one, in which order. */
export type AuditQuestion = {
  readonly condition: Condition
  /** Only entries about this id; null for all. */
  readonly subject: string | null
  readonly order: (typeof auditOrders)[number]
  readonly after: number | null
  readonly limit: number
}

const filterColumns: FilterColumns = {
  actor: { sql: sql`a.actor`, nullable: false },
  act: { sql: sql`a.act`, nullable: false },
  outcome: { sql: sql`a.outcome`, nullable: false },
  purpose: { sql: sql`a.purpose`, nullable: true },
}

/** Reads a page of the audit. Only for whoever may administer: the caller has asked `mayAdminister`. */
export async function readEntries(
  database: Queryable,
  question: AuditQuestion,
): Promise<readonly AuditEntry[]> {
  const { order, after, limit } = question
  const newest = order === 'NEWEST_FIRST'
  const beyond = newest ? sql`a.seq < ${after}::bigint` : sql`a.seq > ${after}::bigint`
  const rows = await database.query<Omit<AuditEntry, 'at'> & { readonly at: Date }>(
    sql`select a.seq, a.at, a.actor, a.act, to_json(a.subjects) as subjects, a.purpose, a.outcome, a.times, a.batch,
          a.previous, a.hash
        from audit a where ${matching(question)} and ${after === null ? sql`true` : beyond}
        order by a.seq ${newest ? sql`desc` : sql`asc`} limit ${limit}`,
  )
  return rows.map((row) => ({ ...row, at: row.at.toISOString() }))
}

/** Counts the entries that match. */
export async function countEntries(database: Queryable, question: AuditQuestion): Promise<number> {
  const [row] = await database.query<{ readonly count: number }>(
    sql`select count(*)::int as count from audit a where ${matching(question)}`,
  )
  return row?.count ?? 0
}

function matching({ condition, subject }: AuditQuestion): Sql {
  const about = subject === null ? sql`true` : sql`a.subjects @> array[${subject}::text]`
  return sql`${filterSql(condition, filterColumns)} and ${about}`
}
