import { Field, InputType, Int, ObjectType, registerEnumType } from 'type-graphql'
import { connectionOf } from '../../kernel/graph/connection.ts'
import { enumOf } from '../../kernel/graph/enum-of.ts'
import { DateFilter, IdFilter, TextFilter } from '../../kernel/graph/filter-inputs.ts'
import { Node } from '../../kernel/graph/node.ts'
import { DateScalar, DateTimeScalar, PositionScalar } from '../../kernel/graph/scalars.ts'
import { type Certificate, certificateStatuses } from './terms.ts'

/** The states as a GraphQL enum. */
export const CertificateStatusEnum = enumOf(certificateStatuses)

registerEnumType(CertificateStatusEnum, {
  name: 'CertificateStatus',
  description:
    'The state of a certificate or a qualification. Suspended ones may become valid again, expired ones be renewed; withdrawn and cancelled ones never change.',
  valuesConfig: {
    VALID: { description: 'It holds (有效).' },
    SUSPENDED: { description: 'It does not hold for the time being (暂停).' },
    WITHDRAWN: { description: 'It was taken away by fault (撤销). Final.' },
    CANCELLED: { description: 'It was given up by wish (注销). Final.' },
    EXPIRED: { description: 'Its last day has passed, or its source says that it ended by time (过期失效).' },
  },
})

/** A certificate in the graph. */
@ObjectType('Certificate', {
  implements: Node,
  description:
    'What a certification body certifies of an organization under a scheme. Its id is random and stays the same over its revisions.',
})
export class CertificateType extends Node {
  certificateId!: string

  @Field(() => String, { description: 'Its number, as its source writes it; unique within its body.' })
  number!: string

  scheme!: string

  holderId!: string | null

  bodyId!: string | null

  @Field(() => String, {
    nullable: true,
    description: 'The standard it is by; null where its source says none.',
  })
  standard!: string | null

  @Field(() => String, { nullable: true, description: 'What it covers, in the words of its source.' })
  scope!: string | null

  @Field(() => CertificateStatusEnum, {
    description:
      'Its state today, and under `@asOf` on the day of that commit: what its source says, or EXPIRED after `validTo`.',
  })
  status!: Certificate['status']

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

  region!: string | null

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

/** A filter of certificates. */
@InputType({ description: 'Which certificates. All tests must hold; `or` and `not` combine them otherwise.' })
export class CertificateFilter {
  @Field(() => TextFilter, { nullable: true, description: 'Its number.' })
  number?: TextFilter

  @Field(() => TextFilter, { nullable: true, description: 'The code of its scheme.' })
  scheme?: TextFilter

  @Field(() => TextFilter, {
    nullable: true,
    description: 'Its state on the day of the answer: VALID, SUSPENDED, WITHDRAWN, CANCELLED or EXPIRED.',
  })
  status?: TextFilter

  @Field(() => DateFilter, { nullable: true, description: 'The last day on which it holds.' })
  validTo?: DateFilter

  @Field(() => TextFilter, { nullable: true, description: 'The code of the region it is of.' })
  region?: TextFilter

  @Field(() => IdFilter, {
    nullable: true,
    description: 'The organization that holds it, by its id; organizations merged with that one count as it.',
  })
  holder?: IdFilter

  @Field(() => IdFilter, {
    nullable: true,
    description: 'The certification body, by its id as an organization; those merged with it count as it.',
  })
  body?: IdFilter

  @Field(() => TextFilter, { nullable: true, description: 'The standard it is by.' })
  standard?: TextFilter

  @Field(() => TextFilter, { nullable: true, description: 'The code of the source that says it.' })
  source?: TextFilter

  @Field(() => [CertificateFilter], { nullable: true, description: 'All of these hold.' })
  and?: CertificateFilter[]

  @Field(() => [CertificateFilter], { nullable: true, description: 'At least one of these holds.' })
  or?: CertificateFilter[]

  @Field(() => CertificateFilter, { nullable: true, description: 'This does not hold.' })
  not?: CertificateFilter
}

/** A page of certificates. */
export const CertificateConnection = connectionOf<Certificate>(CertificateType as never, 'Certificate')
