import { type Sql, sql } from '../platform/sql.ts'
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

/**
 * The predicate of access, the other one that every read of a versioned table starts from: the row may be shown to
 * the view now, whatever position is asked for. What these tables hold is public, but for releases that have not spoken.
 */
export function visible(view: View, table: ReadableTable, alias: string): Sql {
  return rules[table](view, alias)
}

/** The same rule for a row in memory: decides for each reader of a stream before a frame is sent. */
export function sees(view: View, table: ReadableTable, row: object): boolean {
  return table === 'release' ? seesRelease(view, row) : true
}

/** Says whether the view may change what the hub says: publish, withdraw, settle. */
export function mayPublish(view: View): boolean {
  return view.role === 'administrator'
}

const everybody = (): Sql => sql`true`

/** A release that has not spoken (embargoed, or withdrawn before its minute) is for those who may publish. */
const spokenReleases = (view: View, alias: string): Sql =>
  seesHeldReleases(view) ? sql`true` : sql.ref<boolean>(`${alias}.spoken`)

function seesRelease(view: View, row: object): boolean {
  return seesHeldReleases(view) || ('spoken' in row && row.spoken === true)
}

function seesHeldReleases(view: View): boolean {
  return view.role === 'hub' || mayPublish(view)
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
}
