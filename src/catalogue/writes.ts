import type { Committer } from '../history/commit.ts'
import { digestOf } from '../kernel/digest.ts'
import { idOfName } from '../kernel/ids.ts'
import type { Position } from '../kernel/position.ts'
import { OPEN } from '../kernel/position.ts'
import type { Queryable } from '../platform/database.ts'
import { sql } from '../platform/sql.ts'
import type { ReferenceRow } from './reference-rows.ts'

/** The reference data of a program: its version, and the rows per table. */
export type ReferenceToWrite = {
  readonly version: number
  readonly tables: ReadonlyMap<string, readonly ReferenceRow[]>
}

/** The codes of a table, among those given, that facts use. */
export type CodesInUse = (
  transaction: Queryable,
  table: string,
  codes: readonly string[],
) => Promise<ReadonlySet<string>>

/** Codes that facts of any of several nouns use. */
export function inUseByAny(nouns: readonly CodesInUse[]): CodesInUse {
  return async (...asked) => {
    const used = new Set<string>()
    for (const inUse of nouns) for (const code of await inUse(...asked)) used.add(code)
    return used
  }
}

/**
 * Brings the catalogue to the reference data of this code in one commit, where it is not there already and was not
 * written by a newer one. What is said differently is a new revision, and what is no longer said ends, unless facts use
 * it: the history keeps both.
 */
export async function writeReference(
  database: Queryable,
  commit: Committer,
  { version, tables }: ReferenceToWrite,
  inUse: CodesInUse,
): Promise<'written' | 'there' | 'older'> {
  let older = false
  const begun = await database.query<{ readonly position: Position }>(sql`select position from head`)
  const id = idOfName('reference', digestOf(JSON.stringify([...tables])), String(begun[0]?.position))
  const record = await commit({
    id,
    kind: 'REFERENCE',
    write: async (transaction, position) => {
      older = version < (await writtenVersion(transaction))
      if (older) return null
      const counts: Record<string, number> = {}
      for (const [table, rows] of tables) {
        const changed = await replaceRows(transaction, position, table, rows, inUse)
        if (changed > 0) counts[table] = changed
      }
      return Object.keys(counts).length === 0 ? null : { releaseId: null, counts: { ...counts, version } }
    },
  })
  if (older) return 'older'
  return record === null ? 'there' : 'written'
}

/** The version of the reference data that was written last; 0 before the first. */
async function writtenVersion(transaction: Queryable): Promise<number> {
  const [last] = await transaction.query<{ readonly version: number | null }>(
    sql`select (c.counts->>'version')::int as version from commit c where c.kind = 'REFERENCE'
        order by c.position desc limit 1`,
  )
  return last?.version ?? 0
}

/** Ends the open rows that are to be no longer as they are and begins their successors; gives how many changed. */
async function replaceRows(
  transaction: Queryable,
  position: Position,
  table: string,
  rows: readonly ReferenceRow[],
  inUse: CodesInUse,
): Promise<number> {
  const name = sql.table(table)
  const ids = rows.map(({ id }) => id)
  const dropped = await transaction.query<{ readonly id: string }>(
    sql`select t.id from ${name} t where t.to_position = ${sql.lit(OPEN)} and t.id <> all(${ids}::text[])`,
  )
  const kept = await inUse(
    transaction,
    table,
    dropped.map(({ id }) => id),
  )
  const complete = rows.map((row) => ({ ...row, from_position: 0, to_position: OPEN }))
  const wanted = sql`jsonb_populate_recordset(null::${name}, ${JSON.stringify(complete)}::jsonb)`
  const same = sql`(to_jsonb(w) - 'from_position' - 'to_position') = (to_jsonb(t) - 'from_position' - 'to_position')`
  const ended = await transaction.query(
    sql`update ${name} t set to_position = ${position}::bigint
        where t.to_position = ${sql.lit(OPEN)} and t.id <> all(${[...kept]}::text[])
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
