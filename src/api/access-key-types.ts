import { Field, ID, InputType, ObjectType, registerEnumType } from 'type-graphql'
import { type AccessKey, accessKeyStatuses } from '../access/key/access-key.ts'
import { type Role, roles } from '../access/view.ts'
import { connectionOf } from '../kernel/graph/connection.ts'
import { enumOf } from '../kernel/graph/enum-of.ts'
import { TextFilter } from '../kernel/graph/filter-inputs.ts'
import { Node } from '../kernel/graph/node.ts'
import { DateTimeScalar } from '../kernel/graph/scalars.ts'

/** The roles that a key can give, as a GraphQL enum. */
export const AccessRoleEnum = Object.fromEntries(roles.map((role) => [role.toUpperCase(), role]))

registerEnumType(AccessRoleEnum, {
  name: 'AccessRole',
  description: 'What the bearer of an access key may be.',
  valuesConfig: {
    ANALYST: { description: 'Reads what is public, known by name.' },
    PARTNER: { description: 'A partner region: reads what concerns its regions.' },
    PUBLISHER: { description: 'Feeds the hub from its sources, and sees what is held back of them.' },
    SUPERVISOR: { description: 'Supervises its regions.' },
    ADMINISTRATOR: { description: 'Gives and takes access, settles, and may do what publishers may.' },
  },
})

/** The statuses as a GraphQL enum. */
export const AccessKeyStatusEnum = enumOf(accessKeyStatuses)

registerEnumType(AccessKeyStatusEnum, {
  name: 'AccessKeyStatus',
  description: 'What an access key is worth.',
  valuesConfig: {
    LIVE: { description: 'It is accepted.' },
    EXPIRED: { description: 'Its time is over.' },
    REVOKED: { description: 'It was taken back.' },
  },
})

/** An access key in the graph. */
@ObjectType('AccessKey', {
  implements: Node,
  description:
    'A key by which somebody is known to the hub. Its text is shown once, when it is created, and kept nowhere. Administrators see all keys; who asks with a key sees that one.',
})
export class AccessKeyType extends Node {
  @Field(() => String, { description: 'The part of the key’s text between `bm_` and the secret.' })
  keyId!: string

  @Field(() => AccessRoleEnum, { description: 'What its bearer may be.' })
  role!: Role

  @Field(() => [String], { description: 'The codes of the regions that a partner or supervisor stands for.' })
  regions!: readonly string[]

  @Field(() => [String], { description: 'The codes of the sources that a publisher feeds.' })
  sources!: readonly string[]

  @Field(() => String, { description: 'Who it was given to.' })
  holder!: string

  @Field(() => String, {
    nullable: true,
    description: 'What whoever created it says of it. For administrators; null for others.',
  })
  note!: string | null

  @Field(() => DateTimeScalar, { description: 'When it was created.' })
  createdAt!: Date

  @Field(() => String, {
    nullable: true,
    description:
      'Who created it: `key:` and the id of a key, or `token:` and a subject. For administrators; null for others.',
  })
  createdBy!: string

  @Field(() => DateTimeScalar, { nullable: true, description: 'From when on it is no longer accepted.' })
  expiresAt!: Date | null

  @Field(() => DateTimeScalar, { nullable: true, description: 'When it was taken back.' })
  revokedAt!: Date | null

  @Field(() => String, {
    nullable: true,
    description: 'Who took it back. For administrators; null for others.',
  })
  revokedBy!: string | null

  @Field(() => String, { nullable: true, description: 'Why it was taken back.' })
  revocationReason!: string | null

  bornPosition!: number

  readAt!: number

  pinned!: boolean
}

/** A filter of access keys. */
@InputType({
  description: 'Which access keys. All tests must hold; `or` and `not` combine them otherwise.',
})
export class AccessKeyFilter {
  @Field(() => TextFilter, { nullable: true, description: 'The id within the key’s text.' })
  keyId?: TextFilter

  @Field(() => TextFilter, { nullable: true, description: 'Who it was given to.' })
  holder?: TextFilter

  @Field(() => TextFilter, {
    nullable: true,
    description: 'ANALYST, PARTNER, PUBLISHER, SUPERVISOR or ADMINISTRATOR.',
  })
  role?: TextFilter

  @Field(() => TextFilter, {
    nullable: true,
    description: 'LIVE, EXPIRED or REVOKED: by now, also under @asOf.',
  })
  status?: TextFilter

  @Field(() => TextFilter, { nullable: true, description: 'Who created it. For administrators alone.' })
  createdBy?: TextFilter

  @Field(() => [AccessKeyFilter], { nullable: true, description: 'All of these hold.' })
  and?: AccessKeyFilter[]

  @Field(() => [AccessKeyFilter], { nullable: true, description: 'At least one of these holds.' })
  or?: AccessKeyFilter[]

  @Field(() => AccessKeyFilter, { nullable: true, description: 'This does not hold.' })
  not?: AccessKeyFilter
}

/** A key to be created. */
@InputType({ description: 'The access key to create.' })
export class CreateAccessKeyInput {
  @Field(() => AccessRoleEnum, { description: 'What its bearer may be.' })
  role!: Role

  @Field(() => String, {
    description: 'Who it is given to, in 1 to 200 characters. One holder has at most two keys that hold.',
  })
  holder!: string

  @Field(() => [String], {
    nullable: true,
    description: 'The codes of the regions: at least one for PARTNER and SUPERVISOR, none for others.',
  })
  regions?: readonly string[] | null

  @Field(() => [String], {
    nullable: true,
    description: 'The codes of the sources: at least one for PUBLISHER, none for others.',
  })
  sources?: readonly string[] | null

  @Field(() => String, {
    nullable: true,
    description: 'What is to be known of it: at most 1,000 characters.',
  })
  note?: string | null

  @Field(() => DateTimeScalar, {
    nullable: true,
    description: 'From when on it is no longer accepted: in the future, at most five years from now.',
  })
  expiresAt?: Date | null
}

/** A key to be revoked. */
@InputType({ description: 'The access key to take back.' })
export class RevokeAccessKeyInput {
  @Field(() => ID, { description: 'Its `id` or its `keyId`.' })
  id!: string

  @Field(() => String, { description: 'Why: 1 to 1,000 characters.' })
  reason!: string
}

/** A key just created. */
@ObjectType('CreatedAccessKey', { description: 'An access key just created.' })
export class CreatedAccessKey {
  @Field(() => String, {
    description: 'The text of the key. It is shown this once: keep it in a safe place.',
  })
  key!: string

  @Field(() => AccessKeyType, { description: 'What the hub knows of it.' })
  accessKey!: AccessKeyType
}

/** A page of access keys. */
export const AccessKeyConnection = connectionOf<AccessKey>(AccessKeyType as never, 'AccessKey')
