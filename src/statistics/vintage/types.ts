import { Field, InputType, Int, ObjectType, registerEnumType } from 'type-graphql'
import { connectionOf } from '../../kernel/graph/connection.ts'
import { enumOf } from '../../kernel/graph/enum-of.ts'
import { DateTimeScalar, DecimalScalar, PeriodScalar, PositionScalar } from '../../kernel/graph/scalars.ts'
import type { Frequency } from '../../kernel/period.ts'
import { ObservationStatusEnum } from '../status-enum.ts'
import type { ObservationStatus } from '../terms.ts'
import {
  type Revision,
  type RevisionReason,
  revisionReasons,
  type VintageComparison,
  type VintageFigure,
  vintageOps,
} from './terms.ts'

/** The reasons as a GraphQL enum. */
export const RevisionReasonEnum = enumOf(revisionReasons)

registerEnumType(RevisionReasonEnum, {
  name: 'RevisionReason',
  description: 'Why a figure became what it is, or ceased to be it.',
  valuesConfig: {
    RELEASE: { description: 'A release said it where there was no figure.' },
    REVISION: { description: 'A later release said otherwise.' },
    EMBARGO: { description: 'A release under embargo became public.' },
    WITHDRAWAL: { description: 'A release was withdrawn: what the other releases say counts again.' },
    BACKFILL: { description: 'The hub filled in what it had not kept before.' },
  },
})

/** One version of a figure, in the graph. */
@ObjectType('Revision', {
  description: 'One version of a figure: what it was from a position on, and until when.',
})
export class RevisionType implements Revision {
  @Field(() => Int, { description: '1 for the figure as it first came, one more with each revision.' })
  revision!: number

  @Field(() => DecimalScalar, { nullable: true, description: 'The figure; null where it is missing.' })
  value!: string | null

  @Field(() => ObservationStatusEnum, { description: 'How sure it is, or in which way it is missing.' })
  status!: ObservationStatus

  @Field(() => DecimalScalar, {
    nullable: true,
    description: 'What it was right before; null where it was missing or there was none.',
  })
  previousValue!: string | null

  @Field(() => PositionScalar, { description: 'The position at which this revision began.' })
  position!: number

  @Field(() => DateTimeScalar, { description: 'When the hub recorded it.' })
  recordedAt!: Date

  @Field(() => RevisionReasonEnum, { description: 'Why it began.' })
  reason!: RevisionReason

  releaseId!: string

  @Field(() => DateTimeScalar, {
    nullable: true,
    description: 'When the source published the release that says it; null where that is not known.',
  })
  publishedAt!: Date | null

  @Field(() => PositionScalar, {
    nullable: true,
    description: 'The position at which it ended; null while it stands at the position of the answer.',
  })
  endedAt!: number | null

  @Field(() => RevisionReasonEnum, { nullable: true, description: 'Why it ended; null while it stands.' })
  endedBy!: RevisionReason | null

  readAt!: number

  pinned!: boolean
}

/** Which vintage is asked for. */
@InputType({
  description:
    'Which vintage: the figures as they stood at a position or a time, or each as it first came. One of the three.',
})
export class VintageInput {
  @Field(() => PositionScalar, { nullable: true, description: 'As they stood at this position.' })
  position?: number

  @Field(() => DateTimeScalar, {
    nullable: true,
    description: 'As they stood at the last position recorded at or before this instant.',
  })
  time?: Date

  @Field(() => Boolean, { nullable: true, description: 'true: each figure as it first came, whenever.' })
  first?: boolean
}

/** A figure in a vintage, in the graph. */
@ObjectType('VintageFigure', { description: 'A figure as it stood in a vintage.' })
export class VintageFigureType implements VintageFigure {
  @Field(() => DecimalScalar, { nullable: true, description: 'The figure; null where it is missing.' })
  value!: string | null

  @Field(() => ObservationStatusEnum, { description: 'How sure it is, or in which way it is missing.' })
  status!: ObservationStatus

  @Field(() => Int, { description: '1 for the figure as it first came, one more with each revision.' })
  revision!: number

  @Field(() => PositionScalar, { description: 'The position at which this revision began.' })
  position!: number

  releaseId!: string

  readAt!: number

  pinned!: boolean
}

/** What happened between two vintages, as a GraphQL enum. */
export const VintageOpEnum = enumOf(vintageOps)

registerEnumType(VintageOpEnum, {
  name: 'VintageOp',
  description: 'What happened to a figure between two vintages.',
  valuesConfig: {
    ADDED: { description: 'It is in the later one alone.' },
    REVISED: { description: 'It is in both, with another value or status.' },
    REMOVED: { description: 'It is in the earlier one alone: what said it was withdrawn.' },
    SAME: { description: 'It is in both with the same value and status; its release may be another.' },
  },
})

/** A figure in two vintages, in the graph. */
@ObjectType('VintageComparison', { description: 'A figure in two vintages, side by side.' })
export class VintageComparisonType implements VintageComparison {
  // No ID: a normalized cache would take the comparison and the figure for one record.
  @Field(() => String, { description: 'The id of the figure, as `node` takes it.' })
  id!: string

  indicator!: string

  region!: string

  scheme!: string

  source!: string

  @Field(() => String, { description: 'How often its series has a figure, in SDMX letters (CL_FREQ).' })
  frequency!: Frequency

  @Field(() => String, { description: 'What is counted.' })
  unit!: string

  codeListVersion!: string

  seriesId!: number

  observationId!: number

  @Field(() => PeriodScalar, { description: 'What the figure is about.' })
  period!: string

  @Field(() => VintageOpEnum, { description: 'What happened to it.' })
  op!: VintageComparison['op']

  @Field(() => VintageFigureType, {
    nullable: true,
    description: 'The figure in `from`; null where it is not in it.',
  })
  before!: VintageFigure | null

  @Field(() => VintageFigureType, {
    nullable: true,
    description: 'The figure in `to`; null where it is not in it.',
  })
  after!: VintageFigure | null

  @Field(() => DecimalScalar, {
    nullable: true,
    description: '`after` minus `before`, exact; null where one of them has no value.',
  })
  change!: string | null

  readAt!: number

  pinned!: boolean
}

/** A page of figures in two vintages. */
export const VintageComparisonConnection = connectionOf<VintageComparison>(
  VintageComparisonType,
  'VintageComparison',
)
