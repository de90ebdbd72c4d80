import { Field, InputType, Int, ObjectType, registerEnumType } from 'type-graphql'
import { connectionOf } from '../kernel/graph/connection.ts'
import { DecimalFilter, PeriodFilter, TextFilter } from '../kernel/graph/filter-inputs.ts'
import { frameOf } from '../kernel/graph/frame.ts'
import { Node } from '../kernel/graph/node.ts'
import { DateTimeScalar, DecimalScalar, PeriodScalar, PositionScalar } from '../kernel/graph/scalars.ts'
import type { Frequency } from '../kernel/period.ts'
import { ObservationStatusEnum } from './status-enum.ts'
import type { Observation, ObservationStatus, Series } from './terms.ts'

/** A series in the graph. */
@ObjectType('Series', {
  simpleResolvers: true,
  implements: Node,
  description:
    'Figures of one indicator, region and scheme from one source, over time. A series never changes.',
})
export class SeriesType extends Node implements Series {
  indicator!: string

  region!: string

  scheme!: string

  source!: string

  @Field(() => String, { description: 'How often it has a figure, in SDMX letters (CL_FREQ): M is monthly.' })
  frequency!: Frequency

  @Field(() => String, { description: 'What is counted.' })
  unit!: string

  codeListVersion!: string

  seriesId!: number

  readAt!: number

  pinned!: boolean
}

/** An observation in the graph. */
@ObjectType('Observation', {
  simpleResolvers: true,
  implements: Node,
  description: 'One figure: the value of a series in a period, as a release said it.',
})
export class ObservationType extends Node implements Observation {
  indicator!: string

  region!: string

  scheme!: string

  source!: string

  @Field(() => String, {
    description: 'How often its series has a figure, in SDMX letters (CL_FREQ): M is monthly.',
  })
  frequency!: Frequency

  @Field(() => String, { description: 'What is counted.' })
  unit!: string

  codeListVersion!: string

  observationId!: number

  @Field(() => PeriodScalar, { description: 'What the figure is about.' })
  period!: string

  @Field(() => DecimalScalar, {
    nullable: true,
    description:
      'The figure, exact as published; null where it is missing (see `status`), which is not zero.',
  })
  value!: string | null

  @Field(() => ObservationStatusEnum, {
    description: 'How sure the figure is, or in which way it is missing (SDMX CL_OBS_STATUS).',
  })
  status!: ObservationStatus

  releaseId!: string

  @Field(() => Int, { description: '1 for the figure as it first came, one more with each revision.' })
  revision!: number

  @Field(() => PositionScalar, { description: 'The position at which this revision began.' })
  position!: number

  @Field(() => DateTimeScalar, { description: 'When the hub recorded this revision.' })
  recordedAt!: Date

  readAt!: number

  pinned!: boolean
}

/** A filter of series. */
@InputType({ description: 'Which series. All tests must hold; `or` and `not` combine them otherwise.' })
export class SeriesFilter {
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

  @Field(() => [SeriesFilter], { nullable: true, description: 'All of these hold.' })
  and?: SeriesFilter[]

  @Field(() => [SeriesFilter], { nullable: true, description: 'At least one of these holds.' })
  or?: SeriesFilter[]

  @Field(() => SeriesFilter, { nullable: true, description: 'This does not hold.' })
  not?: SeriesFilter
}

/** A filter of observations. */
@InputType({ description: 'Which observations. All tests must hold; `or` and `not` combine them otherwise.' })
export class ObservationFilter {
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

  @Field(() => PeriodFilter, { nullable: true, description: 'What the figure is about.' })
  period?: PeriodFilter

  @Field(() => DecimalFilter, { nullable: true, description: 'The figure.' })
  value?: DecimalFilter

  @Field(() => TextFilter, {
    nullable: true,
    description: 'The observation status, one letter of SDMX CL_OBS_STATUS.',
  })
  status?: TextFilter

  @Field(() => [ObservationFilter], { nullable: true, description: 'All of these hold.' })
  and?: ObservationFilter[]

  @Field(() => [ObservationFilter], { nullable: true, description: 'At least one of these holds.' })
  or?: ObservationFilter[]

  @Field(() => ObservationFilter, { nullable: true, description: 'This does not hold.' })
  not?: ObservationFilter
}

/** The orders as a GraphQL enum. */
export const ObservationOrderEnum = { PERIOD_DESC: 'PERIOD_DESC', PERIOD_ASC: 'PERIOD_ASC' }

registerEnumType(ObservationOrderEnum, {
  name: 'ObservationOrder',
  description: 'The order of a list of observations.',
  valuesConfig: {
    PERIOD_DESC: { description: 'Newest period first.' },
    PERIOD_ASC: { description: 'Oldest period first.' },
  },
})

/** A page of series. */
export const SeriesConnection = connectionOf<Series>(SeriesType, 'Series')

/** A page of observations. */
export const ObservationConnection = connectionOf<Observation>(ObservationType, 'Observation')

/** A frame of `observationChanges`. */
export const ObservationFrame = frameOf<Observation>(() => ObservationType, 'Observation')
