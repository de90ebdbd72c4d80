import { Field, Float, Int, ObjectType } from 'type-graphql'
import { DateTimeScalar, PeriodScalar } from '../../kernel/graph/scalars.ts'
import type { SourceFreshness } from './terms.ts'

/** The freshness of a source in the graph. */
@ObjectType('SourceFreshness', { description: 'How fresh a source is.' })
export class SourceFreshnessType implements SourceFreshness {
  source!: string

  @Field(() => PeriodScalar, {
    nullable: true,
    description: 'The newest period that its releases that stand are about; null before the first.',
  })
  latestPeriod!: string | null

  @Field(() => DateTimeScalar, {
    nullable: true,
    description: 'When the hub last recorded a release of it that stands.',
  })
  lastRecordedAt!: Date | null

  lastReleaseId!: string | null

  @Field(() => Float, {
    description:
      'How many figures of it there are; 0 of a source whose rows are no figures (see `recordCount`).',
  })
  observationCount!: number

  @Field(() => Int, {
    description:
      'How many of its rows were held back up to this position. A row counts from the commit after it came.',
  })
  quarantinedCount!: number

  readAt!: number

  pinned!: boolean
}
