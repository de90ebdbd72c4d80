import type { ReadScope } from '../../access/read.ts'
import type { RequestContext } from '../../api/context.ts'
import type { Condition } from '../../kernel/condition.ts'
import { conditionOf } from '../../kernel/graph/filter-condition.ts'
import { withKnownCodes, withKnownWords } from '../asked-codes.ts'
import { datedFields, withMembers } from '../certificate/filters.ts'
import { certificateStatuses } from '../certificate/terms.ts'
import { qualificationKinds } from './terms.ts'
import type { QualificationFilter } from './types.ts'

const fields = { ...datedFields, kind: 'text', issuer: 'text' } as const

const words = { status: certificateStatuses, kind: qualificationKinds } as const

/** A filter of qualifications as plain data over their columns; throws UNKNOWN_CODE and INVALID_ID. */
export async function qualificationCondition(
  context: RequestContext,
  filter: QualificationFilter | null | undefined,
  scope: ReadScope,
): Promise<Condition> {
  const condition = withKnownWords(conditionOf(filter, fields), words)
  const known = await withKnownCodes(context, condition, scope.position)
  return withMembers(scope, known, ['holder', 'issuer'])
}
