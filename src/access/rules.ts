import { type Sql, sql } from '../platform/sql.ts'
import { countsLink, type GuardedTable, guardedTables, seesGuarded, visibleGuarded } from './guarded-rules.ts'
import { mayAdminister, mayPublish } from './rights.ts'
import type { View } from './view.ts'

/** The versioned tables whose rows an answer may show. A table that is not here cannot be read. */
export type ReadableTable =
  | 'region'
  | 'scheme'
  | 'code_list'
  | 'crosswalk'
  | 'indicator'
  | 'source'
  | 'release'
  | 'series'
  | 'observation'
  | 'discrepancy'
  | 'extent'
  | 'series_extent'
  | 'access_key'
  | 'organization_link'
  | 'register_entry'
  | 'certificate'
  | 'qualification'
  | GuardedTable

/**
 * The predicate of access, the other one that every read of a versioned table starts from: the row may be shown to
 * the view now, whatever position is asked for. What these tables hold is public, but for releases that have not spoken,
 * access keys, and what `guarded-rules.ts` is about.
 */
export function visible(view: View, table: ReadableTable, alias: string): Sql {
  return rules[table](view, alias)
}

/** The same rule for a row in memory: decides for each reader of a stream before a frame is sent. */
export function sees(view: View, table: ReadableTable, row: object): boolean {
  if (table === 'release') return seesRelease(view, row)
  if (table === 'register_entry') return view.role === 'hub'
  if (isGuarded(table)) return seesGuarded(view, table, row)
  return table === 'access_key' ? seesAccessKey(view, row) : true
}

function isGuarded(table: ReadableTable): table is GuardedTable {
  return guardedTables.some((guarded) => guarded === table)
}

const guarded = (table: GuardedTable) => (view: View, alias: string) => visibleGuarded(view, table, alias)

/** What registers say row by row names persons too; what of it is shown is the organization that it makes. */
const hubAlone = (view: View): Sql => (view.role === 'hub' ? sql`true` : sql`false`)

const everybody = (): Sql => sql`true`

/** A release that has not spoken (embargoed, or withdrawn before its minute) is for those who may publish it. */
const spokenReleases = (view: View, alias: string): Sql => {
  if (seesAllReleases(view)) return sql`true`
  const spoken = sql.ref<boolean>(`${alias}.spoken`)
  if (view.role !== 'publisher') return spoken
  return sql`(${spoken} or ${sql.ref(`${alias}.source`)} = any(${view.sources}::text[]))`
}

function seesRelease(view: View, row: object): boolean {
  if (seesAllReleases(view) || ('spoken' in row && row.spoken === true)) return true
  return 'source' in row && typeof row.source === 'string' && mayPublish(view, row.source)
}

/** Administrators see every key, whoever asks with a key sees that one, and for others there are none. */
const ownKeys = (view: View, alias: string): Sql => {
  if (seesAllKeys(view)) return sql`true`
  const own = ownKeyOf(view)
  return own === null ? sql`false` : sql`${sql.ref(`${alias}.id`)} = ${own}`
}

function seesAccessKey(view: View, row: object): boolean {
  if (seesAllKeys(view)) return true
  // A fact has the row's id under another name; its own is the global one.
  const id = 'keyId' in row ? row.keyId : 'id' in row ? row.id : undefined
  return id !== undefined && id === ownKeyOf(view)
}

function seesAllKeys(view: View): boolean {
  return view.role === 'hub' || mayAdminister(view)
}

function ownKeyOf(view: View): string | null {
  return 'actor' in view && view.actor.kind === 'key' ? view.actor.id : null
}

function seesAllReleases(view: View): boolean {
  return view.role === 'hub' || view.role === 'administrator'
}

const rules: Readonly<Record<ReadableTable, (view: View, alias: string) => Sql>> = {
  region: everybody,
  scheme: everybody,
  code_list: everybody,
  crosswalk: everybody,
  indicator: everybody,
  source: everybody,
  release: spokenReleases,
  series: everybody,
  observation: everybody,
  discrepancy: everybody,
  extent: everybody,
  series_extent: everybody,
  access_key: ownKeys,
  organization: guarded('organization'),
  organization_identifier: guarded('organization_identifier'),
  organization_link: countsLink,
  register_entry: hubAlone,
  certificate: everybody,
  qualification: everybody,
  credit_record: guarded('credit_record'),
  joint_measure: guarded('joint_measure'),
  inspection: guarded('inspection'),
}

/** The tables that have a rule: no other can be read. */
export const readableTables = Object.keys(rules) as readonly ReadableTable[]
