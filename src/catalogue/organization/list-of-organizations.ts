import type { ReadScope } from '../../access/read.ts'
import { visible } from '../../access/rules.ts'
import { at } from '../../history/at.ts'
import type { Condition } from '../../kernel/condition.ts'
import { filterSql } from '../../platform/filter-sql.ts'
import { type Sql, sql } from '../../platform/sql.ts'
import { organizationColumns, organizationFilterColumns } from './columns.ts'
import { partsOf } from './filters.ts'
import { membersOfColumn, rootsOfKeys } from './members-sql.ts'

/** A page of organizations, in the order of their ids: those that were merged into none. */
export type OrganizationQuestion = {
  readonly condition: Condition
  readonly after: string | null
  readonly limit: number
}

/** The statement of a page of organizations. */
export function listOfOrganizations(scope: ReadScope, question: OrganizationQuestion): Sql {
  const ids = idsOf(scope, question)
  return sql`select ${organizationColumns(scope)}
      from (${ids}) f join organization o on o.id = f.id
      where ${at('o', scope.position)} and ${visible(scope.view, 'organization', 'o')}
      order by o.id`
}

/** The statement that counts the whole list, as `count`. */
export function countOfOrganizations(
  scope: ReadScope,
  { condition }: Pick<OrganizationQuestion, 'condition'>,
): Sql {
  const { regions, kinds, keys, rest } = partsOf(condition)
  return sql`select count(*)::int as count from organization o
      where ${at('o', scope.position)} and ${visible(scope.view, 'organization', 'o')} and ${standing(scope)} and ${regions === null ? sql`true` : sql`o.region = any(${regions}::text[])`}
        and ${keys === null ? sql`true` : sql`o.id in (${rootsOfKeys(scope, keys)})`}
        and ${filterOf(scope, rest)}
        and ${kinds === null ? sql`true` : hasRecord(scope, kinds)}`
}

/** The ids of a page, in order: each way walks an index from the place on, so a deep page costs what the first does. */
function idsOf(scope: ReadScope, { condition, after, limit }: OrganizationQuestion): Sql {
  const { regions, kinds, keys, rest } = partsOf(condition)
  const from = after === null ? '' : beyond(after)
  const plain = (region: Sql) => sql`select o.id from organization o
      where ${at('o', scope.position)} and ${visible(scope.view, 'organization', 'o')} and ${standing(scope)} and ${region} and o.id >= ${from}
        and ${filterOf(scope, rest)} and ${keys === null ? sql`true` : sql`o.id in (${rootsOfKeys(scope, keys)})`}
        and ${keys === null || kinds === null ? sql`true` : hasRecord(scope, kinds)}
      order by o.id limit ${limit}`
  // Few have a number that is named: those are looked at, whatever else is asked of them.
  if (keys !== null || kinds === null) return ofRegions(regions, limit, keys !== null, plain)
  const both = (region: Sql) => sql`(${recorded(scope, { region, kinds, rest, from, limit })})
      union (${recordedByMerger(scope, { region, kinds, rest, from, limit })})
      order by id limit ${limit}`
  return ofRegions(regions, limit, false, both)
}

/** One walk without a region, one for a region, or the first of one walk for each of several. */
function ofRegions(
  regions: readonly string[] | null,
  limit: number,
  few: boolean,
  walk: (region: Sql) => Sql,
): Sql {
  if (regions === null) return walk(sql`true`)
  const [only, ...more] = regions
  if (few) return walk(sql`o.region = any(${regions}::text[])`)
  if (more.length === 0) return walk(only === undefined ? sql`false` : sql`o.region = ${only}`)
  return sql`select w.id from unnest(${regions}::text[]) as g(region)
      cross join lateral (${walk(sql`o.region = g.region`)}) w order by w.id limit ${limit}`
}

type Walk = {
  readonly region: Sql
  readonly kinds: readonly string[]
  readonly rest: Condition
  readonly from: string
  readonly limit: number
}

/**
 * Organizations that have a record of these kinds themselves: two indices, both in the order of organizations, walked in
 * turns, each from where the other one is. So it takes no more steps than the rarer of the two has entries, and about
 * as many as the page has where both are common.
 */
function recorded(scope: ReadScope, { region, kinds, rest, from, limit }: Walk): Sql {
  const next = sql`select r.organization_id as id from credit_record r
      where r.kind = k.kind and r.organization_id >= a.id
        and ${at('r', scope.position)} and ${visible(scope.view, 'credit_record', 'r')}
      order by r.organization_id limit 1`
  return sql`with recursive step(id, found, next) as (
      select null::text collate "C", null::text collate "C", ${from}::text collate "C"
      union all
      select a.id, b.id, case when a.id = b.id then a.id || '!' else b.id end
      from step s
      cross join lateral (select o.id from organization o
        where ${at('o', scope.position)} and ${visible(scope.view, 'organization', 'o')} and ${standing(scope)} and ${region} and o.id >= s.next and ${filterOf(scope, rest)}
        order by o.id limit 1) a
      cross join lateral (select n.id from unnest(${kinds}::text[]) as k(kind)
        cross join lateral (${next}) n order by n.id limit 1) b)
    select step.id from step where step.id = step.found limit ${limit}`
}

/** Organizations whose record of these kinds is one of an organization that was merged into them: there are few. */
function recordedByMerger(scope: ReadScope, { region, kinds, rest, from, limit }: Walk): Sql {
  return sql`select o.id from organization o
      where o.id in (select l.into_id from organization_link l
          where ${at('l', scope.position)} and ${visible(scope.view, 'organization_link', 'l')} and l.into_id >= ${from})
        and ${at('o', scope.position)} and ${visible(scope.view, 'organization', 'o')} and ${standing(scope)} and ${region} and ${filterOf(scope, rest)} and ${hasRecord(scope, kinds)}
      order by o.id limit ${limit}`
}

/** It stands for itself at the position: it was merged into no other. */
function standing({ view, position }: ReadScope): Sql {
  return sql`not exists (select from organization_link l
    where l.id = o.id and ${at('l', position)} and ${visible(view, 'organization_link', 'l')})`
}

function filterOf(scope: ReadScope, rest: Condition): Sql {
  return filterSql(rest, organizationFilterColumns(scope))
}

/** It, or one that was merged into it, has a record of one of these kinds that the view may see. */
function hasRecord(scope: ReadScope, kinds: readonly string[]): Sql {
  return sql`exists (select from (${membersOfColumn(scope, sql`o.id`)}) m
    join credit_record r on r.organization_id = m.id
    where r.kind = any(${kinds}::text[])
      and ${at('r', scope.position)} and ${visible(scope.view, 'credit_record', 'r')})`
}

/** The least text after an id: ids are UUIDs, whose characters all come after `!`. */
function beyond(id: string): string {
  return `${id}!`
}
