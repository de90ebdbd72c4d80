import { Field, InputType, Int, ObjectType, registerEnumType } from 'type-graphql'
import { connectionOf } from '../../kernel/graph/connection.ts'
import { enumOf } from '../../kernel/graph/enum-of.ts'
import { DateFilter, IdFilter, TextFilter } from '../../kernel/graph/filter-inputs.ts'
import { Node } from '../../kernel/graph/node.ts'
import { DateScalar, DateTimeScalar, PositionScalar } from '../../kernel/graph/scalars.ts'
import { CertificateStatusEnum } from '../certificate/types.ts'
import { type Qualification, qualificationKinds } from './terms.ts'

/** The kinds as a GraphQL enum. */
export const QualificationKindEnum = enumOf(qualificationKinds)

registerEnumType(QualificationKindEnum, {
  name: 'QualificationKind',
  description: 'Who qualified a laboratory or body, and for what. The two say different things.',
  valuesConfig: {
    CMA: { description: 'The state’s qualification of inspection and testing bodies (资质认定).' },
    ACCREDITATION: {
      description: 'Accreditation by an accreditation body (认可): CNAS, HKAS and their kin.',
    },
  },
})

/** A qualification in the graph. */
@ObjectType('Qualification', {
  implements: Node,
  description:
    'What a laboratory or body was found able to do: CMA or an accreditation. Its id is random and stays the same over its revisions.',
})
export class QualificationType extends Node {
  qualificationId!: string

  @Field(() => QualificationKindEnum, { description: 'What kind of qualification it is.' })
  kind!: Qualification['kind']

  @Field(() => String, {
    description: 'Its number, as its source writes it; unique within its issuer and kind.',
  })
  number!: string

  holderId!: string | null

  issuerId!: string | null

  @Field(() => String, { nullable: true, description: 'What it covers, in the words of its source.' })
  scope!: string | null

  @Field(() => CertificateStatusEnum, {
    description:
      'Its state today, and under `@asOf` on the day of that commit: what its source says, or EXPIRED after `validTo`.',
  })
  status!: Qualification['status']

  @Field(() => DateScalar, {
    nullable: true,
    description:
      'Since which day it is in this state: as its source says, and the day after `validTo` where that has passed.',
  })
  statusSince!: string | null

  @Field(() => DateScalar, { nullable: true, description: 'The first day on which it holds.' })
  validFrom!: string | null

  @Field(() => DateScalar, {
    nullable: true,
    description: 'The last day on which it holds; null where it has no foreseen end or its source says none.',
  })
  validTo!: string | null

  source!: string

  releaseId!: string

  @Field(() => Int, { description: '1 as it first came, one more with each revision.' })
  revision!: number

  @Field(() => PositionScalar, { description: 'The position at which this revision began.' })
  position!: number

  @Field(() => DateTimeScalar, { description: 'When the hub recorded this revision.' })
  recordedAt!: Date

  readAt!: number

  pinned!: boolean
}

/** A filter of qualifications. */
@InputType({
  description: 'Which qualifications. All tests must hold; `or` and `not` combine them otherwise.',
})
export class QualificationFilter {
  @Field(() => TextFilter, { nullable: true, description: 'CMA or ACCREDITATION.' })
  kind?: TextFilter

  @Field(() => TextFilter, { nullable: true, description: 'Its number.' })
  number?: TextFilter

  @Field(() => TextFilter, {
    nullable: true,
    description: 'Its state on the day of the answer: VALID, SUSPENDED, WITHDRAWN, CANCELLED or EXPIRED.',
  })
  status?: TextFilter

  @Field(() => DateFilter, { nullable: true, description: 'The last day on which it holds.' })
  validTo?: DateFilter

  @Field(() => IdFilter, {
    nullable: true,
    description: 'The organization that holds it, by its id; organizations merged with that one count as it.',
  })
  holder?: IdFilter

  @Field(() => IdFilter, {
    nullable: true,
    description: 'Who gave it, by its id as an organization; those merged with it count as it.',
  })
  issuer?: IdFilter

  @Field(() => TextFilter, { nullable: true, description: 'The code of the source that says it.' })
  source?: TextFilter

  @Field(() => [QualificationFilter], { nullable: true, description: 'All of these hold.' })
  and?: QualificationFilter[]

  @Field(() => [QualificationFilter], { nullable: true, description: 'At least one of these holds.' })
  or?: QualificationFilter[]

  @Field(() => QualificationFilter, { nullable: true, description: 'This does not hold.' })
  not?: QualificationFilter
}

/** A page of qualifications. */
export const QualificationConnection = connectionOf<Qualification>(
  QualificationType as never,
  'Qualification',
)
