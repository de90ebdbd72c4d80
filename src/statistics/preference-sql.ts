import type { ReadScope } from '../access/read.ts'
import { visible } from '../access/rules.ts'
import { at } from '../history/at.ts'
import { type Sql, sql } from '../platform/sql.ts'
import type { SourceRule } from './preference.ts'

/**
 * Holds for the observation of the aliases `o` and `s` when a rule prefers it among all sources that say its figure at
 * the scope's position, whatever else is asked; always where there is no rule. The order is that of `comparePreference`.
 * Costs a look at the index of series for each observation, and more only where another source says the same figure.
 */
export function preferredOnly(scope: ReadScope, rule: SourceRule | null): Sql {
  if (rule === null) return sql`true`
  const { view, position } = scope
  const mine = placeOf(scope, rule, sql`o.value`, sql`o.release_id`, sql`s.source`)
  const theirs = placeOf(scope, rule, sql`ro.value`, sql`ro.release_id`, sql`rs.source`)
  return sql`not exists (
    select 1 from series rs join observation ro on ro.series_id = rs.id and ro.period = o.period
    where ${at('rs', position)} and ${visible(view, 'series', 'rs')}
      and ${at('ro', position)} and ${visible(view, 'observation', 'ro')}
      and rs.indicator = s.indicator and rs.region = s.region and rs.scheme = s.scheme
      and rs.frequency = s.frequency and rs.unit = s.unit and rs.id <> s.id
      and ((${theirs}) < (${mine}) or ((${theirs}) = (${mine}) and rs.code_list_version > s.code_list_version)))`
}

/** Where an observation stands among those of its figure: compared column by column, the lowest is preferred. */
function placeOf(scope: ReadScope, rule: SourceRule, value: Sql, release: Sql, source: Sql): Sql {
  const missing = sql`(${value} is null)`
  const priority = sql`coalesce(${priorityOf(scope, source)}, ${sql.lit(2_147_483_647)})`
  return rule === 'SOURCE_PRIORITY'
    ? sql`${missing}, ${priority}, ${source}`
    : sql`${missing}, coalesce(-extract(epoch from ${publishedBy(scope, release)}), 'infinity'::numeric), ${priority}, ${source}`
}

function priorityOf({ view, position }: ReadScope, source: Sql): Sql {
  return sql`(select c.priority from source c
    where c.id = ${source} and ${at('c', position)} and ${visible(view, 'source', 'c')})`
}

function publishedBy({ view, position }: ReadScope, release: Sql): Sql {
  return sql`(select p.published_at from release p
    where p.id = ${release} and ${at('p', position)} and ${visible(view, 'release', 'p')})`
}
