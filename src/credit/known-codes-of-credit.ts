import { OPEN } from '../kernel/position.ts'
import type { Queryable } from '../platform/database.ts'
import { sql } from '../platform/sql.ts'

/** The tables whose rows hold codes of the catalogue, and the columns that do. */
const tables = ['credit_record', 'inspection'] as const
const columns: ReadonlySet<string> = new Set(['region', 'scheme', 'source'])

/** The codes among those given that open records and inspections use: asked by the writer of reference data, under its lock. */
export async function codesOfCredit(
  transaction: Queryable,
  table: string,
  codes: readonly string[],
): Promise<ReadonlySet<string>> {
  const used = new Set<string>()
  if (!columns.has(table) || codes.length === 0) return used
  for (const each of tables) {
    const column = sql.ref(`t.${table}`)
    const rows = await transaction.query<{ readonly code: string }>(
      sql`select k.code from unnest(${codes}::text[]) as k(code)
          where exists (select from ${sql.table(each)} t where ${column} = k.code and t.to_position = ${sql.lit(OPEN)})`,
    )
    for (const { code } of rows) used.add(code)
  }
  return used
}
