import { defineEntity, p } from '@mikro-orm/core'
import { versionColumns, wholeNumber } from '../../platform/versioned.ts'

/** The versioned table of extents: the numbers of the periods that all series of an extent have. */
export const extentTable = defineEntity({
  name: 'ExtentRow',
  tableName: 'extent',
  properties: {
    id: wholeNumber().primary(),
    ...versionColumns,
    figures: p.text(),
    missing: p.text(),
    figure_count: p.integer(),
    missing_count: p.integer(),
    first_number: p.integer().nullable(),
    last_number: p.integer().nullable(),
  },
})

/** The versioned table of which extent a series has; `id` is the series'. */
export const seriesExtentTable = defineEntity({
  name: 'SeriesExtentRow',
  tableName: 'series_extent',
  properties: {
    id: wholeNumber().primary(),
    ...versionColumns,
    extent_id: wholeNumber(),
  },
})
