import type { Position } from '../kernel/position.ts'
import type { Queryable } from '../platform/database.ts'
import { type Sql, sql } from '../platform/sql.ts'
import { byNow, type GuardedTable, visibleGuarded } from './guarded-rules.ts'
import type { View } from './view.ts'

/** A fact that may not be told now. */
export type HiddenFact = {
  /** The first position at which the history told it; null where it never did. */
  readonly first: Position | null
  /** When it ended, in milliseconds of the database's clock; null where it has not, or nobody knows when. */
  readonly until: number | null
}

/** A look at what access says by now: when, and what is hidden, by key. */
export type Look = { readonly now: number; readonly hidden: ReadonlyMap<string, HiddenFact> }

/**
 * Looks which of some facts a view may not be told now, whatever the history says of them. `first` is the first position
 * at which the history told the fact, as SQL over its newest row `r`.
 */
export async function lookNow(
  database: Queryable,
  view: View,
  {
    table,
    ids,
    first,
  }: { readonly table: GuardedTable; readonly ids: readonly string[]; readonly first: Sql },
): Promise<Look> {
  const rows = await database.query<{
    readonly now: number
    readonly id: string | null
    readonly first: Position | null
    readonly until: number | null
  }>(
    sql`select (extract(epoch from k.at) * 1000)::float8 as now, h.id, h.first, h.until
        from database_clock k left join lateral (
          select r.id, ${first} as first,
            case when isfinite(r.shown_until) and r.shown_until <= ${byNow} then (extract(epoch from r.shown_until) * 1000)::float8 end as until
          from (select distinct on (t.id) t.* from ${sql.table(table)} t
                where t.id = any(${ids}::text[]) order by t.id, t.from_position desc) r
          where not ${visibleGuarded(view, table, 'r')}) h on true`,
  )
  const hidden = rows.flatMap(({ id, first, until }) =>
    id === null ? [] : [[id, { first, until }] as const],
  )
  return { now: rows[0]?.now ?? 0, hidden: new Map(hidden) }
}

/** What the history says of a version of a fact: told to everybody, held for those who publish it, or ended. */
export type Telling = 'OPEN' | 'HELD' | 'ENDED'

/** Says whether streams tell a view of a version that the history had so; what is hidden by now is another question. */
export function tells(view: View, telling: Telling, source: string): boolean {
  if (view.role === 'hub' || telling === 'OPEN') return true
  if (telling === 'ENDED') return false
  return view.role === 'administrator' || (view.role === 'publisher' && view.sources.includes(source))
}

/** The same over columns. */
export function tellsSql(view: View, telling: Sql, source: Sql): Sql {
  if (view.role === 'hub') return sql`true`
  if (view.role === 'administrator') return sql`(${telling} <> 'ENDED')`
  if (view.role !== 'publisher') return sql`(${telling} = 'OPEN')`
  return sql`(${telling} = 'OPEN' or (${telling} = 'HELD' and ${source} = any(${view.sources}::text[])))`
}
