import { Field, Int, ObjectType } from 'type-graphql'
import { connectionOf } from '../kernel/graph/connection.ts'
import { frameOf } from '../kernel/graph/frame.ts'
import { Node } from '../kernel/graph/node.ts'
import { DateScalar, DateTimeScalar, DecimalScalar, PositionScalar } from '../kernel/graph/scalars.ts'
import { CounterpartyKindEnum, CreditKindEnum, CreditStatusEnum, SeverityEnum } from './credit-enums.ts'
import type {
  CounterpartyKind,
  CreditDetail,
  CreditKind,
  CreditRecord,
  CreditStatus,
  Severity,
} from './terms.ts'

/** An amount of money. */
@ObjectType('MoneyAmount', { simpleResolvers: true, description: 'An amount of money, exact, in two units.' })
export class MoneyAmountType {
  @Field(() => DecimalScalar, { description: 'In yuan of the People’s Republic of China (元).' })
  yuan!: string

  @Field(() => DecimalScalar, { description: 'In ten thousand yuan (万元): the same amount.' })
  tenThousandYuan!: string
}

/** How a record ended. */
@ObjectType('CreditRecordEnd', { simpleResolvers: true, description: 'Why a record ended before its time.' })
export class CreditRecordEndType {
  @Field(() => DateScalar, { nullable: true, description: 'The day on which it ended.' })
  on!: string | null

  @Field(() => String, {
    nullable: true,
    description: 'The ground: the rule or the decision that ended it, or why its release was withdrawn.',
  })
  basis!: string | null

  @Field(() => String, { nullable: true, description: 'The document that says so.' })
  document!: string | null
}

/** What a record says at length. */
@ObjectType('CreditRecordDetail', {
  simpleResolvers: true,
  description:
    'What a record says at length, in the words of its source; null where it said nothing. Which fields there are follows from the kind.',
})
export class CreditRecordDetailType implements CreditDetail {
  @Field(() => String, { nullable: true, description: 'The title of the decision.' })
  title!: string | null

  @Field(() => String, { nullable: true, description: 'The kind of breach (违法行为类型).' })
  violation!: string | null

  @Field(() => String, { nullable: true, description: 'The facts of the breach (违法事实).' })
  facts!: string | null

  @Field(() => String, { nullable: true, description: 'The legal ground of the decision (处罚依据).' })
  basis!: string | null

  @Field(() => [String], {
    nullable: true,
    description: 'The kinds of penalty by law: WARNING, CRITICISM, FINE, CONFISCATION …; several at once.',
  })
  penaltyKinds!: string[]

  @Field(() => String, { nullable: true, description: 'What was decided.' })
  content!: string | null

  @Field(() => String, { nullable: true, description: 'The licence that was suspended or taken away.' })
  withheldLicence!: string | null

  @Field(() => DateScalar, { nullable: true, description: 'First day on which the decision holds.' })
  validFrom!: string | null

  @Field(() => DateScalar, {
    nullable: true,
    description: 'Last day on which the decision holds, which is not the end of its publicity.',
  })
  validUntil!: string | null

  @Field(() => String, {
    nullable: true,
    description: 'The kind of licence: general, special, recognition, approval, registration or other.',
  })
  licenceKind!: string | null

  @Field(() => String, { nullable: true, description: 'The name of the licence.' })
  licenceName!: string | null

  @Field(() => String, { nullable: true, description: 'The number of the licence.' })
  licenceNumber!: string | null

  @Field(() => String, {
    nullable: true,
    description: 'The state of the licence, in the words of its source.',
  })
  licenceState!: string | null

  @Field(() => String, { nullable: true, description: 'The result of a proficiency test.' })
  result!: string | null

  @Field(() => String, { nullable: true, description: 'Who handed the record on.' })
  dataSource!: string | null

  @Field(() => String, { nullable: true, description: 'What else its source remarked.' })
  remarks!: string | null
}

/** A credit record in the graph. */
@ObjectType('CreditRecord', {
  implements: Node,
  simpleResolvers: true,
  description:
    'One public credit record: what an authority decided about somebody. After its publicity has ended it is found no more, at no position.',
})
export class CreditRecordType extends Node implements Omit<CreditRecord, 'fine' | 'confiscated' | 'detail'> {
  recordId!: string

  organizationId!: string | null

  lineage!: readonly string[]

  @Field(() => String, {
    description: 'The name of whom it is about, as its source wrote it; masked where that is a person.',
  })
  counterparty!: string

  @Field(() => CounterpartyKindEnum, { description: 'Whom it is about.' })
  counterpartyKind!: CounterpartyKind

  @Field(() => CreditKindEnum, { description: 'What kind of record it is.' })
  kind!: CreditKind

  @Field(() => String, { description: 'The name of the authority that decided.' })
  authority!: string

  authorityId!: string | null

  @Field(() => String, { description: 'The number of the decision.' })
  decisionNumber!: string

  @Field(() => DateScalar, {
    nullable: true,
    description: 'The day of the decision; null where its source gives none.',
  })
  decisionDate!: string | null

  region!: string | null

  scheme!: string | null

  @Field(() => String, {
    nullable: true,
    description: 'The number of the certificate it concerns; null where it concerns none.',
  })
  certificateNumber!: string | null

  @Field(() => SeverityEnum, {
    nullable: true,
    description: 'How serious the breach is; null where nobody has said, and for what is no breach.',
  })
  severity!: Severity | null

  @Field(() => String, {
    nullable: true,
    description: 'The named rule of publicity that was applied; null where none applies.',
  })
  rule!: string | null

  @Field(() => String, { nullable: true, description: 'The version of that rule.' })
  ruleVersion!: string | null

  @Field(() => DateScalar, {
    nullable: true,
    description: 'The first day of its publicity; null where it has none.',
  })
  publicityFrom!: string | null

  @Field(() => DateScalar, {
    nullable: true,
    description: 'The first day on which it is public no longer; null where no day ends it.',
  })
  publicityUntil!: string | null

  @Field(() => DateScalar, {
    nullable: true,
    description: 'The first day on which a repair may end it early; null where none may.',
  })
  earliestRepair!: string | null

  @Field(() => CreditStatusEnum, {
    description: 'Where it stands in its life, by today; under `@asOf` by the day of that commit.',
  })
  status!: CreditStatus

  @Field(() => Boolean, { description: 'Somebody disputes it, and that is not settled.' })
  disputed!: boolean

  @Field(() => String, {
    nullable: true,
    description: 'What is said against it; null where nobody disputes it.',
  })
  disputeNote!: string | null

  endBasis!: string | null

  endDocument!: string | null

  endedOn!: string | null

  source!: string

  releaseId!: string

  @Field(() => Int, { description: '1 for the record as it first came, one more with each revision.' })
  revision!: number

  @Field(() => PositionScalar, { description: 'The position at which this revision began.' })
  position!: number

  @Field(() => DateTimeScalar, { description: 'When the hub recorded this revision.' })
  recordedAt!: Date

  readAt!: number

  pinned!: boolean
}

/** A page of credit records. */
export const CreditRecordConnection = connectionOf<CreditRecord>(CreditRecordType as never, 'CreditRecord')

/** A frame of `creditRecordChanges`. */
export const CreditRecordFrame = frameOf<CreditRecord>(() => CreditRecordType as never, 'CreditRecord')
