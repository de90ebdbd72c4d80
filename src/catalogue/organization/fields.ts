import type { GraphQLResolveInfo } from 'graphql'
import { Arg, Ctx, FieldResolver, Info, Resolver, Root } from 'type-graphql'
import type { RequestContext } from '../../api/context.ts'
import { Costs } from '../../kernel/graph/cost.ts'
import { LanguageScalar } from '../../kernel/graph/scalars.ts'
import { languageOf, languages, nameIn } from '../../kernel/language.ts'
import { type CodeOnly, codeOnly } from '../code-only.ts'
import { Name } from '../name-fields.ts'
import { regionReads } from '../region/reads.ts'
import type { Region } from '../region/terms.ts'
import { RegionType } from '../region/types.ts'
import { identifiersOfOrganizations, membersOfOrganizations, rootOfOrganizations } from './reads.ts'
import type { Identifier, Organization } from './terms.ts'
import { IdentifierType, OrganizationType } from './types.ts'

/** What hangs on an organization, of the catalogue itself. */
@Resolver(() => OrganizationType)
export class OrganizationFields {
  @FieldResolver(() => String, {
    description:
      'The name in a language; without one, in the language that the request’s Accept-Language prefers; where it has none in that language, the one of its register.',
  })
  name(
    @Root() { name, names }: Organization,
    @Arg('language', () => LanguageScalar, { nullable: true, description: 'The language wanted.' })
    language: string | null | undefined,
    @Ctx() context: RequestContext,
  ): string {
    if (names === null) return name
    return nameIn(names, (language == null ? null : languageOf(language)) ?? context.language)
  }

  @Costs({ size: 4 })
  @FieldResolver(() => [Name], { description: 'The name in every language it is known in.' })
  names(@Root() { name, names }: Organization): readonly Name[] {
    if (names === null) return [{ language: /\p{Script=Han}/u.test(name) ? 'zh-Hans' : 'en', text: name }]
    return languages.flatMap((language) => {
      const text = names[language]
      return text == null ? [] : [{ language, text }]
    })
  }

  @FieldResolver(() => RegionType, {
    nullable: true,
    description:
      'Where it is, as its best source says; never read out of its codes. Null where none says it.',
  })
  region(
    @Root() organization: Organization,
    @Ctx() context: RequestContext,
    @Info() info: GraphQLResolveInfo,
  ): Promise<Region | null> | CodeOnly | null {
    const { region } = organization
    if (region === null) return null
    return (
      codeOnly(info, 'region', region, organization) ?? context.load(regionReads.byKey, organization, region)
    )
  }

  @Costs({ size: 8 })
  @FieldResolver(() => [IdentifierType], {
    description:
      'The numbers that registers gave it. None of a person’s, but for its supervisors. Those of organizations merged into it are theirs: see `members`.',
  })
  async identifiers(
    @Root() organization: Organization,
    @Ctx() context: RequestContext,
  ): Promise<readonly Identifier[]> {
    const { organizationId } = organization
    return (await context.load(identifiersOfOrganizations, organization, organizationId)) ?? []
  }

  @FieldResolver(() => OrganizationType, {
    nullable: true,
    description:
      'The organization that stands for it, where it was merged into another; null where it was not.',
  })
  mergedInto(
    @Root() organization: Organization,
    @Ctx() context: RequestContext,
  ): Promise<Organization | null> | null {
    const { mergedInto, organizationId } = organization
    return mergedInto === null ? null : context.load(rootOfOrganizations, organization, organizationId)
  }

  @Costs({ size: 10 })
  @FieldResolver(() => [OrganizationType], {
    description:
      'The organizations that were merged into it, directly or through others: whose facts it stands for.',
  })
  async members(
    @Root() organization: Organization,
    @Ctx() context: RequestContext,
  ): Promise<readonly Organization[]> {
    const { organizationId } = organization
    return (await context.load(membersOfOrganizations, organization, organizationId)) ?? []
  }
}
