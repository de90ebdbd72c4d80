import { defineEntity, p } from '@mikro-orm/core'
import { versionColumns } from '../../platform/versioned.ts'
import { statedColumns } from '../register/stated-columns.ts'

/** The versioned table of qualifications. */
export const qualificationTable = defineEntity({
  name: 'QualificationRow',
  tableName: 'qualification',
  properties: {
    id: p.text().primary(),
    ...versionColumns,
    kind: p.text(),
    number: p.text(),
    holder_id: p.text().nullable(),
    issuer_id: p.text().nullable(),
    scope: p.text().nullable(),
    status: p.text(),
    status_since: p.text().nullable(),
    valid_from: p.text().nullable(),
    valid_to: p.text().nullable(),
    ...statedColumns,
  },
})
