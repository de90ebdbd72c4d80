import { Field, InputType, ObjectType, registerEnumType } from 'type-graphql'
import { connectionOf } from '../../kernel/graph/connection.ts'
import { enumOf } from '../../kernel/graph/enum-of.ts'
import { TextFilter } from '../../kernel/graph/filter-inputs.ts'
import { Node } from '../../kernel/graph/node.ts'
import { DateTimeScalar, PeriodScalar, PositionScalar } from '../../kernel/graph/scalars.ts'
import { type Release, releaseStatuses } from './terms.ts'

/** The statuses as a GraphQL enum. */
export const ReleaseStatusEnum = enumOf(releaseStatuses)

registerEnumType(ReleaseStatusEnum, {
  name: 'ReleaseStatus',
  description: 'What became of a release.',
  valuesConfig: {
    EMBARGOED: {
      description: 'It was taken in and is held until `embargoUntil`; only its publisher sees it.',
    },
    PUBLISHED: { description: 'It stands.' },
    WITHDRAWN: {
      description: 'Its source took it back: its figures are again what its other releases say.',
    },
  },
})

/** A release in the graph. */
@ObjectType('Release', {
  implements: Node,
  description: 'One publication of a source: what it said at once.',
})
export class ReleaseType extends Node implements Release {
  @Field(() => String, {
    description: 'Unique within its source: 2022-08, and 2022-08.2 for a later release of the same name.',
  })
  code!: string

  source!: string

  @Field(() => PeriodScalar, {
    nullable: true,
    description: 'The period all its figures are about; null where there are several.',
  })
  period!: string | null

  @Field(() => DateTimeScalar, {
    nullable: true,
    description: 'When the source published it; null where that is not known.',
  })
  publishedAt!: Date | null

  @Field(() => DateTimeScalar, {
    nullable: true,
    description: 'The instant before which nobody but its publisher saw it; null where there was none.',
  })
  embargoUntil!: Date | null

  @Field(() => ReleaseStatusEnum, { description: 'What became of it.' })
  status!: Release['status']

  @Field(() => String, { nullable: true, description: 'What its publisher says of it.' })
  note!: string | null

  @Field(() => String, { nullable: true, description: 'The address at which its figures were read.' })
  evidence!: string | null

  @Field(() => String, {
    nullable: true,
    description: 'Why its source took it back; null while it stands.',
  })
  withdrawalReason!: string | null

  @Field(() => PositionScalar, {
    description:
      'The position from which it speaks: where the hub took it in, and after an embargo where that ended. A withdrawal does not move it.',
  })
  position!: number

  @Field(() => DateTimeScalar, { description: 'When the hub recorded that position.' })
  recordedAt!: Date

  spoken!: boolean

  readAt!: number

  pinned!: boolean
}

/** A filter of releases. */
@InputType({ description: 'Which releases. All tests must hold; `or` and `not` combine them otherwise.' })
export class ReleaseFilter {
  @Field(() => TextFilter, { nullable: true, description: 'The code of its source.' })
  source?: TextFilter

  @Field(() => TextFilter, { nullable: true, description: 'Its code.' })
  code?: TextFilter

  @Field(() => TextFilter, { nullable: true, description: 'The period it is about.' })
  period?: TextFilter

  @Field(() => TextFilter, {
    nullable: true,
    description: 'PUBLISHED, WITHDRAWN, or EMBARGOED (its publisher alone).',
  })
  status?: TextFilter

  @Field(() => [ReleaseFilter], { nullable: true, description: 'All of these hold.' })
  and?: ReleaseFilter[]

  @Field(() => [ReleaseFilter], { nullable: true, description: 'At least one of these holds.' })
  or?: ReleaseFilter[]

  @Field(() => ReleaseFilter, { nullable: true, description: 'This does not hold.' })
  not?: ReleaseFilter
}

/** A page of releases. */
export const ReleaseConnection = connectionOf<Release>(ReleaseType, 'Release')
