import { Ctx, FieldResolver, Int, Resolver, Root } from 'type-graphql'
import type { RequestContext } from '../../api/context.ts'
import { indicatorReads } from '../../catalogue/indicator/reads.ts'
import type { Indicator } from '../../catalogue/indicator/terms.ts'
import { IndicatorType } from '../../catalogue/indicator/types.ts'
import { regionReads } from '../../catalogue/region/reads.ts'
import type { Region } from '../../catalogue/region/terms.ts'
import { RegionType } from '../../catalogue/region/types.ts'
import { releaseReads } from '../../catalogue/release/reads.ts'
import type { Release } from '../../catalogue/release/terms.ts'
import { ReleaseType } from '../../catalogue/release/types.ts'
import { schemeReads } from '../../catalogue/scheme/reads.ts'
import type { Scheme } from '../../catalogue/scheme/terms.ts'
import { SchemeType } from '../../catalogue/scheme/types.ts'
import { sourceReads } from '../../catalogue/source/reads.ts'
import type { Source } from '../../catalogue/source/terms.ts'
import { SourceType } from '../../catalogue/source/types.ts'
import { CommitType } from '../../kernel/graph/commit-type.ts'
import { Costs } from '../../kernel/graph/cost.ts'
import { observationsByKey } from '../reads.ts'
import { type Observation, seriesKeyText } from '../terms.ts'
import { ObservationType } from '../types.ts'
import { discrepanciesOfObservation, evidenceOfObservation } from './reads.ts'
import { type Discrepancy, type DiscrepancyEvidence, type DiscrepancySide, sidesOf } from './terms.ts'
import { DiscrepancyEvidenceType, DiscrepancySideType, DiscrepancySize, DiscrepancyType } from './types.ts'

/** What hangs on a discrepancy. */
@Resolver(() => DiscrepancyType)
export class DiscrepancyFields {
  @FieldResolver(() => IndicatorType, { description: 'What is measured.' })
  indicator(@Root() discrepancy: Discrepancy, @Ctx() context: RequestContext): Promise<Indicator | null> {
    return context.load(indicatorReads.byKey, discrepancy, discrepancy.indicator)
  }

  @FieldResolver(() => RegionType, { description: 'Which region the figure is about.' })
  region(@Root() discrepancy: Discrepancy, @Ctx() context: RequestContext): Promise<Region | null> {
    return context.load(regionReads.byKey, discrepancy, discrepancy.region)
  }

  @FieldResolver(() => SchemeType, {
    description: 'Which scheme, or class of the official tables, it is about.',
  })
  scheme(@Root() discrepancy: Discrepancy, @Ctx() context: RequestContext): Promise<Scheme | null> {
    return context.load(schemeReads.byKey, discrepancy, discrepancy.scheme)
  }

  @Costs({ own: 0, size: 2 })
  @FieldResolver(() => [DiscrepancySideType], {
    description: 'The two sides, by the codes of their sources.',
  })
  sides(@Root() discrepancy: Discrepancy): readonly DiscrepancySide[] {
    return sidesOf(discrepancy)
  }

  @FieldResolver(() => DiscrepancySize, { description: 'How far the two are apart.' })
  size(@Root() { absoluteSize, relativeSize }: Discrepancy): DiscrepancySize {
    return { absolute: absoluteSize, relative: relativeSize }
  }

  @FieldResolver(() => CommitType, {
    description: 'The commit since which the two disagree; opened anew after a settlement, that commit.',
  })
  openedAt(@Root() { openedPosition, openedRecordedAt, openedKind }: Discrepancy): CommitType {
    return { position: openedPosition, recordedAt: openedRecordedAt, kind: openedKind }
  }

  @FieldResolver(() => CommitType, {
    nullable: true,
    description: 'The commit that settled it; null while it is open.',
  })
  settledAt(@Root() discrepancy: Discrepancy): CommitType | null {
    const { settledPosition: position, settledRecordedAt: recordedAt, settledKind: kind } = discrepancy
    return position === null || recordedAt === null || kind === null ? null : { position, recordedAt, kind }
  }

  @FieldResolver(() => Int, {
    description:
      'For how many whole seconds it has been open: until it was settled, or until the commit at which it is read.',
  })
  async age(@Root() discrepancy: Discrepancy, @Ctx() context: RequestContext): Promise<number> {
    const { openedRecordedAt, settledRecordedAt, readAt } = discrepancy
    const until =
      settledRecordedAt ?? (await context.hub.tail.commitAt(readAt))?.recordedAt ?? openedRecordedAt
    return Math.max(0, Math.floor((until.getTime() - openedRecordedAt.getTime()) / 1_000))
  }

  @FieldResolver(() => SourceType, {
    nullable: true,
    description: 'The source that whoever settled it holds to be right; null where nobody said.',
  })
  preferred(@Root() discrepancy: Discrepancy, @Ctx() context: RequestContext): Promise<Source | null> | null {
    const { preferred } = discrepancy
    return preferred === null ? null : context.load(sourceReads.byKey, discrepancy, preferred)
  }
}

/** What hangs on one side. */
@Resolver(() => DiscrepancySideType)
export class DiscrepancySideFields {
  @FieldResolver(() => SourceType, { description: 'Who says it.' })
  source(@Root() side: DiscrepancySide, @Ctx() context: RequestContext): Promise<Source | null> {
    return context.load(sourceReads.byKey, side, side.source)
  }

  @FieldResolver(() => ObservationType, { description: 'The figure as this source says it.' })
  observation(@Root() side: DiscrepancySide, @Ctx() context: RequestContext): Promise<Observation | null> {
    return context.load(observationsByKey, side, side.observationKey)
  }

  @FieldResolver(() => DiscrepancyEvidenceType, {
    nullable: true,
    description: 'Where the value came from; null where what came is not kept.',
  })
  evidence(
    @Root() side: DiscrepancySide,
    @Ctx() context: RequestContext,
  ): Promise<DiscrepancyEvidence | null> {
    return context.load(evidenceOfObservation, side, side.observationKey)
  }
}

/** What hangs on the evidence of a side. */
@Resolver(() => DiscrepancyEvidenceType)
export class DiscrepancyEvidenceFields {
  @FieldResolver(() => ReleaseType, { description: 'The release that said it.' })
  release(@Root() evidence: DiscrepancyEvidence, @Ctx() context: RequestContext): Promise<Release | null> {
    return context.load(releaseReads.byKey, evidence, evidence.releaseId)
  }
}

/** `Observation.discrepancies`. */
@Resolver(() => ObservationType)
export class ObservationDiscrepancies {
  @Costs({ size: 10 })
  @FieldResolver(() => [DiscrepancyType], {
    description: 'Where another source says something else: the discrepancies this figure is one side of.',
  })
  async discrepancies(
    @Root() observation: Observation,
    @Ctx() context: RequestContext,
  ): Promise<readonly Discrepancy[]> {
    const key = `${seriesKeyText(observation)}/${observation.period}`
    return (await context.load(discrepanciesOfObservation, observation, key)) ?? []
  }
}
