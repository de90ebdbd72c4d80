import { Field, ObjectType } from 'type-graphql'
import { DateTimeScalar, PositionScalar } from './scalars.ts'

/** One step of the history, as answers show it. */
@ObjectType('Commit', {
  description:
    'One step of the hub’s history: one release or its withdrawal, one load of reference data, one settlement, one change of access.',
})
export class CommitType {
  @Field(() => PositionScalar, { description: 'Where it stands in the history.' })
  position!: number

  @Field(() => DateTimeScalar, { description: 'When the hub recorded it.' })
  recordedAt!: Date

  @Field(() => String, {
    description:
      'What it was for: REFERENCE, RELEASE, CLAIM (held, nothing shown yet), EMBARGO (one ended), WITHDRAWAL, SETTLEMENT (of a discrepancy), ACCESS (a key given or taken back), MERGE (organizations merged or split), BACKFILL, REPAIR (of a credit record), DISPUTE (a mark set or taken away) or EXPIRY (days that have come).',
  })
  kind!: string
}
