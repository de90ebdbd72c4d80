import { today } from '../../history/day.ts'
import { OPEN, type Position } from '../../kernel/position.ts'
import type { Queryable } from '../../platform/database.ts'
import { type Sql, sql } from '../../platform/sql.ts'
import { dayAfterEnd, endedBy } from './dated-columns.ts'
import { certificateTable } from './storage.ts'

/** How many rows one statement expires, so that the embedded store never stops the event loop for long. */
const rowsAtOnce = 2_000

/** What the sweep needs of facts that a last day ends. */
export type Expiring = {
  /** Says whether a last day has passed by the database's clock that no commit has told. One look at an index. */
  readonly isDue: (database: Queryable) => Promise<boolean>
  /** Ends the rows that are due and begins those that say EXPIRED; gives how many. Under the writer's lock. */
  readonly expire: (transaction: Queryable, position: Position) => Promise<number>
}

/** What an expiry writes; all other columns stay as they are. */
const changed: Readonly<Record<string, Sql>> = {
  status: sql`'EXPIRED'`,
  status_since: dayAfterEnd,
  revision: sql`r.revision + 1`,
}

/** The expiry of certificates, for the sweep. */
export const certificateExpiry = expiringOf('certificate', Object.keys(certificateTable.properties))

/**
 * Makes what the sweep needs of a table with these columns. The body of a row stays what its source said, so that the
 * source says nothing new by saying it again, and a renewal is a revision like any other.
 */
export function expiringOf(table: 'certificate' | 'qualification', columns: readonly string[]): Expiring {
  const own = columns.filter((column) => !['id', 'from_position', 'to_position'].includes(column))
  const kept = own.map((column) => sql.ref(column))
  const expired = own.map((column) => changed[column] ?? sql.ref(`r.${column}`))
  const due = sql`r.to_position = ${sql.lit(OPEN)} and ${endedBy(today)}`
  return {
    isDue: async (database) => {
      const rows = await database.query(sql`select 1 from ${sql.table(table)} r where ${due} limit 1`)
      return rows.length > 0
    },
    expire: async (transaction, position) => {
      let expiredRows = 0
      for (;;) {
        const [done] = await transaction.query<{ readonly rows: number }>(
          sql`with due as materialized (
                select r.id from ${sql.table(table)} r where ${due} order by r.valid_to limit ${rowsAtOnce}),
              r as (
                update ${sql.table(table)} t set to_position = ${position}::bigint from due
                where t.id = due.id and t.to_position = ${sql.lit(OPEN)} returning t.*),
              begun as (
                insert into ${sql.table(table)} (id, from_position, ${sql.join(kept)})
                select r.id, ${position}::bigint, ${sql.join(expired)} from r returning 1)
              select count(*)::int as rows from begun`,
        )
        expiredRows += done?.rows ?? 0
        if ((done?.rows ?? 0) < rowsAtOnce) return expiredRows
      }
    },
  }
}
