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
  readonly note: string | null
  readonly evidence: string | null
  readonly deliveryId: string
}

/** Writes a release that begins at a position, under the writer's lock, and gives its id. */
export async function writeRelease(transaction: Queryable, position: Position, release: NewRelease): Promise<string> {
  const [row] = await transaction.query<{ readonly id: string }>(
    sql`with named as (
          select case count(distinct r.id) when 0 then ${release.name}::text
            else ${release.name}::text || '.' || (count(distinct r.id) + 1) end as code
          from release r
          where r.source = ${release.source}
            and (r.code = ${release.name} or r.code ~ ('^' || regexp_replace(${release.name}::text, '[^A-Za-z0-9-]', '\\\\&', 'g') || '[.][0-9]+$')))
        insert into release (id, from_position, source, code, period, published_at, embargo_until, status, note,
          evidence, delivery_id)
        select ${release.source}::text || '/' || named.code, ${position}::bigint, ${release.source}::text, named.code,
          ${release.period}::text, ${release.publishedAt?.toISOString() ?? null}::timestamptz, null::timestamptz,
          'PUBLISHED', ${release.note}::text, ${release.evidence}::text, ${release.deliveryId}::text
        from named returning id`,
  )
  if (row === undefined) throw new Error('an insert into release returned no row')
  return row.id
}
