import { type Sql, sql } from './sql.ts'

/**
 * Texts as a table of one column, to be named where it is used: `from ${tableOfTexts(keys)} as k(key)`. A single text is
 * written as one row: of an array the planner guesses ten under a plan for any values, holds that plan to be ten times as
 * dear as it is, and plans anew for every request, which takes longer than the answer.
 */
export function tableOfTexts(texts: readonly string[]): Sql {
  const [only, ...more] = texts
  return only === undefined || more.length > 0 ? sql`unnest(${texts}::text[])` : sql`(select ${only}::text)`
}
