import { Field, ObjectType, registerEnumType } from 'type-graphql'
import { Costs } from '../../kernel/graph/cost.ts'
import { Node } from '../../kernel/graph/node.ts'
import type { Names } from '../../kernel/language.ts'
import { mostEntries } from '../code-list/terms.ts'
import { type Crosswalk, type CrosswalkEntry, type CrosswalkRelation, crosswalkRelations } from './terms.ts'

/** The relations as a GraphQL enum. */
export const CrosswalkRelationEnum = Object.fromEntries(
  crosswalkRelations.map((relation) => [relation, relation]),
)

registerEnumType(CrosswalkRelationEnum, {
  name: 'CrosswalkRelation',
  description: 'What codes of one version of a code list are in another version.',
  valuesConfig: {
    EQUAL: { description: 'One code, the same content: figures go on.' },
    MERGED: { description: 'Several codes make exactly the one: their certificates may be added up.' },
    CHANGED: {
      description:
        'There is a code for it, but its content is another or cannot be told to be the same: a break, nothing to compare.',
    },
    SPLIT: { description: 'It became several codes, so that none holds it whole.' },
    DROPPED: { description: 'Nothing took its place, as far as is known.' },
  },
})

/** One line of a stored crosswalk in the graph. */
@ObjectType('CrosswalkEntry', { description: 'One line of a crosswalk.' })
export class CrosswalkEntryType implements CrosswalkEntry {
  @Field(() => [String], { description: 'Codes of the older version.' })
  from!: readonly string[]

  @Field(() => String, {
    nullable: true,
    description: 'The code of the newer version that holds them; null where none does.',
  })
  to!: string | null

  @Field(() => CrosswalkRelationEnum, { description: 'What they are in the newer version.' })
  relation!: CrosswalkRelation

  note!: Names | null

  @Field(() => String, { description: 'Where this comes from; what is our own reading says so.' })
  provenance!: string
}

/** A crosswalk in the graph. */
@ObjectType('Crosswalk', {
  implements: Node,
  description:
    'What the codes of one version of a code list are in the next: each code of the older version stands in exactly one entry.',
})
export class CrosswalkType extends Node implements Crosswalk {
  code!: string

  @Field(() => String, { description: 'The code of the list, like cnca-field.' })
  codeList!: string

  @Field(() => String, { description: 'The older version.' })
  fromVersion!: string

  @Field(() => String, { description: 'The newer version.' })
  toVersion!: string

  @Costs({ size: mostEntries })
  @Field(() => [CrosswalkEntryType], { description: 'The lines, in the order of the older list.' })
  entries!: readonly CrosswalkEntryType[]

  note!: Names | null

  @Field(() => String, { description: 'Where the crosswalk comes from; what is our own reading says so.' })
  provenance!: string

  readAt!: number

  pinned!: boolean
}
