import { OPEN, type Position } from '../../kernel/position.ts'
import type { Database, Queryable } from '../../platform/database.ts'
import { sql } from '../../platform/sql.ts'

/**
 * Keeps the extents: derives every position up to this one that was not derived yet, in its order. Positions are left
 * over where they were committed before this table was there, or by a node of an older version.
 */
export async function deriveExtents(
  transaction: Queryable,
  position: Position,
): Promise<Readonly<Record<string, number>>> {
  const done = await derivedPosition(transaction)
  for (let next = done + 1; next <= position; next += 1) await derivePosition(transaction, next)
  if (done < position)
    await transaction.query(sql`insert into extent_progress (position) values (${position}::bigint)
        on conflict (singleton) do update set position = excluded.position`)
  return {}
}

/** Called once when a hub opens: derives what is left over, some positions at a time, so that writers get their turn. */
export async function catchUpExtents(database: Database): Promise<void> {
  for (let behind = true; behind; ) {
    behind = await database.transaction(async (transaction) => {
      const [head] = await transaction.query<{ readonly position: Position }>(
        sql`select position from head for update`,
      )
      const goal = head?.position ?? 0
      const upTo = Math.min(goal, (await derivedPosition(transaction)) + positionsAtOnce)
      await deriveExtents(transaction, upTo)
      return upTo < goal
    })
  }
}

const positionsAtOnce = 5

async function derivedPosition(transaction: Queryable): Promise<Position> {
  const [progress] = await transaction.query<{ readonly position: Position }>(
    sql`select position from extent_progress`,
  )
  return progress?.position ?? 0
}

/** The open rows of both tables are those of the position before; makes them those of this one. */
async function derivePosition(transaction: Queryable, position: Position): Promise<void> {
  const [staged] = await transaction.query<{ readonly count: number }>(stageShapes(position))
  if (staged === undefined || staged.count === 0) return
  await transaction.query(
    sql`update extent e set to_position = ${position}::bigint
        from extent_stage t where t.stays and e.id = t.extent_id and e.to_position = ${sql.lit(OPEN)}`,
  )
  await transaction.query(
    sql`insert into extent (id, from_position, figures, missing, figure_count, missing_count, first_number, last_number)
        select t.extent_id, ${position}::bigint, t.figures, t.missing,
          (select coalesce(sum(upper(r) - lower(r)), 0) from unnest(t.figures) r),
          (select coalesce(sum(upper(r) - lower(r)), 0) from unnest(t.missing) r),
          lower(t.figures + t.missing), upper(t.figures + t.missing) - 1
        from extent_stage t`,
  )
  await transaction.query(
    sql`update series_extent m set to_position = ${position}::bigint
        from (select unnest(t.series) as id from extent_stage t where not t.stays) moved
        where m.id = moved.id and m.to_position = ${sql.lit(OPEN)}`,
  )
  await transaction.query(
    sql`insert into series_extent (id, from_position, extent_id)
        select unnest(t.series), ${position}::bigint, t.extent_id from extent_stage t where not t.stays`,
  )
  await transaction.query(sql`delete from extent_stage`)
}

/**
 * Stages the extents that a position makes. Series of one extent whose periods changed in the same way stay together:
 * where that is all of them, or the most of them and none is left as it was, the extent itself changes and no series
 * moves; the others move to a new one. So a month published for thousands of series writes one row.
 */
function stageShapes(position: Position) {
  return sql`with
    begun as (select series_id, period, value is null as missing from observation
      where from_position = ${position}::bigint),
    ended as (select series_id, period, value is null as missing from observation
      where to_position = ${position}::bigint and to_position < ${sql.lit(OPEN)}),
    changed as (select series_id, period, b.missing as now, e.missing as was
      from begun b full join ended e using (series_id, period) where b.missing is distinct from e.missing),
    numbered as (select c.series_id, c.now, c.was, s.frequency, s.source,
        int4range(period_number(s.frequency, c.period), period_number(s.frequency, c.period) + 1) as number
      from changed c join series s on s.id = c.series_id and s.to_position = ${sql.lit(OPEN)}),
    moves as (select series_id, frequency, source,
        coalesce(range_agg(number) filter (where now = false), '{}') as figures_in,
        coalesce(range_agg(number) filter (where was = false), '{}') as figures_out,
        coalesce(range_agg(number) filter (where now = true), '{}') as missing_in,
        coalesce(range_agg(number) filter (where was = true), '{}') as missing_out
      from numbered group by series_id, frequency, source),
    alike as (select m.extent_id, figures_in, figures_out, missing_in, missing_out, count(*) as members,
        array_agg(v.series_id order by v.series_id) as series
      from moves v left join series_extent m on m.id = v.series_id and m.to_position = ${sql.lit(OPEN)}
      group by m.extent_id, case when m.extent_id is null then v.frequency || v.source end,
        figures_in, figures_out, missing_in, missing_out),
    touched as (select extent_id, sum(members) as members from alike where extent_id is not null group by extent_id),
    whole as (select t.extent_id from touched t where t.members =
      (select count(*) from series_extent m where m.extent_id = t.extent_id and m.to_position = ${sql.lit(OPEN)})),
    ranked as (select a.*, w.extent_id is not null
        and row_number() over (partition by a.extent_id order by a.members desc, a.series) = 1 as stays
      from alike a left join whole w on w.extent_id = a.extent_id),
    staged as (insert into extent_stage (extent_id, stays, series, figures, missing)
      select case when r.stays then r.extent_id else nextval('extent_id') end, r.stays, r.series,
        coalesce(e.figures, '{}') - r.figures_out + r.figures_in,
        coalesce(e.missing, '{}') - r.missing_out + r.missing_in
      from ranked r left join extent e on e.id = r.extent_id and e.to_position = ${sql.lit(OPEN)}
      returning 1)
    select count(*)::int as count from staged`
}
