import type { ClientBase } from 'pg'
import { deliverySql } from './delivery-sql.ts'

/**
 * Revises every tenth observation in one commit, by the hub's own protocol: the rows are chosen beforehand, the head is
 * taken, the open rows end, their successors begin, the commit is written last. Gives the new position, how many rows
 * were revised, and how long the head was held. The caller sees to it that nothing vacuums the table before the
 * measurement.
 */
export async function reviseTenth(
  client: ClientBase,
): Promise<{ readonly position: number; readonly revised: number; readonly lockedMs: number }> {
  await client.query('begin')
  await client.query(
    `create temp table plan_tenth on commit drop as select id from (
       select id, row_number() over (order by id) as place from observation where to_position = 9007199254740991) o
     where place % 10 = 3`,
  )
  await client.query('analyze plan_tenth')
  const began = performance.now()
  const moved = await client.query<{ position: string; recorded: string }>(
    `update head set position = position + 1 returning position,
       (select greatest(date_trunc('milliseconds', clock_timestamp()), max(recorded_at))::text from commit) as recorded`,
  )
  const [head] = moved.rows
  if (head === undefined) throw new Error('the table head is empty')
  await client.query(
    `create temp table plan_release on commit drop as select 'cnca-by-region' as source, 0 as month,
       ${head.position}::bigint as position, '2025-12.9' as code`,
  )
  const ended = await client.query(
    `update observation o set to_position = ${head.position} from plan_tenth t
     where o.id = t.id and o.to_position = 9007199254740991`,
  )
  await client.query(
    `insert into observation (id, from_position, series_id, period, value, status, release_id, revision)
     select id, ${head.position}, series_id, period, value + 1, 'A', 'cnca-by-region/2025-12.9', revision + 1
     from observation where to_position = ${head.position} order by id`,
  )
  for (const statement of deliverySql(`'${head.recorded}'::timestamptz`, Number(head.position) - 1))
    await client.query(statement)
  // No figure came or went: what follows from the commit is that it is derived.
  await client.query(`update extent_progress set position = ${head.position}`)
  await client.query('commit')
  return {
    position: Number(head.position),
    revised: ended.rowCount ?? 0,
    lockedMs: performance.now() - began,
  }
}
