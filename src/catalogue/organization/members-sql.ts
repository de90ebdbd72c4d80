import type { ReadScope } from '../../access/read.ts'
import { visible } from '../../access/rules.ts'
import { at } from '../../history/at.ts'
import { type Sql, sql } from '../../platform/sql.ts'

/** At which position links are followed. */
type Where = Pick<ReadScope, 'view' | 'position'>

/**
 * A subquery of (root, member): each of the organizations named, and all that were merged into it by the position, directly
 * or through others. To be joined: `from (${membersOf(scope, ids)}) m join certificate c on c.holder_id = m.member`.
 */
export function membersOf(scope: Where, roots: readonly string[]): Sql {
  return sql`with recursive merged(root, member) as (
      select r.id collate "C", r.id collate "C" from unnest(${roots}::text[]) as r(id)
      union select m.root, l.id from merged m join organization_link l on l.into_id = m.member
      where ${at('l', scope.position)} and ${visible(scope.view, 'organization_link', 'l')})
    select root, member from merged`
}

/** A subquery of `id`: the organization that a column names and all that were merged into it by the position. */
export function membersOfColumn(scope: Where, column: Sql): Sql {
  return sql`with recursive merged(id) as (
      select ${column} collate "C"
      union select l.id from merged m join organization_link l on l.into_id = m.id
      where ${at('l', scope.position)} and ${visible(scope.view, 'organization_link', 'l')})
    select id from merged`
}

/** The organization at the end of the links of the one that a column names; null where it names none. */
export function rootOf(scope: Where, column: Sql): Sql<string | null> {
  return sql`(with recursive step(id, depth) as (
      select ${column} collate "C", 0
      union all select l.into_id, s.depth + 1 from step s join organization_link l on l.id = s.id
      where ${at('l', scope.position)} and ${visible(scope.view, 'organization_link', 'l')})
    select id from step order by depth desc limit 1)`
}

/** Whoever bears the number (alias `i`) may be seen: one that may not is not found by it, nor what it was merged into. */
export function bearerShown({ view, position }: Where): Sql {
  return sql`coalesce((select true from organization bearer where bearer.id = i.organization_id
    and ${at('bearer', position)} and ${visible(view, 'organization', 'bearer')} limit 1), false)`
}

/** A subquery of `id`: the organizations that stand for those that bear one of these numbers (`scheme:value`). */
export function rootsOfKeys(scope: Where, keys: readonly string[] | Sql): Sql {
  return sql`select ${rootOf(scope, sql`i.organization_id`)} as id from organization_identifier i
    where i.id = any(${keys}::text[])
      and ${at('i', scope.position)} and ${visible(scope.view, 'organization_identifier', 'i')}
      and ${bearerShown(scope)}`
}
