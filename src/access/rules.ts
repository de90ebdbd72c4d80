import { type Sql, sql } from '../platform/sql.ts'
import { mayPublish } from './rights.ts'
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
}
