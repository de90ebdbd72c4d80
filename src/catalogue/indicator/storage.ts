import { defineEntity, p } from '@mikro-orm/core'
import { versionColumns } from '../../platform/versioned.ts'

/** The versioned table of indicators; `id` is the code. */
export const indicatorTable = defineEntity({
  name: 'IndicatorRow',
  tableName: 'indicator',
  properties: {
    id: p.text().primary(),
    ...versionColumns,
    names: p.json(),
    descriptions: p.json(),
    unit: p.text(),
    value_type: p.text(),
    minimum: p.decimal().nullable(),
    collection: p.text(),
    additivity: p.json(),
    tolerance: p.json().nullable(),
    provenance: p.text(),
  },
})
