import { defineEntity, p } from '@mikro-orm/core'
import { versionColumns, wholeNumber } from '../../platform/versioned.ts'

/** The versioned table of discrepancies; `id` is `indicator/region/scheme/frequency/unit/period/source/source`. */
export const discrepancyTable = defineEntity({
  name: 'DiscrepancyRow',
  tableName: 'discrepancy',
  properties: {
    id: p.text().primary(),
    ...versionColumns,
    indicator: p.text(),
    region: p.text(),
    scheme: p.text(),
    frequency: p.text(),
    unit: p.text(),
    period: p.text(),
    first_source: p.text(),
    first_version: p.text(),
    first_value: p.decimal(),
    second_source: p.text(),
    second_version: p.text(),
    second_value: p.decimal(),
    absolute_size: p.decimal(),
    relative_size: p.decimal(),
    opened_position: wholeNumber(),
    status: p.text(),
    note: p.text().nullable(),
    preferred: p.text().nullable(),
    settled_by: p.text().nullable(),
    settled_position: wholeNumber().nullable(),
    earlier_note: p.text().nullable(),
  },
})
