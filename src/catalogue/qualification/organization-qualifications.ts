import type { GraphQLResolveInfo } from 'graphql'
import { Arg, Ctx, FieldResolver, Info, Resolver, Root } from 'type-graphql'
import type { RequestContext } from '../../api/context.ts'
import type { Connection } from '../../kernel/graph/connection.ts'
import { After, First } from '../../kernel/graph/list-arguments.ts'
import type { Organization } from '../organization/terms.ts'
import { OrganizationType } from '../organization/types.ts'
import { pageOfQualifications } from './page-of-qualifications.ts'
import type { Qualification } from './terms.ts'
import { QualificationConnection, QualificationFilter } from './types.ts'

/** `Organization.qualifications`. */
@Resolver(() => OrganizationType)
export class OrganizationQualifications {
  @FieldResolver(() => QualificationConnection, {
    description: 'The qualifications that it holds, and those of organizations that were merged into it.',
  })
  qualifications(
    @Root() organization: Organization,
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
    const of = { organizationId: organization.organizationId, fact: organization }
    return pageOfQualifications(context, { filter, first, after }, info, of)
  }
}
