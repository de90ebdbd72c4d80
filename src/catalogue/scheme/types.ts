import { Field, ObjectType, registerEnumType } from 'type-graphql'
import { enumOf } from '../../kernel/graph/enum-of.ts'
import { Node } from '../../kernel/graph/node.ts'
import type { Names } from '../../kernel/language.ts'
import { type Scheme, schemeCategories, schemeKinds } from './terms.ts'

/** The kinds as a GraphQL enum. */
export const SchemeKindEnum = enumOf(schemeKinds)

registerEnumType(SchemeKindEnum, {
  name: 'SchemeKind',
  description: 'What a scheme is.',
  valuesConfig: {
    TOTAL: { description: 'The total over all schemes; never added to its members.' },
    CATEGORY: {
      description: 'The total of one category of the official tables; never added to its members.',
    },
    FIELD: { description: 'A field that only the official tables know.' },
    SCHEME: { description: 'A certification scheme.' },
  },
})

/** The categories as a GraphQL enum. */
export const SchemeCategoryEnum = enumOf(schemeCategories)

registerEnumType(SchemeCategoryEnum, {
  name: 'SchemeCategory',
  description: 'What is certified.',
  valuesConfig: {
    MANAGEMENT_SYSTEM: { description: 'A management system of an organization.' },
    PRODUCT: { description: 'A product.' },
    SERVICE: { description: 'A service.' },
  },
})

/** A scheme in the graph. */
@ObjectType('Scheme', {
  implements: Node,
  description: 'A certification scheme, or a class of the official tables.',
})
export class SchemeType extends Node implements Scheme {
  @Field(() => String, { description: 'The code, like QMS, CCC or TOTAL.' })
  code!: string

  @Field(() => SchemeKindEnum, { description: 'What this scheme is.' })
  kind!: Scheme['kind']

  @Field(() => SchemeCategoryEnum, { nullable: true, description: 'What is certified; null for the total.' })
  category!: Scheme['category']

  parent!: string | null

  names!: Names

  @Field(() => [String], { description: 'Spellings that tables print for this scheme.' })
  aliases!: readonly string[]

  @Field(() => [String], {
    description: 'The standards certified against, where the reference data names them.',
  })
  standards!: readonly string[]

  @Field(() => Boolean, {
    nullable: true,
    description: 'Certification is compulsory; null where the data does not say.',
  })
  mandatory!: boolean | null

  note!: Names | null

  @Field(() => String, {
    description: 'Where the scheme and its names come from; what is unverified says so.',
  })
  provenance!: string

  readAt!: number

  pinned!: boolean
}
