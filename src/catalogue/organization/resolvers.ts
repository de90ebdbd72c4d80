import { Arg, Ctx, Query, Resolver } from 'type-graphql'
import type { RequestContext } from '../../api/context.ts'
import type { Connection } from '../../kernel/graph/connection.ts'
import { Costs } from '../../kernel/graph/cost.ts'
import { After, First } from '../../kernel/graph/list-arguments.ts'
import type { PageList } from '../../kernel/graph/page-list.ts'
import { organizationCondition } from './filters.ts'
import { identifierKeysOf, readIdentifier } from './identifier.ts'
import { IdentifierSchemeEnum } from './organization-enums.ts'
import { countOrganizations, organizationsByNumber, readOrganizations } from './reads.ts'
import type { IdentifierScheme, Organization } from './terms.ts'
import { OrganizationConnection, OrganizationFilter, OrganizationType } from './types.ts'

const organizationList: PageList = { name: 'organizations', keys: [/^[\w-]{1,64}$/] }

/** The organizations of the graph. */
@Resolver(() => OrganizationType)
export class OrganizationResolver {
  @Costs({ own: 2 })
  @Query(() => OrganizationType, {
    nullable: true,
    description:
      'The organization that bears a number, or the one it was merged into; null where nobody does that may be shown, and where the text is no number of any known register. A person’s numbers find it for its supervisors alone, with a purpose (header `Baymark-Purpose`).',
  })
  async organization(
    @Arg('identifier', () => String, {
      description:
        'The number, written in any way: blanks, hyphens, width and case do not matter. `CN-USCC:91440300…` names the register (CN-USCC, CN-ORGCODE, CN-REGNO, HK-BRN, HK-CR, MO-CR, MO-TAX, LEI); another word before the colon finds nothing, nor does a text whose form is that of no register. A check digit that fails does not hide a number that a source stated so (see `identifiers { check }`).',
    })
    identifier: string,
    @Arg('scheme', () => IdentifierSchemeEnum, {
      nullable: true,
      description:
        'Whose number it is. Without it, every register whose numbers look so is asked, the likeliest first.',
    })
    scheme: IdentifierScheme | null | undefined,
    @Ctx() context: RequestContext,
  ): Promise<Organization | null> {
    const found = await Promise.all(
      keysOf(identifier, scheme ?? null).map((key) =>
        context.loadAt(organizationsByNumber, context.scope, key, 'all'),
      ),
    )
    return found.find((organization) => organization !== null) ?? null
  }

  @Query(() => OrganizationConnection, {
    description:
      'The organizations, in the order of their ids, which are random. Those that were merged into another are its `members`.',
  })
  async organizations(
    @Arg('filter', () => OrganizationFilter, {
      nullable: true,
      description: 'Only organizations that match.',
    })
    filter: OrganizationFilter | null | undefined,
    @First() first: number | null | undefined,
    @After() after: string | null | undefined,
    @Ctx() context: RequestContext,
  ): Promise<Connection<Organization>> {
    return context.page(
      {
        list: organizationList,
        question: async ([id], limit, scope) => ({
          condition: await organizationCondition(context, filter, scope.position),
          after: id ?? null,
          limit,
        }),
        read: readOrganizations,
        count: countOrganizations,
        wanted: new Set(),
        keysOf: ({ organizationId }) => [organizationId],
      },
      { first, after },
    )
  }
}

function keysOf(text: string, scheme: IdentifierScheme | null): readonly string[] {
  if (scheme === null) return identifierKeysOf(text)
  const identifier = readIdentifier(text, scheme)
  return identifier === null ? [] : [`${scheme}:${identifier.value}`]
}
