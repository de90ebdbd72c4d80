import { Field, ID, InputType, Int, ObjectType, registerEnumType } from 'type-graphql'
import type {
  DeliveredRelease,
  DeliveryCounts,
  DeliveryReport,
  DeliveryState,
  Finding,
} from '../intake/report.ts'
import { Costs } from '../kernel/graph/cost.ts'
import { DateTimeScalar, PositionScalar } from '../kernel/graph/scalars.ts'

/** One row to publish: every field is text, checked like a row of a file. */
@InputType({ description: 'One figure to publish. Every field is text and is checked like a row of a file.' })
export class PublishRowInput {
  @Field(() => String, { description: 'The code of the indicator, like certificates.' })
  indicator!: string

  @Field(() => String, { description: 'The code of the region, like 440000.' })
  region!: string

  @Field(() => String, { description: 'The code of the scheme, like TOTAL.' })
  scheme!: string

  @Field(() => String, { description: 'The period, like 2022-08.' })
  period!: string

  @Field(() => String, {
    nullable: true,
    description:
      'The figure: digits, with a point for fractions and no separators. Left away where it is missing.',
  })
  value?: string

  @Field(() => String, {
    nullable: true,
    description: 'The observation status, one letter of SDMX CL_OBS_STATUS; A by default.',
  })
  status?: string

  @Field(() => String, { nullable: true, description: 'What is counted; must be the indicator’s unit.' })
  unit?: string

  @Field(() => String, { nullable: true, description: 'The address at which the figure can be read.' })
  evidence?: string
}

/** A release to publish. */
@InputType({ description: 'A release to publish: what a source says at once.' })
export class PublishReleaseInput {
  @Field(() => String, { description: 'The code of the source.' })
  source!: string

  @Field(() => String, {
    description:
      '1 to 200 characters, like a UUID. The same key with the same content again gives the same report and does nothing.',
  })
  idempotencyKey!: string

  @Field(() => String, {
    nullable: true,
    description: 'The code of the release; by default the period of its rows.',
  })
  code?: string

  @Field(() => DateTimeScalar, {
    nullable: true,
    description: 'When the source published it, where that is known.',
  })
  publishedAt?: Date

  @Field(() => DateTimeScalar, {
    nullable: true,
    description:
      'An embargo: until this instant, at most a year ahead, nobody but those who may publish sees anything of the release; then all see it at one position.',
  })
  embargoUntil?: Date

  @Field(() => String, { nullable: true, description: 'What readers should know of the release.' })
  note?: string

  @Field(() => [PublishRowInput], { description: 'The figures: 1 to 10,000.' })
  rows!: PublishRowInput[]
}

/** The states as a GraphQL enum. */
export const DeliveryStateEnum = { TAKEN: 'TAKEN', UNCHANGED: 'UNCHANGED', REFUSED: 'REFUSED' }

registerEnumType(DeliveryStateEnum, {
  name: 'DeliveryState',
  description: 'What became of a delivery as a whole.',
  valuesConfig: {
    TAKEN: { description: 'It said something new, which is committed.' },
    UNCHANGED: { description: 'It said nothing new; the history did not move.' },
    REFUSED: { description: 'It could not be read as its source promised; nothing was taken.' },
  },
})

/** One thing that is wrong, in the graph. */
@ObjectType('Finding', { description: 'One thing that is wrong with a delivery or one of its rows.' })
export class FindingType implements Finding {
  @Field(() => String, { description: 'What kind of mistake.' })
  code!: string

  @Field(() => String, { description: 'error (held back) or warning.' })
  severity!: 'error' | 'warning'

  @Field(() => String, { description: 'What is wrong and what to do.' })
  message!: string

  @Field(() => String, { nullable: true, description: 'What was expected.' })
  expected?: string

  @Field(() => String, { nullable: true, description: 'What came.' })
  came?: string

  @Field(() => Int, { nullable: true, description: 'The line of the file, or the row of the post, from 1.' })
  line?: number

  @Field(() => String, { nullable: true, description: 'The column of the file.' })
  column?: string
}

/** How many went which way, in the graph. */
@ObjectType('DeliveryCounts', { description: 'How many rows and figures of a delivery went which way.' })
export class DeliveryCountsType implements DeliveryCounts {
  @Field(() => Int, { description: 'Rows read.' })
  rows!: number

  @Field(() => Int, { description: 'Figures that were not known before.' })
  added!: number

  @Field(() => Int, { description: 'Figures that replaced another value.' })
  revised!: number

  @Field(() => Int, { description: 'Figures that were known just so.' })
  confirmed!: number

  @Field(() => Int, {
    description: 'Figures of a release older than one that has spoken: kept, without effect.',
  })
  stale!: number

  @Field(() => Int, { description: 'Rows held back.' })
  quarantined!: number
}

/** One release of a delivery, in the graph. */
@ObjectType('DeliveredRelease', { description: 'One release that a delivery made.' })
export class DeliveredReleaseType implements DeliveredRelease {
  @Field(() => String, { description: 'Source and code of the release, like cnca-by-region/2022-08.' })
  id!: string

  @Field(() => PositionScalar, { description: 'The position at which it was committed.' })
  position!: number
}

/** A report in the graph. */
@ObjectType('DeliveryReport', {
  description: 'What a delivery did. Kept with it, and given again when the same delivery comes again.',
})
export class DeliveryReportType implements DeliveryReport {
  @Field(() => ID, { description: 'The id of the delivery.' })
  id!: string

  @Field(() => String, { description: 'The code of its source.' })
  source!: string

  @Field(() => DeliveryStateEnum, { description: 'What became of it as a whole.' })
  state!: DeliveryState

  @Field(() => String, { description: 'SHA-256 of its content.' })
  digest!: string

  @Field(() => Boolean, { description: 'This very delivery had been taken in before; nothing was done now.' })
  repeated!: boolean

  @Field(() => DeliveryCountsType, { description: 'How many went which way.' })
  counts!: DeliveryCountsType

  @Costs({ own: 0, size: 10 })
  @Field(() => [DeliveredReleaseType], {
    description: 'The releases it made, in the order of their commits.',
  })
  releases!: readonly DeliveredReleaseType[]

  @Costs({ own: 0, size: 100 })
  @Field(() => [FindingType], { description: 'The first 100 findings.' })
  findings!: readonly FindingType[]

  @Field(() => Int, { description: 'How many findings there are in all.' })
  findingCount!: number

  embargoUntil?: string | null
}
