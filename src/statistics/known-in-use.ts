import { OPEN } from '../kernel/position.ts'
import type { Queryable } from '../platform/database.ts'
import { sql } from '../platform/sql.ts'

/** The columns of a series that hold codes of the catalogue, by the table that has them. */
const columns: Readonly<Record<string, string>> = {
  region: 's.region',
  scheme: 's.scheme',
  indicator: 's.indicator',
  source: 's.source',
}

/** The codes among those given that open series use: asked by the writer of reference data, under its lock. */
export async function codesInUse(
  transaction: Queryable,
  table: string,
  codes: readonly string[],
): Promise<ReadonlySet<string>> {
  const column = columns[table]
  if (column === undefined || codes.length === 0) return new Set()
  const rows = await transaction.query<{ readonly code: string }>(
    sql`select distinct ${sql.ref(column)} as code from series s
        where ${sql.ref(column)} = any(${codes}::text[]) and s.to_position = ${sql.lit(OPEN)}`,
  )
  return new Set(rows.map(({ code }) => code))
}
