import { defineEntity, p } from '@mikro-orm/core'
import { versionColumns } from '../../platform/versioned.ts'

/** The versioned table of sources; `id` is the code. */
export const sourceTable = defineEntity({
  name: 'SourceRow',
  tableName: 'source',
  properties: {
    id: p.text().primary(),
    ...versionColumns,
    names: p.json(),
    publisher: p.json(),
    address: p.text().nullable(),
    noun: p.text(),
    frequency: p.text().nullable(),
    feed: p.text(),
    code_list: p.text().nullable(),
    priority: p.integer().nullable(),
    note: p.json().nullable(),
    provenance: p.text(),
  },
})
