import type { GraphQLResolveInfo } from 'graphql'
import { Arg, Ctx, FieldResolver, Info, Query, Resolver, Root } from 'type-graphql'
import type { RequestContext } from '../../api/context.ts'
import type { Condition } from '../../kernel/condition.ts'
import { HubError } from '../../kernel/errors.ts'
import type { Connection } from '../../kernel/graph/connection.ts'
import { Costs } from '../../kernel/graph/cost.ts'
import { After, First } from '../../kernel/graph/list-arguments.ts'
import { wantedFields } from '../../kernel/graph/wanted.ts'
import { shown } from '../../kernel/text.ts'
import { type CodeOnly, codeOnly } from '../code-only.ts'
import { identifierKeysOf } from '../organization/identifier.ts'
import { organizationsByNumber, rootOfOrganizations } from '../organization/reads.ts'
import type { Organization } from '../organization/terms.ts'
import { OrganizationType } from '../organization/types.ts'
import { regionReads } from '../region/reads.ts'
import type { Region } from '../region/terms.ts'
import { RegionType } from '../region/types.ts'
import { schemeReads } from '../scheme/reads.ts'
import type { Scheme } from '../scheme/terms.ts'
import { SchemeType } from '../scheme/types.ts'
import { printedNumber } from './dated-rules.ts'
import { withMembers } from './filters.ts'
import { heldFieldsOf } from './held-fields.ts'
import { pageOfCertificates } from './page-of-certificates.ts'
import { certificateReads } from './reads.ts'
import type { Certificate } from './terms.ts'
import { CertificateConnection, CertificateFilter, CertificateType } from './types.ts'

/** The certificates of the graph. */
@Resolver(() => CertificateType)
export class CertificateResolver extends heldFieldsOf(CertificateType) {
  @Costs({ own: 4 })
  @Query(() => CertificateType, {
    nullable: true,
    description:
      'The certificate that has a number; null where there is none. Numbers are unique within a body: where several bodies gave it, AMBIGUOUS_NUMBER asks for one.',
  })
  async certificate(
    @Arg('number', () => String, { description: 'Its number, as it is printed.' }) number: string,
    @Arg('body', () => String, {
      nullable: true,
      description:
        'A number of the certification body, written in any way; `scheme:value` names the register. Without it, every body’s certificates are looked at.',
    })
    body: string | null | undefined,
    @Ctx() context: RequestContext,
    @Info() info: GraphQLResolveInfo,
  ): Promise<Certificate | null> {
    const own: Condition = test('number', 'eq', printedNumber(number))
    const bodies = body == null ? null : await bodiesOf(context, body)
    if (bodies?.length === 0) return null
    const condition: Condition =
      bodies === null ? own : { kind: 'all', of: [own, test('body', 'in', bodies)] }
    const { scope } = context
    const question = { condition: await withMembers(scope, condition, ['body']), after: null, limit: 2 }
    const { rows } = await context.read(certificateReads.page, question, wantedFields(info))
    if (rows.length < 2) return rows[0] ?? null
    throw new HubError({
      code: 'AMBIGUOUS_NUMBER',
      message: `Several certificates have the number ${shown(number)}. Name the body, or list \`certificates(filter: { number: { eq: … } })\`.`,
      expected: 'a number that one certificate has, or the body that gave it',
      came: shown(number),
    })
  }

  @Query(() => CertificateConnection, {
    description: 'The certificates, in the order of their ids, which are random.',
  })
  certificates(
    @Arg('filter', () => CertificateFilter, {
      nullable: true,
      description: 'Only certificates that match.',
    })
    filter: CertificateFilter | null | undefined,
    @First() first: number | null | undefined,
    @After() after: string | null | undefined,
    @Ctx() context: RequestContext,
    @Info() info: GraphQLResolveInfo,
  ): Promise<Connection<Certificate>> {
    return pageOfCertificates(context, { filter, first, after }, info)
  }

  @FieldResolver(() => OrganizationType, {
    nullable: true,
    description:
      'The certification body that gave it; of one that was merged into another, that one. Null where its source names none by a code.',
  })
  body(
    @Root() { bodyId, ...fact }: Certificate,
    @Ctx() context: RequestContext,
  ): Promise<Organization | null> | null {
    return bodyId === null ? null : context.load(rootOfOrganizations, fact, bodyId)
  }

  @FieldResolver(() => SchemeType, { description: 'The scheme it is under.' })
  scheme(
    @Root() certificate: Certificate,
    @Ctx() context: RequestContext,
    @Info() info: GraphQLResolveInfo,
  ): Promise<Scheme | null> | CodeOnly {
    const { scheme } = certificate
    return (
      codeOnly(info, 'scheme', scheme, certificate) ?? context.load(schemeReads.byKey, certificate, scheme)
    )
  }

  @FieldResolver(() => RegionType, {
    nullable: true,
    description: 'The region of its holder as its source prints it; null where it prints none.',
  })
  region(
    @Root() certificate: Certificate,
    @Ctx() context: RequestContext,
    @Info() info: GraphQLResolveInfo,
  ): Promise<Region | null> | CodeOnly | null {
    const { region } = certificate
    if (region === null) return null
    return (
      codeOnly(info, 'region', region, certificate) ?? context.load(regionReads.byKey, certificate, region)
    )
  }
}

/** The global ids of whoever bears a number, in every register that it may be of. */
async function bodiesOf(context: RequestContext, number: string): Promise<readonly string[]> {
  const found = await Promise.all(
    identifierKeysOf(number).map((key) => context.loadAt(organizationsByNumber, context.scope, key, 'all')),
  )
  return found.flatMap((organization) => (organization === null ? [] : [organization.id]))
}

function test(field: string, operator: 'eq' | 'in', operand: string | readonly string[]): Condition {
  return { kind: 'test', field, operator, compare: 'text', operand }
}
