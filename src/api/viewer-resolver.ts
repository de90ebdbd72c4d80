import { Ctx, Field, ObjectType, Query, Resolver } from 'type-graphql'
import { DateTimeScalar } from '../kernel/graph/scalars.ts'
import type { RequestContext } from './context.ts'

/** Who the hub takes the caller for. */
@ObjectType('Viewer', { description: 'Who the hub takes you for, and until when.' })
export class ViewerType {
  @Field(() => String, {
    description: 'anonymous, analyst, partner, publisher, supervisor or administrator.',
  })
  role!: string

  @Field(() => String, { nullable: true, description: 'The id of the access key that was used.' })
  keyId!: string | null

  @Field(() => String, { nullable: true, description: 'Who the access key was given to.' })
  holder!: string | null

  @Field(() => [String], { description: 'The codes of the regions that a partner or supervisor stands for.' })
  regions!: readonly string[]

  @Field(() => [String], { description: 'The codes of the sources that a publisher feeds.' })
  sources!: readonly string[]

  @Field(() => DateTimeScalar, { nullable: true, description: 'When the credential ends by itself.' })
  expiresAt!: Date | null

  @Field(() => String, { nullable: true, description: 'The identity provider that issued the token.' })
  issuer!: string | null

  @Field(() => String, { nullable: true, description: 'The subject of the token.' })
  subject!: string | null
}

/** `viewer`. */
@Resolver(() => ViewerType)
export class ViewerResolver {
  @Query(() => ViewerType, { description: 'Who the hub takes you for.' })
  viewer(@Ctx() { view, access }: RequestContext): ViewerType {
    const actor = 'actor' in view ? view.actor : null
    return {
      role: view.role,
      keyId: actor?.kind === 'key' ? actor.id : null,
      holder: actor?.kind === 'key' ? actor.holder : null,
      regions: 'regions' in view ? view.regions : [],
      sources: 'sources' in view ? view.sources : [],
      expiresAt: access.expiresAt,
      issuer: actor?.kind === 'token' ? actor.issuer : null,
      subject: actor?.kind === 'token' ? actor.subject : null,
    }
  }
}
