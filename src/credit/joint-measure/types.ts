import { Field, Int, ObjectType } from 'type-graphql'
import { Node } from '../../kernel/graph/node.ts'
import { DateScalar } from '../../kernel/graph/scalars.ts'
import type { JointMeasure } from './terms.ts'

/** A joint measure in the graph. */
@ObjectType('JointMeasure', {
  implements: Node,
  simpleResolvers: true,
  description:
    'What another authority does because of a credit record (联合惩戒, or an incentive). It ends with the record.',
})
export class JointMeasureType extends Node implements JointMeasure {
  measureId!: string

  recordId!: string

  @Field(() => String, { description: 'What is done.' })
  measure!: string

  @Field(() => String, { description: 'The name of the authority that does it.' })
  authority!: string

  authorityId!: string | null

  @Field(() => String, {
    nullable: true,
    description: 'The ground: the list of measures or the law that allows it; null where none is named.',
  })
  basis!: string | null

  @Field(() => DateScalar, { nullable: true, description: 'Its first day; null where that is not known.' })
  validFrom!: string | null

  @Field(() => DateScalar, {
    nullable: true,
    description: 'Its last day; null where it holds as long as the record.',
  })
  validTo!: string | null

  @Field(() => String, {
    nullable: true,
    description: 'Why it ended; null while it holds. Only supervisors, with a purpose, find what has ended.',
  })
  endedBecause!: string | null

  source!: string

  releaseId!: string

  @Field(() => Int, { description: '1 for the measure as it first came, one more with each revision.' })
  revision!: number

  readAt!: number

  pinned!: boolean
}
