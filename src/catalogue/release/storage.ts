import { defineEntity, p } from '@mikro-orm/core'
import { versionColumns, wholeNumber } from '../../platform/versioned.ts'

/** The versioned table of releases; `id` is `source/code`. */
export const releaseTable = defineEntity({
  name: 'ReleaseRow',
  tableName: 'release',
  properties: {
    id: p.text().primary(),
    ...versionColumns,
    source: p.text(),
    code: p.text(),
    period: p.text().nullable(),
    published_at: p.datetime().nullable(),
    embargo_until: p.datetime().nullable(),
    status: p.text(),
    note: p.text().nullable(),
    evidence: p.text().nullable(),
    delivery_id: p.text(),
    born_position: wholeNumber(),
    spoken: p.boolean(),
    withdrawal_reason: p.text().nullable(),
  },
})
