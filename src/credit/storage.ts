import { defineEntity, p } from '@mikro-orm/core'
import { statedColumns } from '../catalogue/register/stated-columns.ts'
import { versionColumns } from '../platform/versioned.ts'
import { counterpartyColumns, shownColumns } from './shown-columns.ts'

/** The versioned table of credit records. */
export const creditRecordTable = defineEntity({
  name: 'CreditRecordRow',
  tableName: 'credit_record',
  properties: {
    id: p.text().primary(),
    ...versionColumns,
    ...counterpartyColumns,
    kind: p.text(),
    authority: p.text(),
    authority_id: p.text().nullable(),
    decision_number: p.text(),
    decision_date: p.text().nullable(),
    region: p.text().nullable(),
    scheme: p.text().nullable(),
    certificate_number: p.text().nullable(),
    severity: p.text().nullable(),
    rule: p.text().nullable(),
    rule_version: p.text().nullable(),
    publicity_from: p.text().nullable(),
    publicity_until: p.text().nullable(),
    earliest_repair: p.text().nullable(),
    status: p.text(),
    disputed: p.boolean(),
    dispute_note: p.text().nullable(),
    end_basis: p.text().nullable(),
    end_document: p.text().nullable(),
    ended_on: p.text().nullable(),
    fine: p.decimal().nullable(),
    confiscated: p.decimal().nullable(),
    detail: p.json(),
    ...statedColumns,
    ...shownColumns,
  },
})
