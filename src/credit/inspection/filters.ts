import type { RequestContext } from '../../api/context.ts'
import { withKnownCodes, withKnownWords } from '../../catalogue/asked-codes.ts'
import { withOrganizationIds } from '../../catalogue/organization/asked-organizations.ts'
import type { Condition } from '../../kernel/condition.ts'
import { conditionOf, type FilterFields } from '../../kernel/graph/filter-condition.ts'
import type { Position } from '../../kernel/position.ts'
import { inspectionResults } from './terms.ts'
import type { InspectionFilter } from './types.ts'

const fields: FilterFields = {
  organization: 'text',
  counterparty: 'text',
  region: 'text',
  scheme: 'text',
  plan: 'text',
  task: 'text',
  authority: 'text',
  inspectedOn: 'text',
  results: 'text',
  source: 'text',
}

/** A filter of inspections as plain data; throws UNKNOWN_CODE and INVALID_ID as one of credit records does. */
export async function inspectionCondition(
  context: RequestContext,
  filter: InspectionFilter | null | undefined,
  position: Position,
): Promise<Condition> {
  const condition = withOrganizationIds(conditionOf(filter, fields), 'organization')
  return withKnownCodes(context, withKnownWords(condition, { results: inspectionResults }), position)
}
