import {
  Arg,
  Ctx,
  Field,
  FieldResolver,
  InputType,
  Int,
  Mutation,
  ObjectType,
  Resolver,
  Root,
} from 'type-graphql'
import { mayPublish, publishers, requireTo } from '../../access/rights.ts'
import type { RequestContext } from '../../api/context.ts'
import type { Withdrawn } from '../../intake/release-changes.ts'
import { HubError } from '../../kernel/errors.ts'
import { Costs, writeCost } from '../../kernel/graph/cost.ts'
import { PositionScalar } from '../../kernel/graph/scalars.ts'
import { releaseReads } from './reads.ts'
import type { Release } from './terms.ts'
import { ReleaseType } from './types.ts'

/** How long the reason of a withdrawal may be, in characters. */
const longestReason = 2_000

/** Which release is to be withdrawn. */
@InputType({ description: 'A release to withdraw.' })
export class WithdrawReleaseInput {
  @Field(() => String, { description: 'The code of its source.' })
  source!: string

  @Field(() => String, { description: 'Its code, like 2022-08.' })
  code!: string

  @Field(() => String, { description: 'Why, for its readers: 1 to 2,000 characters.' })
  reason!: string
}

/** What a withdrawal did to facts. */
@ObjectType({ description: 'What a withdrawal did to facts.' })
export class WithdrawalCounts {
  @Field(() => Int, {
    description:
      'Figures that are again what another release says: another value, or the same of another release.',
  })
  revised!: number

  @Field(() => Int, {
    description: 'Figures that no other release says: they have ended. Credit records have ended for good.',
  })
  ended!: number
}

/** A withdrawal in the graph. */
@ObjectType('WithdrawReleaseResult', { description: 'What a withdrawal did.' })
export class WithdrawReleaseResultType implements Withdrawn {
  releaseId!: string

  @Field(() => PositionScalar, { description: 'The position at which it was withdrawn.' })
  position!: number

  @Field(() => WithdrawalCounts, { description: 'How many facts it changed.' })
  counts!: WithdrawalCounts
}

/** The mutation by which a release is taken back. */
@Resolver(() => WithdrawReleaseResultType)
export class WithdrawalResolver {
  @Costs({ own: writeCost })
  @Mutation(() => WithdrawReleaseResultType, {
    description:
      'Withdraws a release: each of its figures is again what the other releases say, or ends. Credit records that no other release says end for good: delivered again they stay ended, so correct a mistake by delivering the corrected decision first. An embargoed one never speaks. Withdrawing it again changes nothing and gives the same answer. Answers when this node’s streams have reached the position.',
  })
  async withdrawRelease(
    @Arg('input', () => WithdrawReleaseInput, { description: 'The release, and why.' })
    { source, code, reason }: WithdrawReleaseInput,
    @Ctx() context: RequestContext,
  ): Promise<Withdrawn> {
    requireTo(mayPublish(context.view, source), context.view, 'withdraw a release', publishers)
    const said = reason.trim()
    if (said === '' || said.length > longestReason) throw reasonRefused(said)
    return context.hub.withdraw({ source, code, reason: said })
  }

  @FieldResolver(() => ReleaseType, { nullable: true, description: 'The release as it stands since.' })
  release(
    @Root() { releaseId, position }: Withdrawn,
    @Ctx() context: RequestContext,
  ): Promise<Release | null> {
    return context.loadAt(releaseReads.byKey, { ...context.scope, position }, releaseId, 'all')
  }
}

function reasonRefused(said: string): HubError {
  const expected = `a reason of 1 to ${longestReason} characters`
  const came = said === '' ? 'none' : `${said.length} characters`
  return new HubError({
    code: 'BAD_USER_INPUT',
    message: `A withdrawal needs a reason for its readers: expected ${expected}; came ${came}.`,
    expected,
    came,
  })
}
