import { Field, ID, InputType, Int, ObjectType, registerEnumType } from 'type-graphql'
import { connectionOf } from '../../kernel/graph/connection.ts'
import { enumOf } from '../../kernel/graph/enum-of.ts'
import { DecimalFilter, PeriodFilter, TextFilter } from '../../kernel/graph/filter-inputs.ts'
import { frameOf } from '../../kernel/graph/frame.ts'
import { Node } from '../../kernel/graph/node.ts'
import { DateTimeScalar, DecimalScalar, PeriodScalar } from '../../kernel/graph/scalars.ts'
import { type Discrepancy, discrepancyStatuses } from './terms.ts'

/** The statuses as a GraphQL enum. */
export const DiscrepancyStatusEnum = enumOf(discrepancyStatuses)

registerEnumType(DiscrepancyStatusEnum, {
  name: 'DiscrepancyStatus',
  description: 'What became of a discrepancy. One whose values come together, or lose a side, ends.',
  valuesConfig: {
    OPEN: { description: 'Nobody has settled it, or a value changed since.' },
    SETTLED: { description: 'Somebody has said in a note how the two are to be read.' },
  },
})

/** How far two values are apart. */
@ObjectType({ description: 'How far two values of one figure are apart.' })
export class DiscrepancySize {
  @Field(() => DecimalScalar, { description: 'The difference, exact.' })
  absolute!: string

  @Field(() => DecimalScalar, {
    description: 'The difference as a part of the larger amount, cut after 12 places: "0.01" is a hundredth.',
  })
  relative!: string
}

/** Where a value came from. */
@ObjectType('DiscrepancyEvidence', { description: 'Where a value came from, to the line of the file.' })
export class DiscrepancyEvidenceType {
  releaseId!: string

  @Field(() => String, { nullable: true, description: 'The address at which its release was read.' })
  address!: string | null

  @Field(() => Int, { description: 'The line of the file, or the row of the post, from 1.' })
  line!: number

  @Field(() => String, { nullable: true, description: 'The column of the file; null for posted rows.' })
  column!: string | null

  @Field(() => String, { description: 'The row as it stood there.' })
  original!: string

  @Field(() => String, { description: 'The name of the file it came in; posted rows have one too.' })
  file!: string

  @Field(() => String, { description: 'SHA-256 of the file, under which its content is kept.' })
  digest!: string

  @Field(() => DateTimeScalar, { description: 'When the hub received the file.' })
  receivedAt!: Date

  readAt!: number

  pinned!: boolean
}

/** One of the two that disagree. */
@ObjectType('DiscrepancySide', { description: 'What one of the two sources says.' })
export class DiscrepancySideType {
  source!: string

  @Field(() => DecimalScalar, { description: 'The figure it says, exact as published.' })
  value!: string

  observationKey!: string

  readAt!: number

  pinned!: boolean
}

/** A discrepancy in the graph. */
@ObjectType('Discrepancy', {
  implements: Node,
  description:
    'Two sources say values of one figure that are further apart than its indicator’s tolerance. Its id names figure and sources.',
})
export class DiscrepancyType extends Node {
  indicator!: string

  region!: string

  scheme!: string

  @Field(() => String, {
    description: 'How often the figure comes, in SDMX letters (CL_FREQ): M is monthly.',
  })
  frequency!: string

  @Field(() => String, { description: 'What is counted.' })
  unit!: string

  @Field(() => PeriodScalar, { description: 'What the figure is about.' })
  period!: string

  @Field(() => DiscrepancyStatusEnum, { description: 'What became of it.' })
  status!: Discrepancy['status']

  @Field(() => String, { nullable: true, description: 'How the two are to be read, by whoever settled it.' })
  note!: string | null

  preferred!: string | null

  @Field(() => String, {
    nullable: true,
    description:
      'Who settled it: `key:<id>`, or `token:<subject> of <issuer>`; null while it is open. For administrators; null for others.',
  })
  settledBy!: string | null

  @Field(() => String, {
    nullable: true,
    description: 'The note of an earlier settlement, after which a value changed and it opened anew.',
  })
  earlierNote!: string | null

  readAt!: number

  pinned!: boolean
}

/** A filter of discrepancies. */
@InputType({
  description: 'Which discrepancies. All tests must hold; `or` and `not` combine them otherwise.',
})
export class DiscrepancyFilter {
  @Field(() => TextFilter, { nullable: true, description: 'The code of the indicator.' })
  indicator?: TextFilter

  @Field(() => TextFilter, { nullable: true, description: 'The code of the region.' })
  region?: TextFilter

  @Field(() => TextFilter, { nullable: true, description: 'The code of the scheme.' })
  scheme?: TextFilter

  @Field(() => TextFilter, {
    nullable: true,
    description: 'The code of a source: that of either side. `ne` and `notIn` want neither side to have it.',
  })
  source?: TextFilter

  @Field(() => PeriodFilter, { nullable: true, description: 'What the figure is about.' })
  period?: PeriodFilter

  @Field(() => TextFilter, { nullable: true, description: 'OPEN or SETTLED.' })
  status?: TextFilter

  @Field(() => DecimalFilter, { nullable: true, description: 'The absolute difference.' })
  size?: DecimalFilter

  @Field(() => DecimalFilter, {
    nullable: true,
    description: 'The difference as a part of the larger amount.',
  })
  relativeSize?: DecimalFilter

  @Field(() => [DiscrepancyFilter], { nullable: true, description: 'All of these hold.' })
  and?: DiscrepancyFilter[]

  @Field(() => [DiscrepancyFilter], { nullable: true, description: 'At least one of these holds.' })
  or?: DiscrepancyFilter[]

  @Field(() => DiscrepancyFilter, { nullable: true, description: 'This does not hold.' })
  not?: DiscrepancyFilter
}

/** The orders as a GraphQL enum. */
export const DiscrepancyOrderEnum = {
  SIZE_DESC: 'SIZE_DESC',
  SIZE_ASC: 'SIZE_ASC',
  RELATIVE_SIZE_DESC: 'RELATIVE_SIZE_DESC',
  AGE_DESC: 'AGE_DESC',
  AGE_ASC: 'AGE_ASC',
}

registerEnumType(DiscrepancyOrderEnum, {
  name: 'DiscrepancyOrder',
  description: 'The order of a list of discrepancies.',
  valuesConfig: {
    SIZE_DESC: { description: 'Largest difference first.' },
    SIZE_ASC: { description: 'Smallest difference first.' },
    RELATIVE_SIZE_DESC: { description: 'Largest difference relative to the figure first.' },
    AGE_DESC: { description: 'Open for the longest first.' },
    AGE_ASC: { description: 'Opened last first.' },
  },
})

/** A settlement to make. */
@InputType({ description: 'How a discrepancy is settled.' })
export class SettleDiscrepancyInput {
  @Field(() => ID, { description: 'The id of the discrepancy.' })
  id!: string

  @Field(() => String, { description: 'How the two are to be read: 1 to 2,000 characters.' })
  note!: string

  @Field(() => String, {
    nullable: true,
    description:
      'The code of the source that is held to be right. It is told to readers; rules of preference do not heed it.',
  })
  preferred?: string | null
}

/** A page of discrepancies. */
export const DiscrepancyConnection = connectionOf<Discrepancy>(DiscrepancyType as never, 'Discrepancy')

/** A frame of `discrepancyChanges`. */
export const DiscrepancyFrame = frameOf<Discrepancy>(() => DiscrepancyType as never, 'Discrepancy')
