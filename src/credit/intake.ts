import type { Register, RegisterColumn } from '../catalogue/register/register.ts'
import { today } from '../history/day.ts'
import { sql } from '../platform/sql.ts'
import { knownToCredit } from './known.ts'
import { endedStatuses } from './life-cycle.ts'
import { checkCreditRecord } from './rules.ts'
import { silenceRecords, standClaimed } from './writes-claimed.ts'

const text = (field: string): RegisterColumn => ({ field, as: 'text' })

/** The columns of whom a fact is about, which credit records and inspections both have. */
export const counterpartyRegisterColumns: Readonly<Record<string, RegisterColumn>> = {
  organization_id: { party: 'organization' },
  person_id: { person: true },
  counterparty: text('counterparty'),
  counterparty_kind: text('counterpartyKind'),
  authority: text('authority'),
  authority_id: { party: 'authorityOrganization' },
  region: text('region'),
  scheme: text('scheme'),
}

/** How credit records are taken in. */
export const creditRegister: Register = {
  noun: 'credit-record',
  origin: 'CREDIT',
  table: 'credit_record',
  columns: {
    ...counterpartyRegisterColumns,
    kind: text('kind'),
    decision_number: text('decisionNumber'),
    decision_date: text('decisionDate'),
    certificate_number: text('certificateNumber'),
    severity: text('severity'),
    rule: text('rule'),
    rule_version: text('ruleVersion'),
    publicity_from: text('publicityFrom'),
    publicity_until: text('publicityUntil'),
    earliest_repair: text('earliestRepair'),
    status: text('status'),
    disputed: { field: 'disputed', as: 'boolean' },
    fine: { field: 'fine', as: 'numeric' },
    confiscated: { field: 'confiscated', as: 'numeric' },
    detail: { field: 'detail', as: 'jsonb' },
  },
  checker: async (database, source) => {
    const known = await knownToCredit(database)
    return (draft) => checkCreditRecord(draft.fields, source, known)
  },
  kept: ['disputed', 'dispute_note', 'end_basis', 'end_document', 'ended_on'],
  // Final: by its state, by an ending that no commit has told yet, or by its day.
  closed: sql`(f.status in (${sql.join(endedStatuses.map((status) => sql.lit(status)))})
    or (f.status in ('PENDING', 'PUBLISHED') and f.publicity_until <= ${today})
    or exists (select from credit_ending e where e.record_id = f.id))`,
  silenced: silenceRecords,
  written: standClaimed,
}
