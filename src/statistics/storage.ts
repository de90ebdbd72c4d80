import { defineEntity, p } from '@mikro-orm/core'
import { versionColumns, wholeNumber } from '../platform/versioned.ts'

/** The table of series; a series is immutable, so its one row stays open. */
export const seriesTable = defineEntity({
  name: 'SeriesRow',
  tableName: 'series',
  properties: {
    id: wholeNumber().primary(),
    ...versionColumns,
    indicator: p.text(),
    region: p.text(),
    scheme: p.text(),
    unit: p.text(),
    frequency: p.text(),
    source: p.text(),
    code_list_version: p.text(),
  },
})

/** The versioned table of observations: one row per revision. */
export const observationTable = defineEntity({
  name: 'ObservationRow',
  tableName: 'observation',
  properties: {
    id: wholeNumber().primary(),
    ...versionColumns,
    series_id: wholeNumber(),
    period: p.text(),
    value: p.decimal().nullable(),
    status: p.text(),
    release_id: p.text(),
    revision: p.integer(),
  },
})
