import { defineEntity, p } from '@mikro-orm/core'
import { statedColumns } from '../../catalogue/register/stated-columns.ts'
import { versionColumns } from '../../platform/versioned.ts'
import { counterpartyColumns, shownColumns } from '../shown-columns.ts'

/** The versioned table of the objects of double-random inspections. */
export const inspectionTable = defineEntity({
  name: 'InspectionRow',
  tableName: 'inspection',
  properties: {
    id: p.text().primary(),
    ...versionColumns,
    ...counterpartyColumns,
    plan: p.text(),
    plan_name: p.text().nullable(),
    task: p.text(),
    task_name: p.text().nullable(),
    authority: p.text(),
    authority_id: p.text().nullable(),
    inspected_on: p.text().nullable(),
    results: p.array(),
    published_on: p.text().nullable(),
    page: p.text().nullable(),
    region: p.text().nullable(),
    scheme: p.text().nullable(),
    ...statedColumns,
    ...shownColumns,
  },
})
