import { Arg, Resolver, Root, Subscription } from 'type-graphql'
import type { RequestContext } from '../api/context.ts'
import { parseStreamCursor } from '../history/cursor.ts'
import { Costs } from '../kernel/graph/cost.ts'
import { type Frame, frameCost } from '../kernel/graph/frame.ts'
import { AfterCursor, Snapshot } from '../kernel/graph/list-arguments.ts'
import { CreditRecordFilter } from './filter-types.ts'
import { creditCondition } from './filters.ts'
import { creditRecordStream } from './streams.ts'
import type { CreditRecord } from './terms.ts'
import { CreditRecordFrame, CreditRecordType } from './types.ts'

/** `creditRecordChanges`. */
@Resolver(() => CreditRecordType)
export class CreditRecordChanges {
  @Costs(frameCost)
  @Subscription(() => CreditRecordFrame, {
    description:
      'The credit records that match, as they become public, change and end: none is lost, none comes twice on a connection. A watchlist is a filter by organizations. What has ended is a RETRACT with its id alone, for whoever may have it.',
    subscribe: ({ args, context }: { args: FollowArguments; context: RequestContext }) =>
      followRecords(args, context),
  })
  creditRecordChanges(
    @Root() frame: Frame<CreditRecord>,
    @Arg('filter', () => CreditRecordFilter, { nullable: true, description: 'Only records that match.' })
    _filter: CreditRecordFilter | null | undefined,
    @AfterCursor() _after: string | null | undefined,
    @Snapshot() _snapshot: boolean | null | undefined,
  ): Frame<CreditRecord> {
    return frame
  }
}

type FollowArguments = {
  readonly filter?: CreditRecordFilter | null
  readonly after?: string | null
  readonly snapshot?: boolean | null
}

async function followRecords(
  args: FollowArguments,
  context: RequestContext,
): Promise<AsyncIterable<Frame<CreditRecord>>> {
  const resumed = args.after == null ? null : parseStreamCursor(args.after)
  const from = resumed?.position ?? context.scope.position
  const condition = await creditCondition(context, args.filter, from)
  return context.follow([creditRecordStream], args, condition)
}
