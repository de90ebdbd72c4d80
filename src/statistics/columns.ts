import type { Wanted } from '../access/read.ts'
import { globalId } from '../kernel/graph/global-id.ts'
import type { Position } from '../kernel/position.ts'
import type { FilterColumns } from '../platform/filter-sql.ts'
import { type Sql, sql } from '../platform/sql.ts'
import { type Observation, type Series, seriesKeyText } from './terms.ts'

/** The columns of a series over the alias `s`. */
export const seriesColumns = sql`s.id as "seriesId", s.indicator, s.region, s.scheme, s.unit, s.frequency, s.source,
  s.code_list_version as "codeListVersion"`

/** What makes a series that series and no other, over the alias `s`: what its global id is made of. */
const keyColumns = {
  indicator: sql`s.indicator`,
  region: sql`s.region`,
  scheme: sql`s.scheme`,
  frequency: sql`s.frequency`,
  source: sql`s.source`,
  unit: sql`s.unit`,
  codeListVersion: sql`s.code_list_version as "codeListVersion"`,
} as const

/** The columns of an observation over the alias `o`, by the fields that need them. */
const ownColumns = {
  observationId: sql`o.id as "observationId"`,
  period: sql`o.period`,
  value: sql`o.value`,
  status: sql`o.status`,
  release: sql`o.release_id as "releaseId"`,
  revision: sql`o.revision`,
  position: sql`o.from_position as position`,
  recordedAt: sql`(select c.recorded_at from commit c where c.position = o.from_position) as "recordedAt"`,
} as const

const began = sql`o.from_position`

/** The columns of the table that `ownColumns` read. */
const storedColumns: Readonly<Record<string, Sql>> = {
  value: sql`o.value`,
  status: sql`o.status`,
  release: sql`o.release_id`,
  revision: sql`o.revision`,
  position: began,
  recordedAt: began,
}

/** The fields that show or need a whole key. */
const named = ['id', 'series'] as const

/** Every field of an observation, and the number that page cursors and streams go on by. */
export const wholeObservation: Wanted = new Set([...named, ...Object.keys({ ...keyColumns, ...ownColumns })])

/**
 * The fields to read for those that an answer shows. Of a field that is not a column here, nobody but its resolver knows
 * what it needs: it gets the whole observation.
 */
export function readFor(wanted: Wanted): Wanted {
  for (const field of wanted)
    if (!wholeObservation.has(field) && field !== '__typename') return wholeObservation
  return wanted
}

/** The select list of observations (aliases `o` and `s`) for the fields an answer shows. */
export function observationColumns(wanted: Wanted): Sql {
  const whole = named.some((field) => wanted.has(field))
  const key = Object.entries(keyColumns).filter(([field]) => whole || wanted.has(field))
  const own = Object.entries(ownColumns).filter(
    ([field]) => wanted.has(field) || (field === 'period' && wanted.has('id')),
  )
  const columns = [...key, ...own].map(([, column]) => column)
  return columns.length === 0 ? sql`s.id as "seriesId"` : sql.join(columns)
}

/** The columns of the table of observations that a list needs: those of its order, and what the wanted fields read. */
export function storedObservationColumns(wanted: Wanted): Sql {
  const extra = Object.entries(storedColumns).filter(([field]) => wanted.has(field))
  const columns = new Set([sql`o.id`, sql`o.period`, ...extra.map(([, column]) => column)])
  return sql.join([...columns])
}

/** What filters of series may use. */
export const seriesFilterColumns: FilterColumns = {
  indicator: { sql: sql`s.indicator`, nullable: false },
  region: { sql: sql`s.region`, nullable: false },
  scheme: { sql: sql`s.scheme`, nullable: false },
  source: { sql: sql`s.source`, nullable: false },
  frequency: { sql: sql`s.frequency`, nullable: false },
  unit: { sql: sql`s.unit`, nullable: false },
}

/** What filters of observations may use. */
export const observationFilterColumns: FilterColumns = {
  ...seriesFilterColumns,
  period: { sql: sql`o.period`, nullable: false },
  periodFrequency: { sql: sql`s.frequency`, nullable: false },
  value: { sql: sql`o.value`, nullable: true },
  status: { sql: sql`o.status`, nullable: false },
}

/** An observation as a filter in memory sees it: the same names as the columns. */
export function filterRow(observation: Observation): Readonly<Record<string, unknown>> {
  return { ...observation, periodFrequency: observation.frequency }
}

/** Makes the plain fact of a row of series columns. */
export function seriesOf(
  row: Omit<Series, 'id' | 'readAt' | 'pinned'>,
  readAt: Position,
  pinned: boolean,
): Series {
  const fact = { ...row, readAt, pinned }
  return { ...fact, id: globalId('series', seriesKeyText(row), fact) }
}

/** Makes the plain fact of a row of observation columns; it has the wanted fields, and an id where that is one. */
export function observationOf(
  row: Omit<Observation, 'id' | 'readAt' | 'pinned'>,
  readAt: Position,
  pinned: boolean,
  wanted: Wanted = wholeObservation,
): Observation {
  const key = wanted.has('id') ? `${seriesKeyText(row)}/${row.period}` : null
  const id = key === null ? '' : globalId('observation', key, { readAt, pinned })
  return { ...row, id, readAt, pinned }
}

/** The dimensions a filter's equality terms may name: what an answer's cache tags are made of. */
export const tagFields = ['indicator', 'region', 'scheme', 'source'] as const

/** Those of them that all sources of a figure share. */
export const figureTagFields = ['indicator', 'region', 'scheme'] as const
