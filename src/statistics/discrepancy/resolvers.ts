import { Arg, Ctx, Mutation, Query, Resolver, Root, Subscription } from 'type-graphql'
import { maySettle, requireTo } from '../../access/rights.ts'
import { actorOf } from '../../access/view.ts'
import type { RequestContext } from '../../api/context.ts'
import { parseStreamCursor } from '../../history/cursor.ts'
import { HubError } from '../../kernel/errors.ts'
import type { Connection } from '../../kernel/graph/connection.ts'
import { Costs, writeCost } from '../../kernel/graph/cost.ts'
import { type Frame, frameCost } from '../../kernel/graph/frame.ts'
import { parseGlobalId } from '../../kernel/graph/global-id.ts'
import { After, AfterCursor, First, Snapshot } from '../../kernel/graph/list-arguments.ts'
import { anyText, type PageList } from '../../kernel/graph/page-list.ts'
import { pageOf } from '../../kernel/graph/page-of.ts'
import { pageSize } from '../../kernel/page.ts'
import { shown } from '../../kernel/text.ts'
import { discrepancyCondition } from './filters.ts'
import {
  countDiscrepancies,
  type DiscrepancyOrder,
  discrepancyOrders,
  discrepancyReads,
  readDiscrepancies,
} from './reads.ts'
import { settlementNote } from './rules.ts'
import type { Discrepancy } from './terms.ts'
import {
  DiscrepancyConnection,
  DiscrepancyFilter,
  DiscrepancyFrame,
  DiscrepancyOrderEnum,
  DiscrepancyType,
  SettleDiscrepancyInput,
} from './types.ts'
import { settle } from './writes-settlement.ts'

/** A list per order: a cursor of one is none of another. */
const listIn = (order: DiscrepancyOrder): PageList => ({
  name: `discrepancies by ${order}`,
  keys: [/^\d{1,200}(?:\.\d{1,200})?$/, anyText],
})

/** The discrepancies of the graph: listed, settled, followed. */
@Resolver(() => DiscrepancyType)
export class DiscrepancyResolver {
  @Query(() => DiscrepancyConnection, { description: 'Where sources disagree about a figure.' })
  async discrepancies(
    @Arg('filter', () => DiscrepancyFilter, { nullable: true, description: 'Only discrepancies that match.' })
    filter: DiscrepancyFilter | null | undefined,
    @Arg('orderBy', () => DiscrepancyOrderEnum, {
      nullable: true,
      description: 'The order: opened last first by default.',
    })
    orderBy: DiscrepancyOrder | null | undefined,
    @First() first: number | null | undefined,
    @After() after: string | null | undefined,
    @Ctx() context: RequestContext,
  ): Promise<Connection<Discrepancy>> {
    const size = pageSize(first)
    const order = orderBy ?? 'AGE_ASC'
    const list = listIn(order)
    const { scope, keys } = context.pageStart(after, list)
    const [value, key] = keys
    const question = {
      condition: await discrepancyCondition(context, filter, scope.position),
      order,
      after: value === undefined || key === undefined ? null : ([value, key] as const),
      limit: size + 1,
    }
    const { rows } = await context.read(readDiscrepancies, question, new Set(), scope)
    return pageOf({
      rows,
      size,
      continued: question.after !== null,
      position: scope.position,
      keysOf: (row) => [list.name, String(row[discrepancyOrders[order].key]), parseGlobalId(row.id).key],
      count: () => context.count(countDiscrepancies, question, scope),
    })
  }

  @Costs({ own: writeCost })
  @Mutation(() => DiscrepancyType, {
    description:
      'Settles a discrepancy with a note, for an administrator. It opens anew when one of its two values changes and they still disagree. Settled again in the same words, nothing changes. Answers when this node’s streams have reached the new position.',
  })
  async settleDiscrepancy(
    @Arg('input', () => SettleDiscrepancyInput, { description: 'The settlement.' })
    { id, note, preferred = null }: SettleDiscrepancyInput,
    @Ctx() context: RequestContext,
  ): Promise<Discrepancy> {
    const { hub, view, scope } = context
    requireTo(maySettle(view), view, 'settle a discrepancy', 'an administrator')
    const key = discrepancyKey(id)
    const settledBy = actorOf(view)
    await settle(scope.database, hub.commit, { key, note: settlementNote(note), preferred, settledBy })
    const now = { ...scope, position: hub.tail.position }
    const settled = await context.loadAt(discrepancyReads.byKey, now, key, 'all')
    if (settled !== null) return settled
    const message = 'The discrepancy was settled, and has ended since: a commit came in between.'
    throw new HubError({ code: 'UNKNOWN_DISCREPANCY', message })
  }

  @Costs(frameCost)
  @Subscription(() => DiscrepancyFrame, {
    description:
      'The discrepancies that match, as they open, change, are settled and end: none is lost, none comes twice on a connection.',
    subscribe: ({ args, context }: { args: FollowArguments; context: RequestContext }) =>
      followDiscrepancies(args, context),
  })
  discrepancyChanges(
    @Root() frame: Frame<Discrepancy>,
    @Arg('filter', () => DiscrepancyFilter, { nullable: true, description: 'Only discrepancies that match.' })
    _filter: DiscrepancyFilter | null | undefined,
    @AfterCursor() _after: string | null | undefined,
    @Snapshot() _snapshot: boolean | null | undefined,
  ): Frame<Discrepancy> {
    return frame
  }
}

/** The key that the id of a discrepancy names; one with a position names the same, as it stands now. */
function discrepancyKey(id: string): string {
  const { noun, key } = parseGlobalId(id)
  if (noun === 'discrepancy') return key
  throw new HubError({
    code: 'INVALID_ID',
    message: 'The id is not one of a discrepancy. Use the `id` of an entry of `discrepancies`.',
    expected: 'an id that begins with discrepancy/',
    came: shown(id),
  })
}

type FollowArguments = {
  readonly filter?: DiscrepancyFilter | null
  readonly after?: string | null
  readonly snapshot?: boolean | null
}

async function followDiscrepancies(
  args: FollowArguments,
  context: RequestContext,
): Promise<AsyncIterable<Frame<Discrepancy>>> {
  const resumed = args.after == null ? null : parseStreamCursor(args.after)
  const condition = await discrepancyCondition(
    context,
    args.filter,
    resumed?.position ?? context.scope.position,
  )
  return context.follow([discrepancyReads.stream], args, condition)
}
