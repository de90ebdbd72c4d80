import { today } from '../../history/day.ts'
import type { DueFacts } from '../../history/due-sweep.ts'
import { OPEN } from '../../kernel/position.ts'
import { type Sql, sql } from '../../platform/sql.ts'
import { dayAfterEnd, endedBy } from './dated-columns.ts'
import { certificateTable } from './storage.ts'

/** How many rows one statement expires, so that the embedded store never stops the event loop for long. */
const rowsAtOnce = 2_000

/** What an expiry writes; all other columns stay as they are. */
const changed: Readonly<Record<string, Sql>> = {
  status: sql`'EXPIRED'`,
  status_since: dayAfterEnd,
  revision: sql`r.revision + 1`,
}

/** What days change of certificates. */
export const certificatesDue = expiryOf('certificate', Object.keys(certificateTable.properties))

/**
 * What days change of a table with these columns: after its last day a row goes on as EXPIRED. The body of a row stays what its source said, so that the
 * source says nothing new by saying it again, and a renewal is a revision like any other.
 */
export function expiryOf(table: 'certificate' | 'qualification', columns: readonly string[]): DueFacts {
  const own = columns.filter((column) => !['id', 'from_position', 'to_position'].includes(column))
  const kept = own.map((column) => sql.ref(column))
  const expired = own.map((column) => changed[column] ?? sql.ref(`r.${column}`))
  const due = sql`r.to_position = ${sql.lit(OPEN)} and ${endedBy(today)}`
  return {
    isDue: async (database) => {
      const rows = await database.query(sql`select 1 from ${sql.table(table)} r where ${due} limit 1`)
      return rows.length > 0
    },
    tell: async (transaction, position) => {
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
        if ((done?.rows ?? 0) < rowsAtOnce) return { [`${table}sExpired`]: expiredRows }
      }
    },
  }
}
