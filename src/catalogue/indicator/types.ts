import { Field, ObjectType, registerEnumType } from 'type-graphql'
import { enumOf } from '../../kernel/graph/enum-of.ts'
import { Node } from '../../kernel/graph/node.ts'
import { DecimalScalar } from '../../kernel/graph/scalars.ts'
import type { Names } from '../../kernel/language.ts'
import { type Additivity, additivities, type Indicator, type Tolerance } from './terms.ts'

/** The additivities as a GraphQL enum. */
export const AdditivityEnum = enumOf(additivities)

registerEnumType(AdditivityEnum, {
  name: 'Additivity',
  description: 'What adding figures along a dimension gives.',
  valuesConfig: {
    ADDITIVE: { description: 'Their sum, over a complete set of members at one level.' },
    DISTINCT: {
      description: 'An upper bound only: the same organization may be counted in several members.',
    },
    NONE: { description: 'Nothing that means anything.' },
  },
})

/** The additivity of an indicator along each dimension. */
@ObjectType({ description: 'How the figures of an indicator may be summed along each dimension.' })
export class IndicatorAdditivity {
  @Field(() => AdditivityEnum, { description: 'Over the schemes of one level.' })
  scheme!: Additivity

  @Field(() => AdditivityEnum, { description: 'Over the regions of one level.' })
  region!: Additivity

  @Field(() => AdditivityEnum, { description: 'Over periods: stocks do not add up over time.' })
  period!: Additivity

  @Field(() => AdditivityEnum, {
    description: 'Over sources: several sources of one figure are never added.',
  })
  source!: Additivity
}

/** The tolerance of an indicator. */
@ObjectType({
  description:
    'How far the figures of two sources may be apart. Within either of the two they agree; beyond both a discrepancy opens.',
})
export class IndicatorTolerance implements Tolerance {
  @Field(() => DecimalScalar, { description: 'They agree when they differ by no more than this.' })
  absolute!: string

  @Field(() => DecimalScalar, {
    description:
      'They agree when they differ by no more than this part of the larger one: "0.01" is a hundredth.',
  })
  relative!: string
}

/** An indicator in the graph. */
@ObjectType('Indicator', {
  implements: Node,
  description: 'What is measured, and how its figures may be summed.',
})
export class IndicatorType extends Node implements Indicator {
  @Field(() => String, { description: 'The code, like certificates or credit-records.' })
  code!: string

  names!: Names

  descriptions!: Names

  @Field(() => String, { description: 'What is counted: certificate, organization, record, inspection.' })
  unit!: string

  @Field(() => String, { description: 'INTEGER for counts, DECIMAL otherwise.' })
  valueType!: Indicator['valueType']

  @Field(() => DecimalScalar, { nullable: true, description: 'The least value a figure may have.' })
  minimum!: string | null

  @Field(() => String, {
    description: 'When in its period a figure is taken: END_OF_PERIOD for stocks, DURING_PERIOD for flows.',
  })
  collection!: string

  @Field(() => IndicatorAdditivity, { description: 'How figures may be summed.' })
  additivity!: IndicatorAdditivity

  @Field(() => IndicatorTolerance, {
    nullable: true,
    description: 'How far sources may be apart; null as of positions before the hub knew tolerances.',
  })
  tolerance!: IndicatorTolerance | null

  @Field(() => String, { description: 'Where the definition comes from.' })
  provenance!: string

  readAt!: number

  pinned!: boolean
}
