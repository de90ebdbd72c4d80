import type { GraphQLResolveInfo } from 'graphql'
import { Arg, Ctx, FieldResolver, Info, Query, Resolver, Root } from 'type-graphql'
import type { RequestContext } from '../../api/context.ts'
import type { Connection } from '../../kernel/graph/connection.ts'
import { After, First } from '../../kernel/graph/list-arguments.ts'
import { heldFieldsOf } from '../certificate/held-fields.ts'
import { rootOfOrganizations } from '../organization/reads.ts'
import type { Organization } from '../organization/terms.ts'
import { OrganizationType } from '../organization/types.ts'
import { pageOfQualifications } from './page-of-qualifications.ts'
import type { Qualification } from './terms.ts'
import { QualificationConnection, QualificationFilter, QualificationType } from './types.ts'

/** The qualifications of the graph. */
@Resolver(() => QualificationType)
export class QualificationResolver extends heldFieldsOf(QualificationType) {
  @Query(() => QualificationConnection, {
    description: 'The qualifications, in the order of their ids, which are random.',
  })
  qualifications(
    @Arg('filter', () => QualificationFilter, {
      nullable: true,
      description: 'Only qualifications that match.',
    })
    filter: QualificationFilter | null | undefined,
    @First() first: number | null | undefined,
    @After() after: string | null | undefined,
    @Ctx() context: RequestContext,
    @Info() info: GraphQLResolveInfo,
  ): Promise<Connection<Qualification>> {
    return pageOfQualifications(context, { filter, first, after }, info)
  }

  @FieldResolver(() => OrganizationType, {
    nullable: true,
    description:
      'Who gave it: an authority or an accreditation body; of one that was merged into another, that one. Null where its source names none by a code.',
  })
  issuer(
    @Root() { issuerId, ...fact }: Qualification,
    @Ctx() context: RequestContext,
  ): Promise<Organization | null> | null {
    return issuerId === null ? null : context.load(rootOfOrganizations, fact, issuerId)
  }
}
