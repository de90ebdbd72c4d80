import { Field, InputType, Int, registerEnumType } from 'type-graphql'
import { enumOf } from '../../kernel/graph/enum-of.ts'
import { DecimalFilter } from '../../kernel/graph/filter-inputs.ts'
import { PeriodScalar } from '../../kernel/graph/scalars.ts'
import type { SourceRule } from '../preference.ts'
import { SourceRuleEnum } from '../preference-enum.ts'
import { FigureKindEnum } from './figure-enums.ts'
import { columns, type StatisticsColumn } from './order.ts'
import { dimensions, type StatisticsDimension } from './question.ts'
import type { FigureKind } from './terms.ts'

/** The dimensions as a GraphQL enum. */
export const StatisticsDimensionEnum = Object.fromEntries(
  Object.keys(dimensions).map((dimension) => [dimension, dimension]),
)

registerEnumType(StatisticsDimensionEnum, {
  name: 'StatisticsDimension',
  description: 'By what a table is grouped; at most one level of regions, of schemes and of periods.',
  valuesConfig: {
    REGION: { description: 'Regions of any level: those selected, or all that have figures.' },
    COUNTRY: { description: 'The whole country as the tables count it (CN).' },
    PROVINCE: { description: 'Provinces, municipalities and autonomous regions.' },
    CITY: { description: 'Prefecture-level cities, and the special administrative regions beside them.' },
    GBA: { description: 'The Greater Bay Area as one row.' },
    GBA9: { description: 'The nine mainland cities of the Greater Bay Area as one row.' },
    SCHEME: { description: 'Schemes, fields and categories: those selected, or all that have figures.' },
    FIELD: { description: 'The fields of the official list that hold no other field.' },
    CATEGORY: { description: 'Management systems, products, services.' },
    MONTH: { description: 'Months.' },
    QUARTER: { description: 'Quarters; a stock is that of the quarter’s last month.' },
    YEAR: { description: 'Years; a stock is that of December.' },
    SOURCE: { description: 'Sources, side by side.' },
  },
})

/** The columns as a GraphQL enum. */
export const StatisticsColumnEnum = enumOf(columns)

registerEnumType(StatisticsColumnEnum, {
  name: 'StatisticsColumn',
  description: 'A column of a table.',
  valuesConfig: {
    REGION: { description: 'The code of the region.' },
    SCHEME: { description: 'The code of the scheme.' },
    PERIOD: { description: 'The period.' },
    SOURCE: { description: 'The code of the source.' },
    VALUE: { description: 'The exact value.' },
    LOWER: { description: 'The lower bound; of an exact figure its value.' },
    UPPER: { description: 'The upper bound; of an exact figure its value.' },
    GROWTH_PREVIOUS: { description: 'The growth on the previous period.' },
    GROWTH_YEAR_BEFORE: { description: 'The growth on the year before.' },
    GROWTH_LAST_KNOWN: { description: 'The growth on the last known earlier figure.' },
    SHARE_OF_REGION: { description: 'The share of the region above.' },
    SHARE_OF_SCHEME: { description: 'The share of the scheme above.' },
  },
})

/** Which codes of a dimension. */
@InputType({ description: 'Which codes of a dimension: say one of the three.' })
export class CodeSelectionInput {
  @Field(() => String, { nullable: true, description: 'This code.' })
  eq?: string

  @Field(() => [String], { nullable: true, description: 'These codes.' })
  in?: string[]

  @Field(() => String, { nullable: true, description: 'The members of this code, like the cities of GBA9.' })
  memberOf?: string
}

/** Which periods. */
@InputType({
  description:
    'Which periods, of the frequency of the rows (of the sources where rows have no period): one, several, a range, or the newest.',
})
export class PeriodSelectionInput {
  @Field(() => PeriodScalar, { nullable: true, description: 'This period.' })
  eq?: string

  @Field(() => PeriodScalar, { nullable: true, description: 'This period and later ones.' })
  from?: string

  @Field(() => PeriodScalar, { nullable: true, description: 'This period and earlier ones.' })
  to?: string

  @Field(() => [PeriodScalar], { nullable: true, description: 'These periods.' })
  in?: string[]

  @Field(() => Int, {
    nullable: true,
    description: 'So many of the newest periods that have figures: 1 to 400.',
  })
  last?: number
}

/** What a table is about. */
@InputType({ description: 'What a table is about.' })
export class StatisticsWhere {
  @Field(() => CodeSelectionInput, {
    nullable: true,
    description:
      'Which regions. Where rows have no region, several are taken together as one, and ALL is meant where none is named.',
  })
  region?: CodeSelectionInput

  @Field(() => CodeSelectionInput, {
    nullable: true,
    description:
      'Which schemes. Where rows have no scheme, several are taken together as one, and TOTAL is meant where none is named.',
  })
  scheme?: CodeSelectionInput

  @Field(() => CodeSelectionInput, { nullable: true, description: 'Which sources may speak: eq or in.' })
  source?: CodeSelectionInput

  @Field(() => PeriodSelectionInput, { nullable: true, description: 'Which periods.' })
  period?: PeriodSelectionInput

  @Field(() => String, {
    nullable: true,
    description: 'Only figures counted in this unit: needed where an indicator has been counted in several.',
  })
  unit?: string
}

/** A test that rows must pass. */
@InputType({
  description: 'A test on one column that rows must pass; ranks and shares are of the whole table.',
})
export class StatisticsHaving {
  @Field(() => String, {
    nullable: true,
    description: 'Whose figure: the first indicator where it is left away.',
  })
  indicator?: string

  @Field(() => StatisticsColumnEnum, {
    nullable: true,
    description: 'A column of numbers: VALUE by default.',
  })
  column?: StatisticsColumn

  @Field(() => DecimalFilter, { nullable: true, description: 'What the number must be.' })
  is?: DecimalFilter

  @Field(() => [FigureKindEnum], { nullable: true, description: 'What kind of figure it must be.' })
  kinds?: FigureKind[]
}

/** One column to order by. */
@InputType({ description: 'One column to order by. What has no value comes last either way.' })
export class StatisticsOrder {
  @Field(() => StatisticsColumnEnum, { description: 'The column.' })
  column!: StatisticsColumn

  @Field(() => String, {
    nullable: true,
    description: 'Whose figure: the first indicator where it is left away.',
  })
  indicator?: string

  @Field(() => Boolean, { nullable: true, description: 'The greatest first; false by default.' })
  descending?: boolean
}

/** What is asked of `statistics` and `liveStatistics`. */
@InputType({
  description: 'A grouped table: a row per combination of what is grouped by, a figure per indicator.',
})
export class StatisticsInput {
  @Field(() => [String], { description: 'The codes of the indicators, one column each: 1 to 10.' })
  indicators!: string[]

  @Field(() => StatisticsWhere, { nullable: true, description: 'What the table is about.' })
  where?: StatisticsWhere

  @Field(() => [StatisticsDimensionEnum], {
    nullable: true,
    description:
      'What rows there are. Nothing: one row. Without a period among them each figure is of one period, the latest in the range asked for, also of what adds up over periods: for a sum over time group by QUARTER or YEAR.',
  })
  groupBy?: StatisticsDimension[]

  @Field(() => String, {
    nullable: true,
    description: 'Answers in the codes of this version of the sources’ code list, by the crosswalks.',
  })
  codeListVersion?: string

  @Field(() => SourceRuleEnum, {
    nullable: true,
    description: 'Which source speaks where several say a figure: SOURCE_PRIORITY by default.',
  })
  sourceRule?: SourceRule

  @Field(() => Boolean, {
    nullable: true,
    description:
      'Also rows of which nothing is known: every combination, for every period from first to last.',
  })
  fillGaps?: boolean

  @Field(() => [StatisticsHaving], { nullable: true, description: 'Tests that rows must all pass.' })
  having?: StatisticsHaving[]

  @Field(() => [StatisticsOrder], {
    nullable: true,
    description:
      'The order, first column first; where it says nothing, that of `groupBy`, codes and periods upwards.',
  })
  orderBy?: StatisticsOrder[]
}
