import { defineEntity, p } from '@mikro-orm/core'
import { versionColumns, wholeNumber } from '../../platform/versioned.ts'

/** The versioned table of access keys; `id` is the id within the key's text. */
export const accessKeyTable = defineEntity({
  name: 'AccessKeyRow',
  tableName: 'access_key',
  properties: {
    id: p.text().primary(),
    ...versionColumns,
    role: p.text(),
    regions: p.array(),
    sources: p.array(),
    holder: p.text(),
    note: p.text().nullable(),
    secret_digest: p.text(),
    expires_at: p.datetime().nullable(),
    created_by: p.text(),
    born_position: wholeNumber(),
    revoked_at: p.datetime().nullable(),
    revoked_by: p.text().nullable(),
    revocation_reason: p.text().nullable(),
  },
})
