import { Field, ID, InputType, ObjectType } from 'type-graphql'
import { PositionScalar } from '../kernel/graph/scalars.ts'
import type { CreditRecord } from './terms.ts'
import { CreditRecordType } from './types.ts'

/** A repair to make. */
@InputType({ description: 'Why the publicity of a credit record is ended early.' })
export class RepairCreditRecordInput {
  @Field(() => ID, { description: 'The id of the credit record.' })
  record!: string

  @Field(() => String, { description: 'The ground on which it is repaired: 1 to 2,000 characters.' })
  basis!: string

  @Field(() => String, {
    description: 'The document that decides it, by its number or address: 1 to 2,000 characters.',
  })
  document!: string

  @Field(() => String, {
    nullable: true,
    description: 'Names this request: sent again with the same key, it gives what the first one did.',
  })
  idempotencyKey?: string | null
}

/** What a repair did. */
@ObjectType({ description: 'What a repair did. The record itself can be shown to nobody any more.' })
export class RepairCreditRecordResult {
  @Field(() => ID, { description: 'The id of the record that was repaired.' })
  id!: string

  @Field(() => PositionScalar, {
    nullable: true,
    description:
      'The position of its commit; null where that is still to come. What it does holds in either case.',
  })
  position!: number | null
}

/** The mark of a dispute to set or take away. */
@InputType({ description: 'Whether a credit record is disputed.' })
export class DisputeCreditRecordInput {
  @Field(() => ID, { description: 'The id of the credit record.' })
  record!: string

  @Field(() => Boolean, { description: 'True marks it as disputed, false takes the mark away.' })
  disputed!: boolean

  @Field(() => String, {
    nullable: true,
    description:
      'What is said against it, told to every reader: 1 to 2,000 characters. Of a record that is disputed already another note takes the place of the first.',
  })
  note?: string | null
}

/** What a dispute did. */
@ObjectType({ description: 'What setting the mark of a dispute, or taking it away, did.' })
export class DisputeCreditRecordResult {
  @Field(() => CreditRecordType, { nullable: true, description: 'The record as it stands now.' })
  creditRecord!: CreditRecord | null
}
