import { Field, Int, ObjectType } from 'type-graphql'
import { connectionOf } from '../../kernel/graph/connection.ts'
import { Costs } from '../../kernel/graph/cost.ts'
import { frameOf } from '../../kernel/graph/frame.ts'
import { Node } from '../../kernel/graph/node.ts'
import { DecimalScalar, PeriodScalar } from '../../kernel/graph/scalars.ts'
import { ObservationStatusEnum } from '../status-enum.ts'
import type { ObservationStatus } from '../terms.ts'
import type { RateReason } from './beside.ts'
import { FigureKindEnum, FigureReasonEnum, MemberDimensionEnum, RateReasonEnum } from './figure-enums.ts'
import type { FigureKind, FigureReason, MemberDimension } from './terms.ts'

/** What figures, members and compositions have in common. */
@ObjectType('FigureFields', { description: 'What figures have in common.' })
export abstract class FigureFields {
  @Field(() => FigureKindEnum, { description: 'What kind of figure it is.' })
  kind!: FigureKind

  @Field(() => DecimalScalar, { nullable: true, description: 'The exact value; only of PUBLISHED and SUM.' })
  value!: string | null

  @Field(() => DecimalScalar, {
    nullable: true,
    description: 'It is not below this; null where nothing is certain.',
  })
  lower!: string | null

  @Field(() => DecimalScalar, {
    nullable: true,
    description: 'It is not above this; null where nothing is certain.',
  })
  upper!: string | null

  @Field(() => ObservationStatusEnum, {
    nullable: true,
    description: 'What its source says of it: how sure it is, or in which way it is missing.',
  })
  status!: ObservationStatus | null

  @Field(() => FigureReasonEnum, { nullable: true, description: 'Why it is bounded or unavailable.' })
  reason!: FigureReason | null
}

/** A member in the graph. */
@ObjectType('FigureMember', {
  simpleResolvers: true,
  description: 'One of the figures that another was made of.',
})
export class FigureMemberType extends FigureFields {
  @Field(() => MemberDimensionEnum, { description: 'Along what it is a member.' })
  dimension!: MemberDimension

  @Field(() => String, { description: 'Its code, or its period.' })
  code!: string
}

/** A composition in the graph. */
@ObjectType('Composition', {
  simpleResolvers: true,
  description: 'What the members of a figure give together, whatever was published of the figure itself.',
})
export class CompositionType extends FigureFields {
  @Costs({ own: 0, size: 60 })
  @Field(() => [FigureMemberType], { description: 'The members.' })
  members!: FigureMemberType[]

  @Field(() => [String], { description: 'The codes of members of which nothing is known.' })
  missing!: readonly string[]

  @Field(() => DecimalScalar, {
    nullable: true,
    description: 'The published value less the members’ sum; null where either is not exact.',
  })
  difference!: string | null

  @Field(() => Boolean, {
    nullable: true,
    description:
      'The published value is the sum, or lies within the bounds; null where nothing can be compared.',
  })
  agrees!: boolean | null
}

/** A figure in the graph. */
@ObjectType('Figure', {
  simpleResolvers: true,
  implements: Node,
  description: 'A cell of a table: a figure that says what kind of figure it is. Its id is its citation.',
})
export class FigureType extends FigureFields implements Node {
  id!: string

  @Field(() => String, { description: 'What is counted.' })
  unit!: string

  @Field(() => PeriodScalar, {
    nullable: true,
    description:
      'The period the figure is of: of a year’s stock, December; without a grouped period the latest, and null where nothing is known.',
  })
  period!: string | null

  @Field(() => String, {
    nullable: true,
    description: 'The version of the code list it is counted by; null where its source has none.',
  })
  codeListVersion!: string | null

  @Costs({ own: 0, size: 60 })
  @Field(() => [FigureMemberType], {
    description: 'What it was made of, or looked for; none of what was published as it stands.',
  })
  members!: readonly FigureMemberType[]

  @Field(() => [String], { description: 'The codes of members of which nothing is known.' })
  missing!: readonly string[]
}

/** Growth in the graph. */
@ObjectType('Growth', { simpleResolvers: true, description: 'How a figure grew, from exact values.' })
export class GrowthType {
  @Field(() => DecimalScalar, {
    nullable: true,
    description: '(value − base) / base, rounded half up to 6 decimals; null where `reason` says why.',
  })
  rate!: string | null

  @Field(() => DecimalScalar, { nullable: true, description: 'value − base, exact.' })
  absolute!: string | null

  @Field(() => FigureType, { nullable: true, description: 'The figure it is compared with.' })
  base!: FigureType | null

  @Field(() => RateReasonEnum, { nullable: true, description: 'Why there is no rate.' })
  reason!: RateReason | null
}

/** A share in the graph. */
@ObjectType('Share', { simpleResolvers: true, description: 'The part a figure is of the whole above it.' })
export class ShareType {
  @Field(() => DecimalScalar, {
    nullable: true,
    description: 'value / whole, rounded half up to 6 decimals; null where `reason` says why.',
  })
  rate!: string | null

  @Field(() => FigureType, { nullable: true, description: 'The whole: same source, same period.' })
  whole!: FigureType | null

  @Field(() => RateReasonEnum, { nullable: true, description: 'Why there is no rate.' })
  reason!: RateReason | null
}

/** A rank in the graph. */
@ObjectType('Rank', { simpleResolvers: true, description: 'A place among peers, exact figures only.' })
export class RankType {
  @Field(() => Int, { description: '1 is the greatest; equals share a place.' })
  rank!: number

  @Field(() => Int, { description: 'How many peers were ranked, itself included.' })
  of!: number
}

/** A row in the graph. */
@ObjectType('StatisticsRow', {
  simpleResolvers: true,
  description: 'One row of a table: what it is about, and a figure per indicator.',
})
export class StatisticsRowType {
  @Field(() => String, {
    description:
      'Names the row within its table, whatever its figures; the same from one position to the next.',
  })
  key!: string

  @Field(() => [String], { description: 'The regions it is about: one, or several taken together.' })
  regions!: readonly string[]

  @Field(() => [String], { description: 'The schemes it is about: one, or several taken together.' })
  schemes!: readonly string[]

  @Field(() => PeriodScalar, {
    nullable: true,
    description: 'Its period; null where the table is not grouped by period: each figure says its own.',
  })
  period!: string | null

  @Costs({ own: 0, size: 'columns' })
  @Field(() => [FigureType], { description: 'A figure per indicator, in the order they were asked for.' })
  cells!: readonly FigureType[]
}

/** A page of rows. */
export const StatisticsRowConnection = connectionOf<StatisticsRowType>(StatisticsRowType, 'StatisticsRow')

/** A frame of `liveStatistics`. */
export const StatisticsFrame = frameOf<StatisticsRowType>(() => StatisticsRowType, 'Statistics')

/** A table in the graph. */
@ObjectType('StatisticsTable', { description: 'A grouped table, read at one position.' })
export class StatisticsTableType {}
