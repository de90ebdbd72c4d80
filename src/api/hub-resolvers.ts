import type { GraphQLResolveInfo } from 'graphql'
import { Arg, Ctx, FieldResolver, ID, Info, Int, Query, Resolver, Root, Subscription } from 'type-graphql'
import type { Wanted } from '../access/read.ts'
import { everything, passes } from '../kernel/condition.ts'
import { type Asked, Costs, lengthOf } from '../kernel/graph/cost.ts'
import { conditionOf } from '../kernel/graph/filter-condition.ts'
import type { TextFilter } from '../kernel/graph/filter-inputs.ts'
import { changesPerFrame, type Frame, frameCost, frameOf } from '../kernel/graph/frame.ts'
import { parseGlobalId } from '../kernel/graph/global-id.ts'
import { HubType } from '../kernel/graph/hub-type.ts'
import { AfterCursor, Snapshot } from '../kernel/graph/list-arguments.ts'
import { Node, typeNameOf } from '../kernel/graph/node.ts'
import { CursorScalar, PositionScalar } from '../kernel/graph/scalars.ts'
import { wantedFields } from '../kernel/graph/wanted.ts'
import { pageSize } from '../kernel/page.ts'
import type { StreamedFact } from '../subscriptions/stream.ts'
import { knownPosition } from './as-of.ts'
import { ChangeFilter } from './change-filter.ts'
import { changesPerAnswer, type RequestContext } from './context.ts'
import { pageOf } from './cost/field-costs.ts'

/** A frame of `changes`. */
export const ChangeFrame = frameOf<StreamedFact>(() => Node as never, 'Node')

/** The fields of the graph that are about the hub itself. */
@Resolver(() => HubType)
export class HubResolver {
  @Query(() => HubType, { description: 'The hub: which software, which history, and where it stands.' })
  async hub(@Ctx() context: RequestContext): Promise<HubType> {
    const { position, pinned } = context.scope
    const { tail, version } = context.hub
    const recordedAt = position === 0 ? null : ((await tail.commitAt(position))?.recordedAt ?? null)
    return { name: 'Baymark', version, epoch: tail.epoch, position, recordedAt, readAt: position, pinned }
  }

  @FieldResolver(() => CursorScalar, {
    description:
      'The cursor at a position, by default at this answer’s: a stream `after` it tells every change that this answer does not show.',
  })
  async cursor(
    @Root() hub: HubType,
    @Arg('at', () => PositionScalar, { nullable: true, description: 'The position; 0 is the beginning.' })
    at: number | null | undefined,
    @Ctx() context: RequestContext,
  ): Promise<string> {
    return context.hub.cursorAt(knownPosition(at ?? hub.position, context.hub.tail))
  }

  @Query(() => Node, {
    nullable: true,
    description: 'The fact with an id; null where there is none. An id with a position is read there.',
  })
  node(
    @Arg('id', () => ID, { description: 'An id as an answer gave it.' }) id: string,
    @Ctx() context: RequestContext,
    @Info() info: GraphQLResolveInfo,
  ): Promise<object | null> {
    return nodeOf(context, id, wantedFields(info))
  }

  @Costs({ size: ({ arg }) => lengthOf(arg('ids')) ?? 0 })
  @Query(() => [Node], {
    nullable: 'items',
    description: 'The facts with these ids, in their order; null where there is none.',
  })
  nodes(
    @Arg('ids', () => [ID], { description: 'Ids as answers gave them; at most 1,000.' })
    ids: readonly string[],
    @Ctx() context: RequestContext,
    @Info() info: GraphQLResolveInfo,
  ): Promise<readonly (object | null)[]> {
    pageSize(ids.length)
    const wanted = wantedFields(info)
    return Promise.all(ids.map((id) => nodeOf(context, id, wanted)))
  }

  @Costs({ own: changesAsked, size: pageOf, tells: { page: changesOfFrame } })
  @Query(() => [ChangeFrame], {
    name: 'changes',
    description:
      'What the stream `changes` would tell after a cursor, up to this answer’s position: the same frames. An answer holds about 1,000 changes at most: go on from the cursor of its last frame until an answer is empty.',
  })
  async changesAfter(
    @Arg('after', () => CursorScalar, { description: 'Go on after this cursor; "0" is the beginning.' })
    after: string,
    @Arg('filter', () => ChangeFilter, { nullable: true, description: 'Only changes that match.' })
    filter: ChangeFilter | null | undefined,
    @Arg('first', () => Int, { nullable: true, description: 'Frames at most: 50 by default, 1,000 at most.' })
    first: number | null | undefined,
    @Ctx() context: RequestContext,
  ): Promise<readonly Frame<StreamedFact>[]> {
    return context.frames(streamsFor(context, filter), after, everything, pageSize(first))
  }

  @Costs(frameCost)
  @Subscription(() => ChangeFrame, {
    description:
      'Everything that changes in the hub, in one order: nothing is lost, nothing comes twice on a connection.',
    subscribe: ({ args, context }: { args: ChangeArguments; context: RequestContext }) =>
      context.follow(streamsFor(context, args.filter), args, everything),
  })
  changes(
    @Root() frame: Frame<StreamedFact>,
    @Arg('filter', () => ChangeFilter, { nullable: true, description: 'Only changes that match.' })
    _filter: ChangeFilter | null | undefined,
    @AfterCursor() _after: string | null | undefined,
    @Snapshot() _snapshot: boolean | null | undefined,
  ): Frame<StreamedFact> {
    return frame
  }
}

type ChangeArguments = {
  readonly filter?: { readonly type?: TextFilter } | null
  readonly after?: string | null
  readonly snapshot?: boolean | null
}

function streamsFor(context: RequestContext, filter: { readonly type?: TextFilter } | null | undefined) {
  const condition = conditionOf(filter, { type: 'text' })
  return context.hub.streams.filter((stream) => passes(condition, { type: typeNameOf(stream.noun) }))
}

async function nodeOf(context: RequestContext, id: string, wanted: Wanted): Promise<object | null> {
  const { noun, key, at } = parseGlobalId(id)
  const read = context.hub.nodes.get(noun)
  if (read === undefined) return null
  return context.loadAt(read, context.scopeAt(at), key, wanted)
}

/** The frames and all of their changes: an answer ends with the frame that brings it to so many changes. */
function changesAsked(asked: Asked): number {
  const frames = pageOf(asked)
  return frames + Math.min(frames * changesPerFrame, changesPerAnswer + changesPerFrame)
}

/** The changes of one of its frames, spread evenly. */
function changesOfFrame(asked: Asked): number {
  const frames = pageOf(asked)
  return frames === 0 ? 0 : (changesAsked(asked) - frames) / frames
}
