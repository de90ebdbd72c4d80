import { Field, ObjectType } from 'type-graphql'
import { DateTimeScalar, PositionScalar } from './scalars.ts'

/** The hub as answers show it. */
@ObjectType('Hub', { description: 'The hub: which software, which history, and where it stands.' })
export class HubType {
  @Field(() => String, { description: 'The name of the software.' })
  name!: string

  @Field(() => String, { description: 'The version of the software.' })
  version!: string

  @Field(() => String, { description: 'Which history this is. Cursors of another epoch cannot go on here.' })
  epoch!: string

  @Field(() => PositionScalar, { description: 'The position this answer is read at.' })
  position!: number

  @Field(() => DateTimeScalar, {
    nullable: true,
    description: 'When the commit at that position was recorded; null before the first.',
  })
  recordedAt!: Date | null

  readAt!: number

  pinned!: boolean
}
