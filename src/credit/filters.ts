import type { RequestContext } from '../api/context.ts'
import { withKnownCodes, withKnownWords } from '../catalogue/asked-codes.ts'
import { withOrganizationIds } from '../catalogue/organization/asked-organizations.ts'
import type { Condition } from '../kernel/condition.ts'
import { conditionOf, type FilterFields } from '../kernel/graph/filter-condition.ts'
import type { Position } from '../kernel/position.ts'
import type { CreditRecordFilter } from './filter-types.ts'
import { creditKinds, creditStatuses, severities } from './terms.ts'

const fields: FilterFields = {
  organization: 'text',
  counterparty: 'text',
  region: 'text',
  scheme: 'text',
  kind: 'text',
  severity: 'text',
  status: 'text',
  disputed: 'text',
  decisionDate: 'text',
  authority: 'text',
  decisionNumber: 'text',
  certificateNumber: 'text',
  source: 'text',
  rule: 'text',
  fine: 'decimal',
}

const words = { kind: creditKinds, severity: severities, status: creditStatuses } as const

/**
 * A filter of credit records as plain data; organizations stand in it by their own ids. Throws UNKNOWN_CODE for a code
 * that no list has, neither now nor at the position that is read at or gone on from, and for a word that no record can
 * have; INVALID_ID where an id is none of an organization.
 */
export async function creditCondition(
  context: RequestContext,
  filter: CreditRecordFilter | null | undefined,
  position: Position,
): Promise<Condition> {
  const condition = withKnownWords(withOrganizationIds(conditionOf(filter, fields), 'organization'), words)
  return withKnownCodes(context, condition, position)
}
