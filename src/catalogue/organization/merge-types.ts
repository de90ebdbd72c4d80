import { Field, ID, InputType } from 'type-graphql'

/** A merge to make. */
@InputType({ description: 'Which organization is merged into which.' })
export class MergeOrganizationsInput {
  @Field(() => ID, { description: 'The id of the organization that is merged.' })
  from!: string

  @Field(() => ID, { description: 'The id of the one that stands for it from there on.' })
  into!: string

  @Field(() => String, { description: 'How it is known that the two are one: 1 to 2,000 characters.' })
  reason!: string

  @Field(() => String, {
    nullable: true,
    description: 'Names this merge: repeated with the same key, it changes nothing. 1 to 200 characters.',
  })
  idempotencyKey?: string | null
}

/** A split to make. */
@InputType({ description: 'Which organization stands for itself again.' })
export class SplitOrganizationInput {
  @Field(() => ID, { description: 'The id of the organization that was merged.' })
  organization!: string

  @Field(() => String, { description: 'Why the two are not one: 1 to 2,000 characters.' })
  reason!: string
}
