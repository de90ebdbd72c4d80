import { Field, InputType, Int, ObjectType, registerEnumType } from 'type-graphql'
import { connectionOf } from '../../kernel/graph/connection.ts'
import { Costs } from '../../kernel/graph/cost.ts'
import { TextFilter } from '../../kernel/graph/filter-inputs.ts'
import { PeriodScalar } from '../../kernel/graph/scalars.ts'
import type { Frequency } from '../../kernel/period.ts'
import type { Availability, AvailabilityQuestion, AvailableCode, Combination, Counts } from './terms.ts'
import { dimensions } from './terms.ts'

/** The dimensions as a GraphQL enum. */
export const AvailabilityDimensionEnum = Object.fromEntries(
  dimensions.map((dimension) => [dimension, dimension]),
)

registerEnumType(AvailabilityDimensionEnum, {
  name: 'AvailabilityDimension',
  description: 'What availability is told by.',
  valuesConfig: {
    INDICATOR: { description: 'What is measured.' },
    REGION: { description: 'Which region.' },
    SCHEME: { description: 'Which scheme.' },
    SOURCE: { description: 'Who says it.' },
    FREQUENCY: {
      description: 'How often; always part of a combination, as periods of two are not compared.',
    },
    PERIOD: {
      description: 'Each period by itself; it comes after the codes, whatever its place in the list.',
    },
  },
})

/** What is counted, in the graph. */
@ObjectType({ description: 'How much there is.' })
abstract class CountsType implements Counts {
  @Field(() => Int, { description: 'How many figures with a value there are.' })
  figures!: number

  @Field(() => Int, { description: 'How many figures are said to be missing, with a status that says how.' })
  missing!: number

  @Field(() => Int, { description: 'How many series have them.' })
  series!: number

  @Field(() => PeriodScalar, {
    nullable: true,
    description: 'The first period that has one; by its first day, where there are several frequencies.',
  })
  firstPeriod!: string | null

  @Field(() => PeriodScalar, { nullable: true, description: 'The last period that has one.' })
  lastPeriod!: string | null
}

/** The counts of one code in the graph. */
@ObjectType('AvailableCode', { simpleResolvers: true, description: 'What there is of one code.' })
export class AvailableCodeType extends CountsType implements AvailableCode {
  @Field(() => String, { description: 'The code.' })
  code!: string
}

/** A combination in the graph. */
@ObjectType('AvailableCombination', {
  simpleResolvers: true,
  description: 'What there is of codes together. A dimension that was not asked for is null.',
})
export class CombinationType extends CountsType implements Combination {
  @Field(() => String, { nullable: true, description: 'The code of the indicator.' })
  indicator!: string | null

  @Field(() => String, { nullable: true, description: 'The code of the region.' })
  region!: string | null

  @Field(() => String, { nullable: true, description: 'The code of the scheme.' })
  scheme!: string | null

  @Field(() => String, { nullable: true, description: 'The code of the source.' })
  source!: string | null

  @Field(() => String, { description: 'The frequency, in SDMX letters.' })
  frequency!: Frequency

  @Field(() => PeriodScalar, { nullable: true, description: 'The period, where PERIOD was asked for.' })
  period!: string | null
}

/** A page of combinations. */
export const CombinationConnection = connectionOf<Combination>(CombinationType, 'AvailableCombination')

/** Availability in the graph. */
@ObjectType('Availability', {
  description:
    'Which figures there are, with counts: in all, by code, and by codes together. What is under embargo is not there.',
})
export class AvailabilityType extends CountsType implements Availability {
  @Costs({ own: 0, size: 'indicator' })
  @Field(() => [AvailableCodeType], { description: 'By indicator, in the order of the codes.' })
  indicators!: readonly AvailableCodeType[]

  @Costs({ own: 0, size: 'region' })
  @Field(() => [AvailableCodeType], { description: 'By region, in the order of the codes.' })
  regions!: readonly AvailableCodeType[]

  @Costs({ own: 0, size: 'scheme' })
  @Field(() => [AvailableCodeType], { description: 'By scheme, in the order of the codes.' })
  schemes!: readonly AvailableCodeType[]

  @Costs({ own: 0, size: 'source' })
  @Field(() => [AvailableCodeType], { description: 'By source, in the order of the codes.' })
  sources!: readonly AvailableCodeType[]

  @Costs({ own: 0, size: 10 })
  @Field(() => [AvailableCodeType], { description: 'By frequency, in SDMX letters.' })
  frequencies!: readonly AvailableCodeType[]

  question!: AvailabilityQuestion

  readAt!: number

  pinned!: boolean
}

/** A filter of what is counted. */
@InputType({ description: 'What is counted. All tests must hold.' })
export class AvailabilityFilter {
  @Field(() => TextFilter, { nullable: true, description: 'The code of the indicator.' })
  indicator?: TextFilter

  @Field(() => TextFilter, { nullable: true, description: 'The code of the region.' })
  region?: TextFilter

  @Field(() => TextFilter, { nullable: true, description: 'The code of the scheme.' })
  scheme?: TextFilter

  @Field(() => TextFilter, { nullable: true, description: 'The code of the source.' })
  source?: TextFilter

  @Field(() => TextFilter, { nullable: true, description: 'The frequency, in SDMX letters.' })
  frequency?: TextFilter

  @Field(() => PeriodScalar, {
    nullable: true,
    description: 'Only this period and later ones; finds periods of the frequency it is written in.',
  })
  from?: string

  @Field(() => PeriodScalar, {
    nullable: true,
    description: 'Only this period and earlier ones; finds periods of the frequency it is written in.',
  })
  to?: string
}
