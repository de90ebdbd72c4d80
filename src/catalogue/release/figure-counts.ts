import type { AnswerByKey, ReadScope } from '../../access/read.ts'
import { sql } from '../../platform/sql.ts'

/** Counts what releases claim, by their ids. A claim is never taken away, so the position does not matter. */
export async function figureCounts(
  { database }: ReadScope,
  keys: readonly string[],
): Promise<AnswerByKey<number>> {
  const rows = await database.query<{ readonly id: string; readonly count: number }>(
    sql`select c.release_id as id, count(*)::int as count from claim c
        where c.release_id = any(${keys}::text[]) group by c.release_id`,
  )
  return { rows: new Map(rows.map(({ id, count }) => [id, count])), tags: ['release'] }
}
