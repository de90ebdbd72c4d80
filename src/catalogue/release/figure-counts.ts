import type { AnswerByKey, ReadScope } from '../../access/read.ts'
import { sql } from '../../platform/sql.ts'

/**
 * Counts the figures that releases claim, by their ids: what is said of organizations is no figure. A claim is never taken
 * away, so the position does not matter.
 */
export async function figureCounts(
  { database }: ReadScope,
  keys: readonly string[],
): Promise<AnswerByKey<number>> {
  const rows = await database.query<{ readonly id: string; readonly count: number }>(
    sql`select c.release_id as id, count(*)::int as count from claim c
        where c.release_id = any(${keys}::text[]) and c.noun = 'observation' group by c.release_id`,
  )
  return { rows: new Map(rows.map(({ id, count }) => [id, count])), tags: ['release'] }
}
