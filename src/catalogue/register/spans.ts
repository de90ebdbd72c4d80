import { type Sql, sql } from '../../platform/sql.ts'

/** Staged rows from one number up to but not including another. */
export type Span = { readonly from: number; readonly to: number }

/** How many rows one statement takes, so that the embedded store never stops the event loop for long. */
export const statementRows = 2_000

/** Cuts so many rows into spans that one statement takes. */
export function spansOf(count: number): readonly Span[] {
  return Array.from({ length: Math.ceil(count / statementRows) }, (_, index) => ({
    from: index * statementRows,
    to: Math.min(count, (index + 1) * statementRows),
  }))
}

/** The rows of a span of a stage, by the alias of its table. */
export function stagedIn(alias: string, stageId: string, { from, to }: Span): Sql {
  const seq = sql.ref(`${alias}.seq`)
  return sql`${sql.ref(`${alias}.stage_id`)} = ${stageId} and ${seq} >= ${from}::int and ${seq} < ${to}::int`
}
