import type { GraphQLResolveInfo } from 'graphql'
import { Arg, Ctx, FieldResolver, Info, Resolver, Root } from 'type-graphql'
import type { RequestContext } from '../../api/context.ts'
import { rootOfOrganizations } from '../../catalogue/organization/reads.ts'
import type { Organization } from '../../catalogue/organization/terms.ts'
import { OrganizationType } from '../../catalogue/organization/types.ts'
import type { Connection } from '../../kernel/graph/connection.ts'
import { After, First } from '../../kernel/graph/list-arguments.ts'
import { pageOfInspections } from './page-of-inspections.ts'
import type { Inspection } from './terms.ts'
import { InspectionConnection, InspectionFilter, InspectionType } from './types.ts'

/** The organizations of an inspection. */
@Resolver(() => InspectionType)
export class InspectionOrganizations {
  @FieldResolver(() => OrganizationType, {
    nullable: true,
    description:
      'The organization that was inspected; of one that was merged into another, that one. Null where its source gives no code, and where the caller may not see it.',
  })
  organization(
    @Root() inspection: Inspection,
    @Ctx() context: RequestContext,
  ): Promise<Organization | null> | null {
    const { organizationId } = inspection
    return organizationId === null ? null : context.load(rootOfOrganizations, inspection, organizationId)
  }

  @FieldResolver(() => OrganizationType, {
    nullable: true,
    description: 'The inspectors’ authority as an organization; null where its source gives no code of it.',
  })
  authorityOrganization(
    @Root() inspection: Inspection,
    @Ctx() context: RequestContext,
  ): Promise<Organization | null> | null {
    const { authorityId } = inspection
    return authorityId === null ? null : context.load(rootOfOrganizations, inspection, authorityId)
  }
}

/** `Organization.inspections`. */
@Resolver(() => OrganizationType)
export class OrganizationInspections {
  @FieldResolver(() => InspectionConnection, {
    description: 'Its double-random inspections and those of all that was merged into it, newest first.',
  })
  inspections(
    @Root() organization: Organization,
    @Arg('filter', () => InspectionFilter, { nullable: true, description: 'Only inspections that match.' })
    filter: InspectionFilter | null | undefined,
    @First() first: number | null | undefined,
    @After() after: string | null | undefined,
    @Ctx() context: RequestContext,
    @Info() info: GraphQLResolveInfo,
  ): Promise<Connection<Inspection>> {
    const { organizationId } = organization
    return pageOfInspections(context, { filter, first, after }, info, { organizationId, fact: organization })
  }
}
