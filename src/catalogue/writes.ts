import { type CommitRecord, commit } from '../history/commit.ts'
import { digestOf } from '../kernel/digest.ts'
import { idOfName } from '../kernel/ids.ts'
import type { Position } from '../kernel/position.ts'
import { OPEN } from '../kernel/position.ts'
import type { Database, Queryable } from '../platform/database.ts'
import { sql } from '../platform/sql.ts'
import type { ReferenceRow } from './reference-rows.ts'

/**
 * Brings the catalogue to the reference data of this code in one commit; null when it is there already. What a newer
 * code says differently is a new revision, and what it no longer says ends: the history keeps both.
 */
export async function writeReference(
  database: Database,
  tables: ReadonlyMap<string, readonly ReferenceRow[]>,
): Promise<CommitRecord | null> {
  const begun = await database.query<{ readonly position: Position }>(sql`select position from head`)
  const id = idOfName('reference', digestOf(JSON.stringify([...tables])), String(begun[0]?.position))
  return commit(database, {
    id,
    kind: 'REFERENCE',
    write: async (transaction, position) => {
      const counts: Record<string, number> = {}
      for (const [table, rows] of tables) {
        const changed = await replaceRows(transaction, position, table, rows)
        if (changed > 0) counts[table] = changed
      }
      return Object.keys(counts).length === 0 ? null : { releaseId: null, counts }
    },
  })
}

/** Ends the open rows that are to be no longer as they are and begins their successors; gives how many changed. */
async function replaceRows(
  transaction: Queryable,
  position: Position,
  table: string,
  rows: readonly ReferenceRow[],
): Promise<number> {
  const name = sql.table(table)
  const complete = rows.map((row) => ({ ...row, from_position: 0, to_position: OPEN }))
  const wanted = sql`jsonb_populate_recordset(null::${name}, ${JSON.stringify(complete)}::jsonb)`
  const same = sql`(to_jsonb(w) - 'from_position' - 'to_position') = (to_jsonb(t) - 'from_position' - 'to_position')`
  const ended = await transaction.query(
    sql`update ${name} t set to_position = ${position}::bigint
        where t.to_position = ${sql.lit(OPEN)}
          and not exists (select 1 from ${wanted} w where w.id = t.id and ${same})
        returning t.id`,
  )
  const begun = await transaction.query(
    sql`insert into ${name}
        select (jsonb_populate_record(w, jsonb_build_object('from_position', ${position}::bigint))).*
        from ${wanted} w
        where not exists (select 1 from ${name} t where t.id = w.id and t.to_position = ${sql.lit(OPEN)})
        returning id`,
  )
  return Math.max(ended.length, begun.length)
}
