import type { GraphQLResolveInfo } from 'graphql'
import { Arg, Ctx, FieldResolver, Info, Resolver, Root } from 'type-graphql'
import type { RequestContext } from '../../api/context.ts'
import type { Connection } from '../../kernel/graph/connection.ts'
import { After, First } from '../../kernel/graph/list-arguments.ts'
import type { Organization } from '../organization/terms.ts'
import { OrganizationType } from '../organization/types.ts'
import { pageOfCertificates } from './page-of-certificates.ts'
import { certificatesHeld, certificatesIssued } from './reads.ts'
import type { Certificate } from './terms.ts'
import { CertificateConnection, CertificateFilter } from './types.ts'

/** What an organization has to do with certificates; those of organizations that were merged into it are its own. */
@Resolver(() => OrganizationType)
export class OrganizationCertificates {
  @FieldResolver(() => CertificateConnection, {
    description: 'The certificates that it holds, and those of organizations that were merged into it.',
  })
  certificates(
    @Root() organization: Organization,
    @Arg('filter', () => CertificateFilter, { nullable: true, description: 'Only certificates that match.' })
    filter: CertificateFilter | null | undefined,
    @First() first: number | null | undefined,
    @After() after: string | null | undefined,
    @Ctx() context: RequestContext,
    @Info() info: GraphQLResolveInfo,
  ): Promise<Connection<Certificate>> {
    const of = { organizationId: organization.organizationId, fact: organization, reads: certificatesHeld }
    return pageOfCertificates(context, { filter, first, after }, info, of)
  }

  @FieldResolver(() => CertificateConnection, {
    description:
      'The certificates that it gave as a certification body, and those of bodies that were merged into it.',
  })
  certificatesIssued(
    @Root() organization: Organization,
    @Arg('filter', () => CertificateFilter, { nullable: true, description: 'Only certificates that match.' })
    filter: CertificateFilter | null | undefined,
    @First() first: number | null | undefined,
    @After() after: string | null | undefined,
    @Ctx() context: RequestContext,
    @Info() info: GraphQLResolveInfo,
  ): Promise<Connection<Certificate>> {
    const of = { organizationId: organization.organizationId, fact: organization, reads: certificatesIssued }
    return pageOfCertificates(context, { filter, first, after }, info, of)
  }
}
