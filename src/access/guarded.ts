import type { Sql } from '../platform/sql.ts'
import { sql } from '../platform/sql.ts'
import { coversSql } from './covered-regions.ts'
import { type GuardedTable, isPublic } from './guarded-rules.ts'
import type { View } from './view.ts'

/** An answer of a guarded read: which of what it shows was read by right of a purpose, by global ids without a position. */
export type Guarded<Answered> = Answered & { readonly guarded: readonly string[] }

/**
 * Makes a read of tables of `guarded-rules.ts` into one that may show what is protected. Every other read gets a view
 * without a purpose, so that one that was forgotten shows what everybody sees. The request awaits an entry `readProtected`
 * of the audit for the ids in `guarded` before the answer goes on; where the audit refuses, the answer is refused.
 *
 * How a noun uses it: select `guardedColumn(scope.view, 'credit_record', 'c')` beside the columns (it is `guarded`, true
 * where not everybody may see the row, or where it shows the whole name of a person), select `wholeName(…)` where a name
 * of a person may stand whole, and give `guarded: idsGuarded(rows, (row) => `credit_record:${row.recordId}`)` beside rows and tags. A
 * count gives `guarded: countsGuarded(scope.view, 'credit_record')`. Export the read as `byPurpose(read)`.
 */
export function byPurpose<Given extends readonly unknown[], Answered>(
  read: (...given: Given) => Promise<Guarded<Answered>>,
): ((...given: Given) => Promise<Answered>) & { readonly byPurpose: true } {
  return Object.assign((...given: Given): Promise<Answered> => read(...given), { byPurpose: true as const })
}

/** Whether a row is shown by right of a purpose, as the column `guarded`; false for whoever has none. */
export function guardedColumn(view: View, table: GuardedTable, alias: string): Sql {
  if (!hasPurpose(view)) return sql`false as guarded`
  const personal =
    table === 'joint_measure'
      ? sql`false`
      : table === 'organization_identifier'
        ? sql`${sql.ref(`${alias}.person`)}`
        : sql`(${sql.ref(`${alias}.person_id`)} is not null
            and ${coversSql(regionsOf(view), sql.ref(`${alias}.region`))})`
  return sql`(not ${isPublic(table, alias)} or ${personal}) as guarded`
}

/** The ids of the rows that were shown by right of a purpose. Throws where the rows were read without `guardedColumn`. */
export function idsGuarded<Row extends { readonly guarded?: boolean }>(
  rows: readonly Row[],
  idOf: (row: Row) => string,
): readonly string[] {
  return rows.flatMap((row) => {
    if (row.guarded === undefined) throw new Error('a guarded read selects no guardedColumn')
    return row.guarded ? [idOf(row)] : []
  })
}

/** What the audit is told of a count by whoever has a purpose: which rows it counted, nobody can say any more. */
export function countsGuarded(view: View, table: GuardedTable): readonly string[] {
  return hasPurpose(view) ? [`${table}:count`] : []
}

/**
 * The name to be shown of whom a row is about, as an expression: `masked`, or the whole name of the person for a
 * supervisor of the row's region who has a purpose.
 */
export function wholeName(
  view: View,
  { masked, personId, region }: { readonly masked: Sql; readonly personId: Sql; readonly region: Sql },
): Sql {
  if (!hasPurpose(view)) return masked
  return sql`case when ${personId} is not null and ${coversSql(regionsOf(view), region)}
    then coalesce((select w.name from person w where w.id = ${personId}), ${masked}) else ${masked} end`
}

/** Says whether somebody may see by right of a purpose what others may not. */
export function hasPurpose(view: View): boolean {
  return view.role === 'supervisor' && view.purpose !== undefined
}

function regionsOf(view: View): readonly string[] {
  return view.role === 'supervisor' ? view.regions : []
}
