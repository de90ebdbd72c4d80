import { OPEN } from '../kernel/position.ts'
import { type Sql, sql } from '../platform/sql.ts'
import { covers, coversSql } from './covered-regions.ts'
import { mayPublish } from './rights.ts'
import type { View } from './view.ts'

/**
 * The tables that hold what not everybody may see, or not for ever. Since when and until when everybody may see a row of
 * them is kept on it, alike on all versions of a fact, and compared with the database's clock: so whatever position is
 * asked for, what has ended is gone.
 */
export const guardedTables = [
  'organization',
  'organization_identifier',
  'credit_record',
  'joint_measure',
  'inspection',
] as const

/** A table that holds what not everybody may see. */
export type GuardedTable = (typeof guardedTables)[number]

/** Now, by the clock of the database; once per statement. */
export const byNow = sql`(select c.at from database_clock c)`

/** Everybody may see the row now: what is not for a purpose, and not ahead of its day. Never null. */
export function isPublic(table: GuardedTable, alias: string): Sql {
  const column = (name: string) => sql.ref(`${alias}.${name}`)
  if (table === 'organization_identifier') return sql`(not ${column('person')})`
  return sql`((${column('shown_from')} <= ${byNow} and ${column('shown_until')} > ${byNow}) is true)`
}

/** The row may be shown to the view now. */
export function visibleGuarded(view: View, table: GuardedTable, alias: string): Sql {
  if (view.role === 'hub') return sql`true`
  const open = isPublic(table, alias)
  if (view.role === 'supervisor' && view.purpose !== undefined)
    return sql`(${open} or ${supervised(table, alias, view.regions)})`
  if (table === 'organization_identifier' || (view.role !== 'administrator' && view.role !== 'publisher'))
    return open
  const until = sql.ref(`${alias}.shown_until`)
  const held = sql`((${until} is null or ${until} > ${byNow}))`
  if (view.role === 'administrator') return held
  if (table === 'organization') return open
  return sql`(${open} or (${sql.ref(`${alias}.source`)} = any(${view.sources}::text[]) and ${held}))`
}

/**
 * A link between organizations counts but for whoever may not see what it leads to: then what was merged stands for
 * itself. Written so that it is never joined: links are few.
 */
export function countsLink(view: View, alias: string): Sql {
  if (view.role === 'hub') return sql`true`
  const link = (column: string) => sql.ref(`${alias}.${column}`)
  return sql`coalesce((select bool_or(${visibleGuarded(view, 'organization', 'led')}) from organization led
    where led.id = ${link('into_id')} and led.from_position < ${link('to_position')}
      and led.to_position > ${link('from_position')}), true)`
}

/** Everybody may see the newest version of the organization of an alias now. */
export function newestIsPublic(alias: string): Sql {
  return sql`coalesce((select ${isPublic('organization', 'newest')} from organization newest
    where newest.id = ${sql.ref(`${alias}.id`)} and newest.to_position = ${sql.lit(OPEN)} limit 1), false)`
}

/**
 * `visibleGuarded` for a row in memory. It says itself whether everybody may see it (`shown`) and whether it has ended (`over`),
 * as the database's clock said when it was read: see `shownColumns`.
 */
export function seesGuarded(view: View, table: GuardedTable, row: object): boolean {
  if (view.role === 'hub') return true
  if (table === 'organization_identifier') {
    if ('person' in row && row.person === false) return true
  } else if ('shown' in row && row.shown === true) return true
  if (view.role === 'supervisor') return view.purpose !== undefined && covers(view.regions, regionOf(row))
  if (table === 'organization_identifier' || !('over' in row) || row.over !== false) return false
  if (view.role === 'administrator') return true
  const { source = '' } = row as { readonly source?: unknown }
  return table !== 'organization' && typeof source === 'string' && mayPublish(view, source)
}

/** What `sees` needs of a row of these tables, read now; those of identifiers are read with their organization’s region. */
export function shownColumns(table: Exclude<GuardedTable, 'organization_identifier'>, alias: string): Sql {
  return sql`${isPublic(table, alias)} as shown,
    ((${sql.ref(`${alias}.shown_until`)} <= ${byNow}) is true) as over`
}

/** The row is of a region that is supervised: its own, or that of what it hangs on as that stands now. */
function supervised(table: GuardedTable, alias: string, regions: readonly string[]): Sql {
  const column = (name: string) => sql.ref(`${alias}.${name}`)
  const open = sql.lit(OPEN)
  if (table === 'organization_identifier')
    return sql`exists (select from organization g where g.id = ${column('organization_id')}
      and g.to_position = ${open} and ${coversSql(regions, sql`g.region`)})`
  if (table === 'joint_measure')
    return sql`exists (select from credit_record g where g.id = ${column('record_id')}
      and g.to_position = ${open} and ${coversSql(regions, sql`g.region`)})`
  return coversSql(regions, column('region'))
}

function regionOf(row: object): string | null {
  return 'region' in row && typeof row.region === 'string' ? row.region : null
}
