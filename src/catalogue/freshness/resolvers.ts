import { Ctx, FieldResolver, Float, Resolver, Root } from 'type-graphql'
import type { RequestContext } from '../../api/context.ts'
import { Costs } from '../../kernel/graph/cost.ts'
import { HubType } from '../../kernel/graph/hub-type.ts'
import { releaseReads } from '../release/reads.ts'
import type { Release } from '../release/terms.ts'
import { ReleaseType } from '../release/types.ts'
import { sourceReads } from '../source/reads.ts'
import type { Source } from '../source/terms.ts'
import { SourceType } from '../source/types.ts'
import { readFreshness } from './reads.ts'
import { readRecordCounts } from './record-counts.ts'
import type { SourceFreshness } from './terms.ts'
import { SourceFreshnessType } from './types.ts'

/** `hub { freshness }`. */
@Resolver(() => HubType)
export class HubFreshnessResolver {
  @Costs({ size: 'source' })
  @FieldResolver(() => [SourceFreshnessType], {
    description: 'How fresh each source is, ordered by its code.',
  })
  async freshness(@Ctx() context: RequestContext): Promise<readonly SourceFreshness[]> {
    return (await context.read(readFreshness, null, new Set())).rows
  }
}

/** What hangs on the freshness of a source. */
@Resolver(() => SourceFreshnessType)
export class SourceFreshnessResolver {
  @FieldResolver(() => SourceType, { description: 'The source.' })
  source(@Root() freshness: SourceFreshness, @Ctx() context: RequestContext): Promise<Source | null> {
    return context.load(sourceReads.byKey, freshness, freshness.source)
  }

  @FieldResolver(() => ReleaseType, { nullable: true, description: 'The release that stands and came last.' })
  lastRelease(
    @Root() freshness: SourceFreshness,
    @Ctx() context: RequestContext,
  ): Promise<Release | null> | null {
    return freshness.lastReleaseId === null
      ? null
      : context.load(releaseReads.byKey, freshness, freshness.lastReleaseId)
  }

  @Costs({ own: 10 })
  @FieldResolver(() => Float, {
    nullable: true,
    description:
      'How many records of it you may see now, of a source whose rows are no figures: certificates, credit records and so on; 10,001 says more than 10,000. Null of a source of figures, whose count is `observationCount`.',
  })
  async recordCount(
    @Root() freshness: SourceFreshness,
    @Ctx() context: RequestContext,
  ): Promise<number | null> {
    return (await context.load(readRecordCounts, freshness, freshness.source))?.count ?? null
  }
}
