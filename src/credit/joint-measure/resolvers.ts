import type { GraphQLResolveInfo } from 'graphql'
import { Ctx, FieldResolver, Info, Resolver, Root } from 'type-graphql'
import { scopeOf } from '../../access/read.ts'
import type { RequestContext } from '../../api/context.ts'
import { rootOfOrganizations } from '../../catalogue/organization/reads.ts'
import type { Organization } from '../../catalogue/organization/terms.ts'
import { OrganizationType } from '../../catalogue/organization/types.ts'
import { Costs } from '../../kernel/graph/cost.ts'
import { wantedFields } from '../../kernel/graph/wanted.ts'
import { statedFieldsOf } from '../code-fields.ts'
import { creditRecordsByKey } from '../reads.ts'
import type { CreditRecord } from '../terms.ts'
import { CreditRecordType } from '../types.ts'
import { measuresOfRecords } from './reads.ts'
import type { JointMeasure } from './terms.ts'
import { JointMeasureType } from './types.ts'

/** `CreditRecord.jointMeasures`. */
@Resolver(() => CreditRecordType)
export class RecordMeasures {
  @Costs({ size: 10 })
  @FieldResolver(() => [JointMeasureType], {
    description: 'What other authorities do because of it, in the order in which that began.',
  })
  async jointMeasures(
    @Root() record: CreditRecord,
    @Ctx() context: RequestContext,
  ): Promise<readonly JointMeasure[]> {
    return (await context.load(measuresOfRecords, record, record.recordId)) ?? []
  }
}

/** What hangs on a joint measure. */
@Resolver(() => JointMeasureType)
export class JointMeasureFields extends statedFieldsOf(JointMeasureType) {
  @FieldResolver(() => OrganizationType, {
    nullable: true,
    description: 'The authority as an organization; null where its source gives no code of it.',
  })
  authorityOrganization(
    @Root() measure: JointMeasure,
    @Ctx() context: RequestContext,
  ): Promise<Organization | null> | null {
    const { authorityId } = measure
    return authorityId === null ? null : context.load(rootOfOrganizations, measure, authorityId)
  }

  @FieldResolver(() => CreditRecordType, {
    nullable: true,
    description: 'The record because of which it is taken; null where the caller may not see that.',
  })
  record(
    @Root() measure: JointMeasure,
    @Ctx() context: RequestContext,
    @Info() info: GraphQLResolveInfo,
  ): Promise<CreditRecord | null> {
    const scope = scopeOf(context.scope, measure)
    return context.loadAt(creditRecordsByKey, scope, measure.recordId, wantedFields(info))
  }
}
