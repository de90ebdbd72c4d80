import { defineEntity, p } from '@mikro-orm/core'
import { versionColumns } from '../../platform/versioned.ts'

/** The versioned table of schemes and official fields; `id` is the code. */
export const schemeTable = defineEntity({
  name: 'SchemeRow',
  tableName: 'scheme',
  properties: {
    id: p.text().primary(),
    ...versionColumns,
    kind: p.text(),
    category: p.text().nullable(),
    parent: p.text().nullable(),
    names: p.json(),
    aliases: p.json(),
    standards: p.json(),
    mandatory: p.boolean().nullable(),
    note: p.json().nullable(),
    provenance: p.text(),
  },
})
