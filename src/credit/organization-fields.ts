import type { GraphQLResolveInfo } from 'graphql'
import { Arg, Ctx, FieldResolver, Info, Resolver, Root } from 'type-graphql'
import type { RequestContext } from '../api/context.ts'
import { rootOfOrganizations } from '../catalogue/organization/reads.ts'
import type { Organization } from '../catalogue/organization/terms.ts'
import { OrganizationType } from '../catalogue/organization/types.ts'
import type { Connection } from '../kernel/graph/connection.ts'
import { After, First } from '../kernel/graph/list-arguments.ts'
import { CreditRecordOrderEnum } from './credit-enums.ts'
import { CreditRecordFilter } from './filter-types.ts'
import type { CreditRecordOrder } from './list-of-records.ts'
import { pageOfRecords } from './page-of-records.ts'
import type { CreditRecord } from './terms.ts'
import { CreditRecordConnection, CreditRecordType } from './types.ts'

/** The organizations of a credit record. */
@Resolver(() => CreditRecordType)
export class RecordOrganizations {
  @FieldResolver(() => OrganizationType, {
    nullable: true,
    description:
      'The organization it is about; of one that was merged into another, that one. Null where its source gives no code, and where the caller may not see it.',
  })
  organization(
    @Root() record: CreditRecord,
    @Ctx() context: RequestContext,
  ): Promise<Organization | null> | null {
    const { organizationId } = record
    return organizationId === null ? null : context.load(rootOfOrganizations, record, organizationId)
  }

  @FieldResolver(() => OrganizationType, {
    nullable: true,
    description: 'The authority as an organization; null where its source gives no code of it.',
  })
  authorityOrganization(
    @Root() record: CreditRecord,
    @Ctx() context: RequestContext,
  ): Promise<Organization | null> | null {
    const { authorityId } = record
    return authorityId === null ? null : context.load(rootOfOrganizations, record, authorityId)
  }
}

/** `Organization.creditRecords`. */
@Resolver(() => OrganizationType)
export class OrganizationRecords {
  @FieldResolver(() => CreditRecordConnection, {
    description:
      'Its credit records and those of all that was merged into it, newest decision first. Each organization has pages of its own.',
  })
  creditRecords(
    @Root() organization: Organization,
    @Arg('filter', () => CreditRecordFilter, { nullable: true, description: 'Only records that match.' })
    filter: CreditRecordFilter | null | undefined,
    @Arg('orderBy', () => CreditRecordOrderEnum, {
      nullable: true,
      description: 'The order: newest decision first by default.',
    })
    orderBy: CreditRecordOrder | null | undefined,
    @First() first: number | null | undefined,
    @After() after: string | null | undefined,
    @Ctx() context: RequestContext,
    @Info() info: GraphQLResolveInfo,
  ): Promise<Connection<CreditRecord>> {
    const { organizationId } = organization
    const of = { organizationId, fact: organization }
    return pageOfRecords(context, { filter, orderBy, first, after }, info, of)
  }
}
