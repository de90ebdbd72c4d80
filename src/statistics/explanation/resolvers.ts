import { Arg, Ctx, FieldResolver, ID, Query, Resolver, Root } from 'type-graphql'
import type { RequestContext } from '../../api/context.ts'
import { releaseReads } from '../../catalogue/release/reads.ts'
import type { Release } from '../../catalogue/release/terms.ts'
import { ReleaseType } from '../../catalogue/release/types.ts'
import { sourceReads } from '../../catalogue/source/reads.ts'
import type { Source } from '../../catalogue/source/terms.ts'
import { SourceType } from '../../catalogue/source/types.ts'
import { HubError } from '../../kernel/errors.ts'
import { type Asked, Costs } from '../../kernel/graph/cost.ts'
import { parseGlobalId } from '../../kernel/graph/global-id.ts'
import { Node } from '../../kernel/graph/node.ts'
import { LanguageScalar } from '../../kernel/graph/scalars.ts'
import { languageOf } from '../../kernel/language.ts'
import { shown } from '../../kernel/text.ts'
import { observationsByKey } from '../reads.ts'
import { figureReads } from '../table/reads.ts'
import type { ShownFigure } from '../table/show.ts'
import { FigureType } from '../table/types.ts'
import { explainedFigure, explainedObservation } from './explained.ts'
import { phrasesIn } from './phrases-in.ts'
import { bySourceOf, revisionsOf } from './provenance.ts'
import { claimsByKey } from './reads.ts'
import { stepsOf } from './steps.ts'
import { tellingOf } from './telling.ts'
import type { Claim, Delivered, Explained, Step } from './terms.ts'
import { ClaimType, DeliveryType, ExplanationStepType, ExplanationType, ProvenanceType } from './types.ts'

/** `explain`, and what every explanation tells. */
@Resolver(() => ExplanationType)
export class ExplanationResolver {
  @Costs({ own: 10 })
  @Query(() => ExplanationType, {
    nullable: true,
    description:
      'Why a figure is what it is, by the id of an observation or of a figure of a table; an id with a position is read there. Also what was withdrawn is explained; null where nothing ever was.',
  })
  async explain(
    @Arg('id', () => ID, { description: 'An id as an answer gave it.' }) id: string,
    @Ctx() context: RequestContext,
  ): Promise<Explained | null> {
    const { noun, key, at } = parseGlobalId(id)
    if (noun !== 'observation' && noun !== 'figure') throw notExplained(noun, id)
    const scope = context.scopeAt(at)
    if (noun === 'figure') {
      const figure = await context.loadAt(context.hub.kept(figureReads), scope, key, 'all')
      return figure === null ? null : explainedFigure(figure)
    }
    const observation = await context.loadAt(observationsByKey, scope, key, 'all')
    const explained = explainedObservation(scope, key, observation)
    return explained !== null && (observation !== null || (await isSpokenOf(context, explained)))
      ? explained
      : null
  }

  @FieldResolver(() => Node, {
    nullable: true,
    description: 'The fact itself, an `Observation` or a `Figure`; null where it stands no more.',
  })
  fact(@Root() { explains }: Explained, @Ctx() context: RequestContext): Promise<object | null> {
    const { noun, key, at } = parseGlobalId(explains)
    const scope = context.scopeAt(at)
    return noun === 'figure'
      ? context.loadAt(context.hub.kept(figureReads), scope, key, 'all')
      : context.loadAt(observationsByKey, scope, key, 'all')
  }

  @Costs({ own: namesTold, size: 20 })
  @FieldResolver(() => [ExplanationStepType], {
    description: 'The whole explanation in plain sentences, from the value to the file.',
  })
  async steps(
    @Root() explained: Explained,
    @Arg('language', () => LanguageScalar, {
      nullable: true,
      description: 'The language wanted; English where it is not one of zh-Hans, zh-Hant and en.',
    })
    tag: string | null | undefined,
    @Ctx() context: RequestContext,
  ): Promise<readonly Step[]> {
    const language = (tag == null ? null : languageOf(tag)) ?? context.language
    return stepsOf(await tellingOf(context, explained, language), phrasesIn(language))
  }

  @Costs({ own: namesTold })
  @FieldResolver(() => String, { description: 'What it is, in one sentence: the first of its steps.' })
  async sentence(
    @Root() explained: Explained,
    @Arg('language', () => LanguageScalar, {
      nullable: true,
      description: 'The language wanted; English where it is not one of zh-Hans, zh-Hant and en.',
    })
    tag: string | null | undefined,
    @Ctx() context: RequestContext,
  ): Promise<string> {
    const [first] = await this.steps(explained, tag, context)
    return first?.sentence ?? ''
  }

  @FieldResolver(() => SourceType, {
    nullable: true,
    description:
      'Which source says it, or its members. Where nothing is known, the preferred of those that were looked in, or null.',
  })
  source(@Root() explained: Explained, @Ctx() context: RequestContext): Promise<Source | null> | null {
    return explained.source === null ? null : context.load(sourceReads.byKey, explained, explained.source)
  }

  @Costs({ own: 'source', size: 'source' })
  @FieldResolver(() => [FigureType], {
    description: 'What other sources say of the same: published, summed or bounded; none is ever mixed in.',
  })
  async competing(
    @Root() explained: Explained,
    @Ctx() context: RequestContext,
  ): Promise<readonly ShownFigure[]> {
    const bySource = await bySourceOf(context, explained)
    return bySource?.figures.filter(({ cell }) => cell.source !== explained.source) ?? []
  }

  @Costs({ own: 5 })
  @FieldResolver(() => ProvenanceType, {
    nullable: true,
    description:
      'Where it came from, for what its source says itself; null where nothing was ever said: look at `members`.',
  })
  async provenance(@Root() explained: Explained, @Ctx() context: RequestContext): Promise<Explained | null> {
    return (await isSpokenOf(context, explained)) ? explained : null
  }
}

/** What hangs on a claim. */
@Resolver(() => ClaimType)
export class ClaimResolver {
  @FieldResolver(() => ReleaseType, { description: 'The release it is part of.' })
  release(@Root() claim: Claim, @Ctx() context: RequestContext): Promise<Release | null> {
    return context.load(releaseReads.byKey, claim, claim.releaseId)
  }
}

/** What hangs on a delivery. */
@Resolver(() => DeliveryType)
export class DeliveryResolver {
  @FieldResolver(() => SourceType, { description: 'The source it was delivered as.' })
  source(@Root() delivery: Delivered, @Ctx() context: RequestContext): Promise<Source | null> {
    return context.load(sourceReads.byKey, delivery, delivery.source)
  }
}

/** Something was or will be said of it, as far as the view may know. */
async function isSpokenOf(context: RequestContext, explained: Explained): Promise<boolean> {
  const { observationKey } = explained
  if (observationKey === null) return false
  if ((await context.load(claimsByKey, explained, observationKey)) !== null) return true
  return (await revisionsOf(context, explained)).length > 0
}

function notExplained(noun: string, id: string): HubError {
  return new HubError({
    code: 'NOT_EXPLAINED',
    message: `Only figures can be explained; the id ${shown(id)} is of a ${noun}. Use the id of an observation or of a figure of a table.`,
    expected: 'an id like observation/… or figure/…',
    came: shown(id),
  })
}

/** Its sentences name codes, those of its members too, and tell what every source says. */
function namesTold({ sizes }: Asked): number {
  return sizes.region + sizes.scheme + 2 * sizes.source + 20
}
