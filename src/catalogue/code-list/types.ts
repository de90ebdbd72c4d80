import { Field, Int, ObjectType } from 'type-graphql'
import { Node } from '../../kernel/graph/node.ts'
import { DateScalar } from '../../kernel/graph/scalars.ts'
import type { Names } from '../../kernel/language.ts'
import type { CodeList, CodeListEntry, ListedCode } from './terms.ts'

/** One code of a list in the graph. */
@ObjectType('CodeListEntry', { description: 'One code of a code list.' })
export class CodeListEntryType implements ListedCode {
  @Field(() => String, { description: 'The code.' })
  code!: string

  @Field(() => String, { nullable: true, description: 'The code of this list it lies under.' })
  parent!: string | null

  @Field(() => Int, { description: 'Its place in the published list, from 1.' })
  order!: number

  names?: Names | undefined

  list!: string

  readAt!: number

  pinned!: boolean
}

/** A code list in the graph. */
@ObjectType('CodeList', {
  implements: Node,
  description: 'One version of a code list: which codes there were, and when.',
})
export class CodeListType extends Node implements CodeList {
  @Field(() => String, { description: 'The code of the list, like cnca-field.' })
  code!: string

  @Field(() => String, { description: 'The version, like 2021.' })
  version!: string

  names!: Names

  @Field(() => DateScalar, { nullable: true, description: 'First day of the version; null where not known.' })
  validFrom!: string | null

  @Field(() => DateScalar, {
    nullable: true,
    description: 'First day on which it no longer holds; null while it does.',
  })
  validTo!: string | null

  entries!: readonly CodeListEntry[]

  note!: Names | null

  @Field(() => String, { description: 'Where the list comes from; what is a reading says so.' })
  provenance!: string

  readAt!: number

  pinned!: boolean
}
