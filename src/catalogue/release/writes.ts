import type { Position } from '../../kernel/position.ts'
import type { Queryable } from '../../platform/database.ts'
import { sql } from '../../platform/sql.ts'

/** A release that is about to begin. */
export type NewRelease = {
  readonly source: string
  /** The name its publisher gives it; a second release of the same name becomes `name.2`. */
  readonly name: string
  readonly period: string | null
  readonly publishedAt: Date | null
  /** Held until this instant; null where it speaks at once. */
  readonly embargoUntil: Date | null
  readonly note: string | null
  readonly evidence: string | null
  readonly deliveryId: string
}

/** Writes a release that begins at a position, under the writer's lock, and gives its id. */
export async function writeRelease(
  transaction: Queryable,
  position: Position,
  release: NewRelease,
): Promise<string> {
  const [row] = await transaction.query<{ readonly id: string }>(
    sql`with same as (
          select r.code, substr(r.code, length(${release.name}::text) + 2) as suffix from release r
          where r.source = ${release.source} and (r.code = ${release.name} or starts_with(r.code, ${release.name}::text || '.'))),
        named as (
          select case when not exists (select 1 from same where code = ${release.name}) then ${release.name}::text
            else ${release.name}::text || '.' || (
              select coalesce(max(suffix::int) filter (where suffix ~ '^[0-9]{1,9}$'), 1) + 1 from same) end as code)
        insert into release (id, from_position, source, code, period, published_at, embargo_until, status, note,
          evidence, delivery_id, born_position, spoken)
        select ${release.source}::text || '/' || named.code, ${position}::bigint, ${release.source}::text, named.code,
          ${release.period}::text, ${release.publishedAt?.toISOString() ?? null}::timestamptz,
          ${release.embargoUntil?.toISOString() ?? null}::timestamptz,
          ${release.embargoUntil === null ? 'PUBLISHED' : 'EMBARGOED'}::text, ${release.note}::text, ${release.evidence}::text, ${release.deliveryId}::text,
          ${position}::bigint, ${release.embargoUntil === null}::boolean
        from named returning id`,
  )
  if (row === undefined) throw new Error('an insert into release returned no row')
  return row.id
}
