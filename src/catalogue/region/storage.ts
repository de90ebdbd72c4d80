import { defineEntity, p } from '@mikro-orm/core'
import { versionColumns } from '../../platform/versioned.ts'

/** The versioned table of regions; `id` is the code. */
export const regionTable = defineEntity({
  name: 'RegionRow',
  tableName: 'region',
  properties: {
    id: p.text().primary(),
    ...versionColumns,
    level: p.text(),
    names: p.json(),
    aliases: p.json(),
    parent: p.text().nullable(),
    members: p.json().nullable(),
    iso3166: p.text().nullable(),
    valid_from: p.date().nullable(),
    valid_to: p.date().nullable(),
    note: p.json().nullable(),
    provenance: p.text(),
  },
})
