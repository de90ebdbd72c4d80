import { Arg, Ctx, FieldResolver, Query, Resolver, Root } from 'type-graphql'
import type { RequestContext } from '../../api/context.ts'
import { Costs } from '../../kernel/graph/cost.ts'
import { LanguageScalar } from '../../kernel/graph/scalars.ts'
import { languageOf, nameIn } from '../../kernel/language.ts'
import { nameFieldsOf } from '../name-fields.ts'
import { indicatorReads } from './reads.ts'
import type { Indicator } from './terms.ts'
import { IndicatorType } from './types.ts'

/** The indicator fields of the graph. */
@Resolver(() => IndicatorType)
export class IndicatorResolver extends nameFieldsOf(IndicatorType) {
  @Costs({ size: 'indicator' })
  @Query(() => [IndicatorType], { description: 'The indicators, ordered by code.' })
  async indicators(@Ctx() context: RequestContext): Promise<readonly Indicator[]> {
    return (await context.read(indicatorReads.list, { keys: null }, new Set())).rows
  }

  @Query(() => IndicatorType, {
    nullable: true,
    description: 'The indicator with a code; null where none has it.',
  })
  async indicator(
    @Arg('code', () => String, { description: 'The code, like certificates.' }) code: string,
    @Ctx() context: RequestContext,
  ): Promise<Indicator | null> {
    return (await context.read(indicatorReads.list, { keys: [code] }, new Set())).rows[0] ?? null
  }

  @FieldResolver(() => String, { description: 'What the indicator counts, in a sentence.' })
  description(
    @Root() indicator: Indicator,
    @Arg('language', () => LanguageScalar, { nullable: true, description: 'The language wanted.' })
    language: string | null | undefined,
    @Ctx() context: RequestContext,
  ): string {
    return nameIn(
      indicator.descriptions,
      (language == null ? null : languageOf(language)) ?? context.language,
    )
  }
}
