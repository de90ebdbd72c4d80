import { defineEntity, p } from '@mikro-orm/core'
import { versionColumns } from '../../platform/versioned.ts'
import { statedColumns } from '../register/stated-columns.ts'

/** The versioned table of certificates. */
export const certificateTable = defineEntity({
  name: 'CertificateRow',
  tableName: 'certificate',
  properties: {
    id: p.text().primary(),
    ...versionColumns,
    number: p.text(),
    scheme: p.text(),
    holder_id: p.text().nullable(),
    body_id: p.text().nullable(),
    standard: p.text().nullable(),
    scope: p.text().nullable(),
    status: p.text(),
    status_since: p.text().nullable(),
    valid_from: p.text().nullable(),
    valid_to: p.text().nullable(),
    region: p.text().nullable(),
    ...statedColumns,
  },
})
