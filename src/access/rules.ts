import { type Sql, sql } from '../platform/sql.ts'
import type { View } from './view.ts'

/** The versioned tables whose rows an answer may show. A table that is not here cannot be read. */
export type ReadableTable =
  | 'region'
  | 'scheme'
  | 'code_list'
  | 'indicator'
  | 'source'
  | 'release'
  | 'series'
  | 'observation'

/**
 * The predicate of access, the other one that every read of a versioned table starts from: the row may be shown to
 * the view now, whatever position is asked for. What all these tables hold so far is public.
 */
export function visible(view: View, table: ReadableTable, alias: string): Sql {
  return rules[table](view, alias)
}

/** The same rule for a row in memory: decides for each reader of a stream before a frame is sent. */
export function sees(_view: View, _table: ReadableTable, _row: object): boolean {
  return true
}

/** Says whether the view may change what the hub says: publish, withdraw, settle. */
export function mayPublish(view: View): boolean {
  return view.role === 'administrator'
}

const everybody = (): Sql => sql`true`

const rules: Readonly<Record<ReadableTable, (view: View, alias: string) => Sql>> = {
  region: everybody,
  scheme: everybody,
  code_list: everybody,
  indicator: everybody,
  source: everybody,
  release: everybody,
  series: everybody,
  observation: everybody,
}
