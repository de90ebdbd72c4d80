import { defineEntity, p } from '@mikro-orm/core'
import { versionColumns } from '../../platform/versioned.ts'

/** The versioned table of crosswalks; `id` is `code list/older version/newer version`. */
export const crosswalkTable = defineEntity({
  name: 'CrosswalkRow',
  tableName: 'crosswalk',
  properties: {
    id: p.text().primary(),
    ...versionColumns,
    code_list: p.text(),
    from_version: p.text(),
    to_version: p.text(),
    entries: p.json(),
    note: p.json().nullable(),
    provenance: p.text(),
  },
})
