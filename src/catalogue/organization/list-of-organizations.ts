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
      where ${at('o', scope.position)} and ${visible(scope.view, 'organization', 'o')} and ${standing(scope)} and ${inRegions(regions)}
        and ${keys === null ? sql`true` : sql`o.id in (${rootsOfKeys(scope, keys)})`}
        and ${filterOf(scope, rest)}
        and ${kinds === null ? sql`true` : hasRecord(scope, kinds)}`
}

/** The ids of a page, in order: each way walks an index from the place on, so a deep page costs what the first does. */
function idsOf(scope: ReadScope, { condition, after, limit }: OrganizationQuestion): Sql {
  const { regions, kinds, keys, rest } = partsOf(condition)
  const walk = {
    scope,
    rest,
    regions,
    from: sql`${after === null ? '' : beyond(after)}`,
    limit: sql`${limit}`,
  }
  // Few have a number that is named: those are looked at, whatever else is asked of them.
  if (keys !== null) {
    const named = sql`o.id in (${rootsOfKeys(scope, keys)})`
    return organizationsOf(
      walk,
      inRegions(regions),
      kinds === null ? named : sql`${named} and ${hasRecord(scope, kinds)}`,
    )
  }
  if (kinds === null) return firstOrganizations(walk)
  return sql`(${recorded(walk, kinds)}) union (${recordedByMerger(walk, kinds)}) order by id limit ${limit}`
}

type Walk = {
  readonly scope: ReadScope
  readonly rest: Condition
  readonly regions: readonly string[] | null
  /** The least id. */
  readonly from: Sql
  readonly limit: Sql
}

/** The first organizations that pass the filter: by ids of their own index, or by that of a region. */
function firstOrganizations(walk: Walk): Sql {
  const { regions, limit } = walk
  const [only, ...more] = regions ?? []
  if (regions === null || more.length >= manyRegions) return organizationsOf(walk, inRegions(regions))
  if (only === undefined) return organizationsOf(walk, sql`false`)
  if (more.length === 0) return organizationsOf(walk, sql`o.region = ${only}`)
  return sql`select w.id from unnest(${regions}::text[]) as g(region)
      cross join lateral (${organizationsOf(walk, sql`o.region = g.region`)}) w order by w.id limit ${limit}`
}

/** From so many regions on, the index of all organizations is walked: they hold most of them. */
const manyRegions = 12

function organizationsOf({ scope, rest, from, limit }: Walk, region: Sql, more: Sql = sql`true`): Sql {
  return sql`select o.id from organization o
      where ${at('o', scope.position)} and ${visible(scope.view, 'organization', 'o')} and ${standing(scope)}
        and ${region} and o.id >= ${from} and ${filterOf(scope, rest)} and ${more}
      order by o.id limit ${limit}`
}

/** How many bearers of a record are looked at together: one in a list costs a fraction of a step. */
const together = 64

/**
 * Organizations that have a record of these kinds themselves: two indices, both in the order of organizations, walked in
 * turns. Each step begins at the next organization that fits and takes the bearers of records from there on, several at
 * once. So organizations that are far apart are leapt between, and a page of rare bearers takes few steps.
 */
function recorded(walk: Walk, kinds: readonly string[]): Sql {
  const { scope, regions, rest, from, limit } = walk
  const bearers = sql`select r.organization_id as id from credit_record r
      where r.kind = k.kind and r.organization_id >= a.id
        and ${at('r', scope.position)} and ${visible(scope.view, 'credit_record', 'r')}
      order by r.organization_id limit ${together}`
  return sql`with recursive step(found, next, total) as (
      select array[]::text[] collate "C", ${from}::text collate "C", 0
      union all
      select f.ids, case when b.seen = ${together} then b.last || '!' end, s.total + cardinality(f.ids)
      from step s
      cross join lateral (${firstOrganizations({ ...walk, from: sql`s.next`, limit: sql`1` })}) a
      cross join lateral (
        select array_agg(distinct c.id) as ids, max(c.id) as last, count(*) as seen
        from (select n.id from unnest(${kinds}::text[]) as k(kind) cross join lateral (${bearers}) n
          order by n.id limit ${together}) c) b
      cross join lateral (
        select coalesce(array_agg(o.id), array[]::text[] collate "C") as ids from organization o
        where o.id = any(b.ids)
          and ${at('o', scope.position)} and ${visible(scope.view, 'organization', 'o')} and ${standing(scope)}
          and ${inRegions(regions)} and ${filterOf(scope, rest)}) f
      where s.next is not null and s.total < ${limit})
    select one.id from step cross join lateral unnest(step.found) as one(id) order by one.id limit ${limit}`
}

/** Organizations whose record of these kinds is one of an organization that was merged into them: there are few. */
function recordedByMerger(walk: Walk, kinds: readonly string[]): Sql {
  const { scope, regions, from } = walk
  const standsForOthers = sql`o.id in (select l.into_id from organization_link l
    where ${at('l', scope.position)} and ${visible(scope.view, 'organization_link', 'l')} and l.into_id >= ${from})`
  return organizationsOf(walk, inRegions(regions), sql`${standsForOthers} and ${hasRecord(scope, kinds)}`)
}

function inRegions(regions: readonly string[] | null): Sql {
  return regions === null ? sql`true` : sql`o.region = any(${regions}::text[])`
}

/** It stands for itself at the position: it was merged into no other. */
function standing({ view, position }: ReadScope): Sql {
  return sql`not exists (select from organization_link l
    where l.id = o.id and ${at('l', position)} and ${visible(view, 'organization_link', 'l')})`
}

function filterOf(scope: ReadScope, rest: Condition): Sql {
  return filterSql(rest, organizationFilterColumns(scope))
}

/** It has a record of one of these kinds that the view may see; or one that was merged into it has, where there is one. */
function hasRecord(scope: ReadScope, kinds: readonly string[]): Sql {
  const shown = (organization: Sql) => sql`select from credit_record r
    where r.organization_id = ${organization} and r.kind = any(${kinds}::text[])
      and ${at('r', scope.position)} and ${visible(scope.view, 'credit_record', 'r')}`
  return sql`(exists (${shown(sql`o.id`)})
    or (exists (select from organization_link l where l.into_id = o.id
          and ${at('l', scope.position)} and ${visible(scope.view, 'organization_link', 'l')})
      and exists (select from (${membersOfColumn(scope, sql`o.id`)}) m where exists (${shown(sql`m.id`)}))))`
}

/** The least text after an id: ids are UUIDs, whose characters all come after `!`. */
function beyond(id: string): string {
  return `${id}!`
}
