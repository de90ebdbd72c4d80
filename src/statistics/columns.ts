import type { Wanted } from '../access/read.ts'
import { globalId } from '../kernel/graph/global-id.ts'
import type { Position } from '../kernel/position.ts'
import type { FilterColumns } from '../platform/filter-sql.ts'
import { type Sql, sql } from '../platform/sql.ts'
import { type Observation, type Series, seriesKeyText } from './terms.ts'

/** The columns of a series over the alias `s`. */
export const seriesColumns = sql`s.id as "seriesId", s.indicator, s.region, s.scheme, s.unit, s.frequency, s.source,
  s.code_list_version as "codeListVersion"`

/** The columns of an observation over the alias `o` that cost something, by the fields that need them. */
const optional: Readonly<Record<string, Sql>> = {
  value: sql`o.value`,
  status: sql`o.status`,
  release: sql`o.release_id as "releaseId"`,
  revision: sql`o.revision`,
  position: sql`o.from_position as position`,
  recordedAt: sql`(select c.recorded_at from commit c where c.position = o.from_position) as "recordedAt"`,
}

/** The select list of observations (aliases `o` and `s`) for the fields an answer shows. */
export function observationColumns(wanted: Wanted): Sql {
  const extra = Object.entries(optional).filter(([field]) => wanted.has(field))
  return sql.join([
    seriesColumns,
    sql`o.id as "observationId"`,
    sql`o.period`,
    ...extra.map(([, column]) => column),
  ])
}

/** Every field of an observation. */
export const wholeObservation: Wanted = new Set(Object.keys(optional))

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

/** Makes the plain fact of a row of observation columns. */
export function observationOf(
  row: Omit<Observation, 'id' | 'readAt' | 'pinned'>,
  readAt: Position,
  pinned: boolean,
): Observation {
  const fact = { ...row, readAt, pinned }
  return { ...fact, id: globalId('observation', `${seriesKeyText(row)}/${row.period}`, fact) }
}

/** The dimensions a filter's equality terms may name: what an answer's cache tags are made of. */
export const tagFields = ['indicator', 'region', 'scheme', 'source'] as const
