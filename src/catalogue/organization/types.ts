import { Field, InputType, Int, ObjectType } from 'type-graphql'
import { connectionOf } from '../../kernel/graph/connection.ts'
import { FlagFilter, TextFilter } from '../../kernel/graph/filter-inputs.ts'
import { Node } from '../../kernel/graph/node.ts'
import { DateScalar, DateTimeScalar, PositionScalar } from '../../kernel/graph/scalars.ts'
import type { Names } from '../../kernel/language.ts'
import {
  IdentifierCheckEnum,
  IdentifierSchemeEnum,
  OrganizationOriginEnum,
  OrganizationRoleEnum,
} from './organization-enums.ts'
import type {
  Identifier,
  IdentifierCheck,
  IdentifierScheme,
  Organization,
  OrganizationOrigin,
  OrganizationRole,
} from './terms.ts'

/** A number of an organization, in the graph. */
@ObjectType('Identifier', {
  simpleResolvers: true,
  description: 'A number that a register gave an organization.',
})
export class IdentifierType implements Identifier {
  @Field(() => IdentifierSchemeEnum, { description: 'Whose number it is.' })
  scheme!: IdentifierScheme

  @Field(() => String, { description: 'The number as its scheme writes it.' })
  value!: string

  @Field(() => String, { description: 'The number as the source wrote it.' })
  raw!: string

  @Field(() => IdentifierCheckEnum, { description: 'Whether its check characters fit.' })
  check!: IdentifierCheck

  @Field(() => DateScalar, {
    nullable: true,
    description: 'Since when it was its organization’s; null where not known.',
  })
  validFrom!: string | null

  @Field(() => DateScalar, {
    nullable: true,
    description: 'Until when; null while it is, or where not known.',
  })
  validTo!: string | null
}

/** An organization in the graph. */
@ObjectType('Organization', {
  implements: Node,
  description:
    'An organization, or a natural person’s own business. Its id is random, and stays whatever is learnt of its names and numbers. Never merged with another for their names alone.',
})
export class OrganizationType extends Node implements Organization {
  organizationId!: string

  name!: string

  names!: Names | null

  @Field(() => Boolean, {
    description:
      'It is a natural person’s own business (codes that begin with 92): name and numbers are personal data, masked for all but its supervisors.',
  })
  person!: boolean

  region!: string | null

  @Field(() => [OrganizationRoleEnum], { description: 'What it is in the system of certification.' })
  roles!: readonly OrganizationRole[]

  @Field(() => OrganizationOriginEnum, { description: 'The best of what speaks of it.' })
  origin!: OrganizationOrigin

  mergedInto!: string | null

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

/** Tests on a number of an organization: whole numbers only, as registers are asked. */
@InputType({
  description:
    'Tests on a number, written in any way: blanks, hyphens, width and case do not matter. `scheme:value` names the register.',
})
export class CodesFilter {
  @Field(() => String, { nullable: true, description: 'This number.' })
  eq?: string

  @Field(() => [String], { nullable: true, description: 'One of these numbers.' })
  in?: string[]
}

/** A filter of organizations. */
@InputType({
  description: 'Which organizations. All tests must hold; `or` and `not` combine them otherwise.',
})
export class OrganizationFilter {
  @Field(() => TextFilter, { nullable: true, description: 'The code of the region.' })
  region?: TextFilter

  @Field(() => TextFilter, {
    nullable: true,
    description: 'One of its roles: CERTIFIED, CERTIFICATION_BODY, LABORATORY, AUTHORITY.',
  })
  role?: TextFilter

  @Field(() => TextFilter, {
    nullable: true,
    description:
      'One of its names, in any language. Of persons the masked name, which is all that is looked at.',
  })
  name?: TextFilter

  @Field(() => CodesFilter, {
    nullable: true,
    description: 'One of its numbers, or of those that were merged into it.',
  })
  identifier?: CodesFilter

  @Field(() => FlagFilter, { nullable: true, description: 'Whether it is a natural person’s own business.' })
  person?: FlagFilter

  @Field(() => TextFilter, { nullable: true, description: 'REGISTER, CERTIFICATE or CREDIT.' })
  origin?: TextFilter

  @Field(() => TextFilter, {
    nullable: true,
    description:
      'The kind of a credit record of it, or of one that was merged into it, that may be shown now: ADMINISTRATIVE_PENALTY, ABNORMAL_OPERATION_LIST, …',
  })
  recordKind?: TextFilter

  @Field(() => [OrganizationFilter], { nullable: true, description: 'All of these hold.' })
  and?: OrganizationFilter[]

  @Field(() => [OrganizationFilter], { nullable: true, description: 'At least one of these holds.' })
  or?: OrganizationFilter[]

  @Field(() => OrganizationFilter, { nullable: true, description: 'This does not hold.' })
  not?: OrganizationFilter
}

/** A page of organizations. */
export const OrganizationConnection = connectionOf<Organization>(OrganizationType, 'Organization')
