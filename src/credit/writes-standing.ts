import { OPEN, type Position } from '../kernel/position.ts'
import type { Queryable } from '../platform/database.ts'
import { type Sql, sql } from '../platform/sql.ts'
import { jointMeasureTable } from './joint-measure/storage.ts'
import { creditRecordTable } from './storage.ts'

/** What becomes other in a row that goes on under a new version: SQL over the row `r` as it was. */
type Changes = Readonly<Record<string, Sql>>

/** How many rows one statement takes, so that the embedded store never stops the event loop for long. */
const rowsAtOnce = 2_000

/** Begins a version of the open rows `r` that a condition names, with some columns changed; gives their ids. */
export async function reviseRecords(
  transaction: Queryable,
  position: Position,
  which: Sql,
  changes: Changes,
): Promise<readonly string[]> {
  return revise(transaction, position, creditRecordTable, which, changes)
}

/** Ends joint measures with their records: at a day, for a reason. Those that ended before stay as they are. */
export async function endMeasures(
  transaction: Queryable,
  position: Position,
  recordIds: readonly string[],
  { because, on }: { readonly because: string; readonly on: Sql },
): Promise<number> {
  let ended = 0
  for (let from = 0; from < recordIds.length; from += rowsAtOnce) {
    const ids = recordIds.slice(from, from + rowsAtOnce)
    const which = sql`r.record_id = any(${ids}::text[]) and r.ended_because is null`
    const validTo = sql`case when r.valid_to < ${on} then r.valid_to else ${on} end`
    const changes = { ended_because: sql`${because}::text`, valid_to: validTo }
    ended += (await revise(transaction, position, jointMeasureTable, which, changes)).length
  }
  return ended
}

type VersionedTable = {
  readonly meta: { readonly tableName: string; readonly properties: Readonly<Record<string, unknown>> }
}

async function revise(
  transaction: Queryable,
  position: Position,
  { meta }: VersionedTable,
  which: Sql,
  changes: Changes,
): Promise<readonly string[]> {
  const table = sql.table(meta.tableName)
  const names = Object.keys(meta.properties).filter((name) => !own.has(name))
  const values = names.map((name) =>
    name === 'revision' ? sql`r.revision + 1` : (changes[name] ?? sql.ref(`r.${name}`)),
  )
  const revised: string[] = []
  for (;;) {
    const rows = await transaction.query<{ readonly id: string }>(
      sql`with due as materialized (
            select r.id from ${table} r where r.to_position = ${sql.lit(OPEN)}
              and r.from_position < ${position}::bigint and ${which} order by r.id limit ${rowsAtOnce}),
          r as (
            update ${table} t set to_position = ${position}::bigint from due
            where t.id = due.id and t.to_position = ${sql.lit(OPEN)} returning t.*)
          insert into ${table} (id, from_position, ${sql.join(names.map((name) => sql.ref(name)))})
          select r.id, ${position}::bigint, ${sql.join(values)} from r returning id`,
    )
    revised.push(...rows.map(({ id }) => id))
    if (rows.length < rowsAtOnce) return revised
  }
}

/** What a version has for itself. */
const own: ReadonlySet<string> = new Set(['id', 'from_position', 'to_position'])
