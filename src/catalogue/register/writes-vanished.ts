import { byNow } from '../../access/guarded-rules.ts'
import { OPEN, type Position } from '../../kernel/position.ts'
import type { Queryable } from '../../platform/database.ts'
import { type Sql, sql } from '../../platform/sql.ts'
import { type Span, stagedIn } from './spans.ts'

/**
 * The organization that a column names was known from credit alone and has vanished with the last that was to be seen of
 * it: nothing is added to it any more, and its numbers are as good as unknown. One that only waits (its records are not
 * public yet) goes on.
 */
export function hasVanished(organizationId: Sql): Sql {
  const open = sql.lit(OPEN)
  return sql`coalesce((select true from organization v
    where v.id = ${organizationId} and v.to_position = ${open} and v.origin = 'CREDIT' and not 'AUTHORITY' = any(v.roles)
      and v.shown_until <= ${byNow}
      and (isfinite(v.shown_until) or not exists (select from credit_record w
        where w.organization_id = v.id and w.to_position >= ${open} and w.shown_until is null)) limit 1), false)`
}

/**
 * Takes their numbers from organizations that have vanished, where parties of a span are about to refer to one of them: who
 * is named next is another organization, so that nothing of the first comes back with it.
 */
export async function forgetVanished(
  transaction: Queryable,
  stageId: string,
  span: Span,
  position: Position,
): Promise<void> {
  const earlier = sql`i.from_position < ${position}::bigint and i.to_position = ${sql.lit(OPEN)}`
  const vanished = await transaction.query<{ readonly id: string }>(
    sql`select distinct i.organization_id as id
        from (select p.ref, bool_or(p.needed) over (partition by p.party) as needed from party_stage p
              where ${stagedIn('p', stageId, span)}) n
        cross join lateral (
          select i.organization_id from organization_identifier i where i.id = n.ref and ${earlier} limit 1) i
        where n.needed and not exists (select from organization b
            where b.id = i.organization_id and b.born_position = ${position}::bigint)
          and ${hasVanished(sql`i.organization_id`)}`,
  )
  if (vanished.length === 0) return
  await transaction.query(
    sql`update organization_identifier i set to_position = ${position}::bigint
        where i.organization_id = any(${vanished.map(({ id }) => id)}::text[]) and ${earlier}`,
  )
}
