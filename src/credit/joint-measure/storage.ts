import { defineEntity, p } from '@mikro-orm/core'
import { statedColumns } from '../../catalogue/register/stated-columns.ts'
import { versionColumns } from '../../platform/versioned.ts'
import { shownColumns } from '../shown-columns.ts'

/** The versioned table of joint measures. */
export const jointMeasureTable = defineEntity({
  name: 'JointMeasureRow',
  tableName: 'joint_measure',
  properties: {
    id: p.text().primary(),
    ...versionColumns,
    record_id: p.text(),
    measure: p.text(),
    authority: p.text(),
    authority_id: p.text().nullable(),
    basis: p.text().nullable(),
    valid_from: p.text().nullable(),
    valid_to: p.text().nullable(),
    ended_because: p.text().nullable(),
    ...statedColumns,
    ...shownColumns,
  },
})
