import { Field, ID, Int, ObjectType } from 'type-graphql'
import { connectionOf } from '../../kernel/graph/connection.ts'
import { Costs } from '../../kernel/graph/cost.ts'
import { DateTimeScalar, DecimalScalar, PeriodScalar, PositionScalar } from '../../kernel/graph/scalars.ts'
import { ObservationStatusEnum } from '../status-enum.ts'
import { MemberDimensionEnum } from '../table/figure-enums.ts'
import type { MemberDimension } from '../table/terms.ts'
import { FigureFields } from '../table/types.ts'
import type { ObservationStatus } from '../terms.ts'
import {
  ClaimStandingEnum,
  DeliveryFormEnum,
  ExplanationRuleEnum,
  StepKindEnum,
} from './explanation-enums.ts'
import type { ClaimStanding, Delivered, ExplanationRule, Step, StepKind, UsedCrosswalk } from './terms.ts'

/** A delivery in the graph. */
@ObjectType('Delivery', {
  simpleResolvers: true,
  description: 'What came in at once: a file of a source, or rows that were posted.',
})
export class DeliveryType implements Omit<Delivered, 'source'> {
  // No ID: a delivery is no node.
  @Field(() => String, { description: 'The id that its report gave.' })
  deliveryId!: string

  @Field(() => DeliveryFormEnum, { description: 'What came.' })
  form!: Delivered['form']

  @Field(() => String, { description: 'The name of the file; posted rows have one too.' })
  name!: string

  @Field(() => DateTimeScalar, { description: 'When the hub received it.' })
  receivedAt!: Date

  @Field(() => String, {
    description: 'SHA-256 of its original in lower-case hex: the content is kept under it.',
  })
  digest!: string

  @Field(() => Int, { description: 'The size of its original in bytes.' })
  size!: number

  readAt!: number

  pinned!: boolean
}

/** A claim in the graph. */
@ObjectType('Claim', {
  simpleResolvers: true,
  description: 'What one row of a source said of one figure, as it stood there.',
})
export class ClaimType {
  @Field(() => DecimalScalar, {
    nullable: true,
    description: 'The figure; null where it says it is missing.',
  })
  value!: string | null

  @Field(() => ObservationStatusEnum, { description: 'How sure it is, or in which way it is missing.' })
  status!: ObservationStatus

  @Field(() => ClaimStandingEnum, {
    description: 'What it is to the figure, at the position of the answer.',
  })
  standing!: ClaimStanding

  @Field(() => Int, { description: 'The line of the file, or the row of the post, from 1.' })
  line!: number

  @Field(() => String, { nullable: true, description: 'The column of the file; null for posted rows.' })
  column!: string | null

  @Field(() => String, { description: 'The row as it stood there.' })
  original!: string

  @Field(() => PositionScalar, { description: 'The position at which the hub took it in.' })
  position!: number

  @Field(() => DeliveryType, { description: 'What it came in.' })
  delivery!: DeliveryType
}

/** A page of claims. */
export const ClaimConnection = connectionOf<ClaimType>(ClaimType, 'Claim')

/** Where a figure came from, in the graph. */
@ObjectType('Provenance', {
  description: 'Where a published figure came from: claims, files, revisions, and who disagrees.',
})
export class ProvenanceType {}

/** A member in the graph. */
@ObjectType('ExplainedMember', {
  simpleResolvers: true,
  description: 'One of the figures that another was made of, and the id under which it is explained.',
})
export class ExplainedMemberType extends FigureFields {
  @Field(() => MemberDimensionEnum, { description: 'Along what it is a member.' })
  dimension!: MemberDimension

  @Field(() => String, { description: 'Its code, or its period.' })
  code!: string

  @Field(() => String, {
    description: 'The id of the member’s own figure: `explain` it, or read it by `node`.',
  })
  figureId!: string
}

/** A used crosswalk in the graph. */
@ObjectType('UsedCrosswalk', {
  simpleResolvers: true,
  description: 'How a figure is told in another version of the code list than the one that held.',
})
export class UsedCrosswalkType implements UsedCrosswalk {
  @Field(() => String, { description: 'The code list.' })
  codeList!: string

  @Field(() => String, { description: 'The version that held in the period.' })
  fromVersion!: string

  @Field(() => String, { description: 'The version asked for.' })
  toVersion!: string

  @Field(() => [String], { description: 'The codes of the version that held which make the one asked for.' })
  codes!: readonly string[]

  @Field(() => Boolean, {
    description: 'They make exactly it. False: another content, or nothing makes it; no figure follows.',
  })
  exact!: boolean
}

/** A step in the graph. */
@ObjectType('ExplanationStep', {
  simpleResolvers: true,
  description: 'One step of an explanation, in a plain sentence.',
})
export class ExplanationStepType implements Step {
  @Field(() => StepKindEnum, { description: 'What it tells.' })
  kind!: StepKind

  @Field(() => ExplanationRuleEnum, { nullable: true, description: 'The rule it tells of; null where none.' })
  rule!: ExplanationRule | null

  @Field(() => String, { description: 'The sentence.' })
  sentence!: string
}

/** An explanation in the graph. */
@ObjectType('Explanation', {
  description:
    'Why a figure is what it is: the value, the rules, the claims behind it, and the way to the line of a file.',
})
export class ExplanationType extends FigureFields {
  @Field(() => ID, {
    description: 'The id of the fact that is explained; read at a position it carries that.',
  })
  explains!: string

  @Field(() => String, { description: 'What is counted.' })
  unit!: string

  @Field(() => PeriodScalar, {
    nullable: true,
    description: 'The period the figure is of: of a year’s stock, December; null where nothing is known.',
  })
  period!: string | null

  @Costs({ size: 60 })
  @Field(() => [ExplainedMemberType], {
    description: 'What it was made of, or looked for; none of what was published as it stands.',
  })
  members!: readonly ExplainedMemberType[]

  @Field(() => UsedCrosswalkType, {
    nullable: true,
    description: 'The crosswalk that was used; null where it is told in the codes that held.',
  })
  crosswalk!: UsedCrosswalkType | null
}
