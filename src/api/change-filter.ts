import { Field, InputType } from 'type-graphql'
import { TextFilter } from '../kernel/graph/filter-inputs.ts'

/** A filter of `changes`. */
@InputType({ description: 'Which changes.' })
export class ChangeFilter {
  @Field(() => TextFilter, {
    nullable: true,
    description: 'The type of the fact: Observation, Release, Region, Scheme …',
  })
  type?: TextFilter
}
