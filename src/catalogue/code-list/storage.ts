import { defineEntity, p } from '@mikro-orm/core'
import { versionColumns } from '../../platform/versioned.ts'

/** The versioned table of code lists; `id` is `code/version`. */
export const codeListTable = defineEntity({
  name: 'CodeListRow',
  tableName: 'code_list',
  properties: {
    id: p.text().primary(),
    ...versionColumns,
    code: p.text(),
    version: p.text(),
    names: p.json(),
    valid_from: p.date().nullable(),
    valid_to: p.date().nullable(),
    entries: p.json(),
    note: p.json().nullable(),
    provenance: p.text(),
  },
})
