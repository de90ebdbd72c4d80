import { Arg, Ctx, FieldResolver, Query, Resolver, Root } from 'type-graphql'
import type { RequestContext } from '../../api/context.ts'
import { Costs } from '../../kernel/graph/cost.ts'
import { LanguageScalar } from '../../kernel/graph/scalars.ts'
import { languageOf, nameIn } from '../../kernel/language.ts'
import { inLanguageOf, nameFieldsOf } from '../name-fields.ts'
import { sourceReads } from './reads.ts'
import type { Source } from './terms.ts'
import { SourceType } from './types.ts'

/** The source fields of the graph. */
@Resolver(() => SourceType)
export class SourceResolver extends nameFieldsOf(SourceType) {
  @Costs({ size: 'source' })
  @Query(() => [SourceType], { description: 'The sources, ordered by code.' })
  async sources(@Ctx() context: RequestContext): Promise<readonly Source[]> {
    return (await context.read(sourceReads.list, { keys: null }, new Set())).rows
  }

  @Query(() => SourceType, { nullable: true, description: 'The source with a code; null where none has it.' })
  async source(
    @Arg('code', () => String, { description: 'The code, like cnca-by-region.' }) code: string,
    @Ctx() context: RequestContext,
  ): Promise<Source | null> {
    return (await context.read(sourceReads.list, { keys: [code] }, new Set())).rows[0] ?? null
  }

  @FieldResolver(() => String, { description: 'Who publishes it.' })
  publisher(
    @Root() source: Source,
    @Arg('language', () => LanguageScalar, { nullable: true, description: 'The language wanted.' })
    language: string | null | undefined,
    @Ctx() context: RequestContext,
  ): string {
    return nameIn(source.publisher, (language == null ? null : languageOf(language)) ?? context.language)
  }

  @FieldResolver(() => String, { nullable: true, description: 'What a reader should know of this source.' })
  note(@Root() source: Source, @Ctx() context: RequestContext): string | null {
    return inLanguageOf(context, source.note)
  }
}
