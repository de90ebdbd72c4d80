import { Field, Int, ObjectType, registerEnumType } from 'type-graphql'
import { connectionOf } from '../../kernel/graph/connection.ts'
import { enumOf } from '../../kernel/graph/enum-of.ts'
import { DecimalScalar, PeriodScalar } from '../../kernel/graph/scalars.ts'
import type { Frequency } from '../../kernel/period.ts'
import { ObservationStatusEnum } from '../status-enum.ts'
import type { ObservationStatus } from '../terms.ts'
import { type PreviewedFigure, previewOps } from './terms.ts'

/** What a claim would do, as a GraphQL enum. */
export const PreviewOpEnum = enumOf(previewOps)

registerEnumType(PreviewOpEnum, {
  name: 'PreviewOp',
  description: 'What a claim under embargo would do to its figure if it spoke now.',
  valuesConfig: {
    ADDED: { description: 'There is no such figure yet.' },
    REVISED: { description: 'The figure would be another.' },
    CONFIRMED: { description: 'The figure is so already.' },
    STALE: { description: 'A release published later has spoken: it would change nothing.' },
  },
})

/** What stands now, beside a claim under embargo. */
@ObjectType({ description: 'A figure as it stands now.' })
export class StandingFigure {
  @Field(() => DecimalScalar, { nullable: true, description: 'The figure; null where it is missing.' })
  value!: string | null

  @Field(() => ObservationStatusEnum, { description: 'How sure it is, or in which way it is missing.' })
  status!: ObservationStatus
}

/** A claim under embargo, in the graph. */
@ObjectType('PreviewedFigure', { description: 'What a release under embargo says of one figure.' })
export class PreviewedFigureType implements PreviewedFigure {
  // No ID: a normalized cache would take the claim and the figure for one record.
  @Field(() => String, { description: 'The id that the figure has or would have.' })
  id!: string

  claimId!: number

  indicator!: string

  region!: string

  scheme!: string

  source!: string

  @Field(() => String, { description: 'How often its series has a figure, in SDMX letters (CL_FREQ).' })
  frequency!: Frequency

  @Field(() => String, { description: 'What is counted.' })
  unit!: string

  codeListVersion!: string

  @Field(() => PeriodScalar, { description: 'What the figure is about.' })
  period!: string

  @Field(() => DecimalScalar, { nullable: true, description: 'What it says; null where it is missing.' })
  value!: string | null

  @Field(() => ObservationStatusEnum, { description: 'How sure it is, or in which way it is missing.' })
  status!: ObservationStatus

  @Field(() => Int, { description: 'The line of the file, or the row of the post, from 1.' })
  line!: number

  @Field(() => String, { nullable: true, description: 'The column of the file.' })
  column!: string | null

  @Field(() => PreviewOpEnum, { description: 'What it would do if it spoke now.' })
  op!: PreviewedFigure['op']

  @Field(() => StandingFigure, { nullable: true, description: 'What stands now; null where nothing does.' })
  standing!: PreviewedFigure['standing']

  readAt!: number

  pinned!: boolean
}

/** A page of claims under embargo. */
export const PreviewedFigureConnection = connectionOf<PreviewedFigure>(PreviewedFigureType, 'PreviewedFigure')
