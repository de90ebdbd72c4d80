import type { Register, RegisterColumn } from '../catalogue/register/register.ts'
import { today } from '../history/day.ts'
import { type Sql, sql } from '../platform/sql.ts'
import { knownToCredit } from './known.ts'
import { endedStatuses } from './life-cycle.ts'
import { checkCreditRecord } from './rules.ts'
import { endedUnder } from './staging-ended.ts'
import { silenceRecords, standClaimed } from './writes-claimed.ts'
import { startOf } from './writes-windows.ts'

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

const said = (stated: string, field: string) => sql`(${sql.ref(`${stated}.body`)}->>${sql.lit(field)})`

/** BEGIN and EXPIRE: what a claim says does not depend on the day, its state does. */
function statusToday(stated: string): Sql {
  const status = said(stated, 'status')
  return sql`case when ${status} <> 'PENDING' then ${status}
    when ${said(stated, 'publicityUntil')} <= ${today} then 'EXPIRED'
    when ${said(stated, 'publicityFrom')} <= ${today} then 'PUBLISHED' else ${status} end`
}

function ifShown(stated: string, instant: Sql): Sql {
  return sql`case when ${said(stated, 'status')} = 'PENDING' then ${instant} end`
}

/** Final: by its state, by an ending that no commit has told yet, or by its day. */
const closed = sql`(f.status in (${sql.join(endedStatuses.map((status) => sql.lit(status)))})
  or (f.status in ('PENDING', 'PUBLISHED') and f.publicity_until <= ${today})
  or exists (select from credit_ending e where e.record_id = f.id))`

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
    status: { sql: statusToday },
    // As windows will be derived: written once, where nothing has cut them.
    shown_from: { sql: (stated) => ifShown(stated, startOf(said(stated, 'publicityFrom'))) },
    shown_until: {
      sql: (stated) =>
        ifShown(stated, sql`coalesce(${startOf(said(stated, 'publicityUntil'))}, 'infinity'::timestamptz)`),
    },
    disputed: { field: 'disputed', as: 'boolean' },
    fine: { field: 'fine', as: 'numeric' },
    confiscated: { field: 'confiscated', as: 'numeric' },
    detail: { field: 'detail', as: 'jsonb' },
  },
  checker: async (database, source) => {
    const known = await knownToCredit(database)
    return (draft) => checkCreditRecord(draft.fields, source, known, draft.hide)
  },
  kept: ['disputed', 'dispute_note', 'end_basis', 'end_document', 'ended_on'],
  closed,
  endedUnder: (said) => endedUnder(said, closed),
  closedFinding: {
    code: 'ENDED_RECORD',
    message:
      'The record of this row has ended for good: by its day, a repair or a withdrawal. What the row says is kept as a claim and changes nothing. If it ended by mistake, deliver the decision under its corrected number, or ask an administrator.',
    expected: 'a record that has not ended',
  },
  silenced: silenceRecords,
  written: standClaimed,
}
