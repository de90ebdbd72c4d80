import { Field, Int, ObjectType } from 'type-graphql'
import { Node } from '../../kernel/graph/node.ts'
import type { Names } from '../../kernel/language.ts'
import type { Source } from './terms.ts'

/** A source in the graph. */
@ObjectType('Source', {
  implements: Node,
  description: 'Where facts come from: one publisher’s one table or feed.',
})
export class SourceType extends Node implements Source {
  @Field(() => String, { description: 'The code, like cnca-by-region.' })
  code!: string

  names!: Names

  publisher!: Names

  @Field(() => String, { nullable: true, description: 'The publisher’s own address.' })
  address!: string | null

  @Field(() => String, {
    description: 'What its rows say, like observation; `measure` where the hub counts its figures itself.',
  })
  noun!: string

  @Field(() => String, {
    nullable: true,
    description:
      'How often it publishes, in SDMX letters (CL_FREQ): M is monthly. Null where it publishes as things happen.',
  })
  frequency!: Source['frequency']

  @Field(() => String, { description: 'The mapping by which its files are read.' })
  feed!: string

  @Field(() => String, {
    nullable: true,
    description: 'The code list its schemes stand in, like cnca-field; null where they stand in none.',
  })
  codeList!: string | null
  @Field(() => Int, {
    nullable: true,
    description:
      'Who is preferred by the rule SOURCE_PRIORITY where several sources say one figure: 1 first. Null as of positions before the hub knew priorities.',
  })
  priority!: number | null

  note!: Names | null

  @Field(() => String, { description: 'How sure the hub is of what it says of this source.' })
  provenance!: string

  readAt!: number

  pinned!: boolean
}
