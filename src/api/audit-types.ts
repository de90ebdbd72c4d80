import { Field, Float, InputType, Int, ObjectType, registerEnumType } from 'type-graphql'
import type { AuditEntry } from '../access/audit/chain.ts'
import { auditOrders } from '../access/audit/read-entries.ts'
import { connectionOf } from '../kernel/graph/connection.ts'
import { enumOf } from '../kernel/graph/enum-of.ts'
import { TextFilter } from '../kernel/graph/filter-inputs.ts'

/** An entry of the audit in the graph. */
@ObjectType('AuditEntry', {
  description: 'What somebody did or read: ids, never contents. Each entry holds the hash of the one before.',
})
export class AuditEntryType implements AuditEntry {
  @Field(() => Float, { description: 'Its number in the chain: 1, 2, 3 … without a gap.' })
  seq!: number

  // Text, not DateTime: the hash is of this very text.
  @Field(() => String, { description: 'When, in UTC with milliseconds, by the clock of the node.' })
  at!: string

  @Field(() => String, {
    description: 'Who: `key:<id>`, `token:<subject> of <issuer>`, `anonymous`, or `hub` for the hub itself.',
  })
  actor!: string

  @Field(() => String, {
    description:
      'What: the name of a mutation, or `deliverFile`, `previewRelease`, `readAudit`, `useCredential`, `startNode`, `stopNode`, `loseEntries`.',
  })
  act!: string

  @Field(() => [String], { description: 'The ids it was about; `sha256:…` for what was no id.' })
  subjects!: string[]

  @Field(() => String, {
    nullable: true,
    description: 'Why, as the caller said it in `Baymark-Purpose`; null where it said nothing.',
  })
  purpose!: string | null

  @Field(() => String, { description: '`OK`, or the code of the refusal.' })
  outcome!: string

  @Field(() => Int, { description: 'How often: refusals of whoever is not known are counted together.' })
  times!: number

  @Field(() => String, { description: 'With which others it was written: `<node>/<number>`.' })
  batch!: string

  @Field(() => String, { description: 'The hash of the entry before; 64 zeros for the first.' })
  previous!: string

  @Field(() => String, {
    description: 'SHA-256 of what it says and of `previous`, as schema/PROTOCOL.md writes it.',
  })
  hash!: string
}

/** A filter of entries. */
@InputType({ description: 'Which entries. All tests must hold; `or` and `not` combine them otherwise.' })
export class AuditFilter {
  @Field(() => TextFilter, { nullable: true, description: 'Who.' })
  actor?: TextFilter

  @Field(() => TextFilter, { nullable: true, description: 'What.' })
  act?: TextFilter

  @Field(() => TextFilter, { nullable: true, description: '`OK`, or the code of the refusal.' })
  outcome?: TextFilter

  @Field(() => TextFilter, { nullable: true, description: 'Why.' })
  purpose?: TextFilter

  @Field(() => [AuditFilter], { nullable: true, description: 'All of these hold.' })
  and?: AuditFilter[]

  @Field(() => [AuditFilter], { nullable: true, description: 'At least one of these holds.' })
  or?: AuditFilter[]

  @Field(() => AuditFilter, { nullable: true, description: 'This does not hold.' })
  not?: AuditFilter
}

/** The orders as a GraphQL enum. */
export const AuditOrderEnum = enumOf(auditOrders)

registerEnumType(AuditOrderEnum, {
  name: 'AuditOrder',
  description: 'The order of the entries.',
  valuesConfig: {
    NEWEST_FIRST: { description: 'The end of the chain first.' },
    OLDEST_FIRST: { description: 'The beginning of the chain first, as it is verified.' },
  },
})

/** A page of the audit. */
export const AuditConnection = connectionOf<AuditEntry>(AuditEntryType, 'AuditEntry')
