import type { Register, RegisterColumn } from '../../catalogue/register/register.ts'
import { sql } from '../../platform/sql.ts'
import { recordsNamed } from '../known.ts'
import { checkJointMeasure, recordNamedIn } from './rules.ts'

const text = (field: string): RegisterColumn => ({ field, as: 'text' })

/** How joint measures are taken in: each row asks for its record, because there may be millions of them. */
export const jointMeasureRegister: Register = {
  noun: 'joint-measure',
  origin: 'CREDIT',
  table: 'joint_measure',
  columns: {
    record_id: text('record'),
    measure: text('measure'),
    authority: text('authority'),
    authority_id: { party: 'authorityOrganization' },
    basis: text('basis'),
    valid_from: text('validFrom'),
    valid_to: text('validTo'),
  },
  checker: async (database, source) => async (draft) => {
    const named = recordNamedIn(draft.fields, [])
    const records = named === null ? [] : await recordsNamed(database, named)
    return checkJointMeasure(draft.fields, source, records)
  },
  kept: ['ended_because'],
  closedFinding: {
    code: 'ENDED_MEASURE',
    message:
      'The joint measure of this row has ended for good, with the record that it was taken because of. What the row says is kept as a claim and changes nothing.',
    expected: 'a measure that has not ended',
  },
  closed: sql`(f.ended_because is not null
    or exists (select from credit_ending e where e.record_id = f.record_id))`,
}
