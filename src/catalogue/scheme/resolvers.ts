import { Arg, Ctx, FieldResolver, Query, Resolver, Root } from 'type-graphql'
import type { RequestContext } from '../../api/context.ts'
import { Costs, namedOrAll } from '../../kernel/graph/cost.ts'
import { inLanguageOf, nameFieldsOf } from '../name-fields.ts'
import { schemeReads } from './reads.ts'
import type { Scheme } from './terms.ts'
import { SchemeKindEnum, SchemeType } from './types.ts'

/** The scheme fields of the graph. */
@Resolver(() => SchemeType)
export class SchemeResolver extends nameFieldsOf(SchemeType) {
  @Costs({ size: namedOrAll('codes', 'scheme') })
  @Query(() => [SchemeType], { description: 'The schemes and official fields, ordered by code.' })
  async schemes(
    @Arg('kind', () => SchemeKindEnum, { nullable: true, description: 'Only schemes of this kind.' })
    kind: Scheme['kind'] | null | undefined,
    @Arg('codes', () => [String], { nullable: true, description: 'Only schemes with these codes.' })
    codes: readonly string[] | null | undefined,
    @Ctx() context: RequestContext,
  ): Promise<readonly Scheme[]> {
    const { rows } = await context.read(schemeReads.list, { keys: codes ?? null }, new Set())
    return kind == null ? rows : rows.filter((scheme) => scheme.kind === kind)
  }

  @Query(() => SchemeType, {
    nullable: true,
    description: 'The scheme with a code; null where no scheme has it.',
  })
  async scheme(
    @Arg('code', () => String, { description: 'The code, like QMS.' }) code: string,
    @Ctx() context: RequestContext,
  ): Promise<Scheme | null> {
    const { rows } = await context.read(schemeReads.list, { keys: [code] }, new Set())
    return rows[0] ?? null
  }

  @FieldResolver(() => SchemeType, { nullable: true, description: 'Its category, for browsing.' })
  parent(@Root() scheme: Scheme, @Ctx() context: RequestContext): Promise<Scheme | null> | null {
    return scheme.parent === null ? null : context.load(schemeReads.byKey, scheme, scheme.parent)
  }

  @FieldResolver(() => String, { nullable: true, description: 'What a reader should know of this scheme.' })
  note(@Root() scheme: Scheme, @Ctx() context: RequestContext): string | null {
    return inLanguageOf(context, scheme.note)
  }
}
