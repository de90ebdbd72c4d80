import type { ReadScope } from '../access/read.ts'
import type { View } from '../access/view.ts'
import type { Place } from '../history/cursor.ts'
import type { Tail } from '../history/tail.ts'
import type { Clock } from '../kernel/clock.ts'
import type { Condition } from '../kernel/condition.ts'
import { HubError } from '../kernel/errors.ts'
import { type Change, ChangeOp, changesPerFrame, type Frame, FrameKind } from '../kernel/graph/frame.ts'
import type { Position } from '../kernel/position.ts'
import { compareTexts } from '../kernel/text.ts'
import type { Queryable } from '../platform/database.ts'
import { changeFor } from './change.ts'
import type { CommitLog } from './commit-log.ts'
import type { KnownFacts } from './known-facts.ts'
import { cursorAt, type ResetReason, safeCursor } from './points.ts'
import type { ChangeStream, StreamedFact } from './stream.ts'

/** What a subscriber follows, and who it is. */
export type Following<Row extends StreamedFact> = {
  readonly streams: readonly ChangeStream<Row>[]
  readonly condition: Condition
  readonly view: View
}

/** What is followed, until it ends: then whoever makes frames throws UNAVAILABLE in the middle of its work. */
export type Reading<Row extends StreamedFact> = Following<Row> & {
  readonly ended: AbortSignal
  /** Which facts the reader may have of those that are hidden by now. */
  readonly known: KnownFacts
}

/** What a stream needs of the tail. */
export type FollowedTail = Pick<Tail, 'epoch' | 'position' | 'trouble' | 'commitAt' | 'beyond' | 'reach'>

/** What frames are made from. */
export type FrameSources = {
  readonly tail: FollowedTail
  readonly log: CommitLog
  readonly database: Queryable
  readonly clock: Clock
}

type Placed<Row extends StreamedFact> = {
  readonly stream: ChangeStream<Row>
  readonly place: Place
  readonly change: Change<Row>
}

/**
 * The frames of one commit for one subscriber, after a place in it; none where nothing changed for it. Resumed in
 * the middle, the commit is always ended by a complete frame.
 */
export async function* deltaFrames<Row extends StreamedFact>(
  sources: FrameSources,
  following: Reading<Row>,
  position: Position,
  after: Place | null,
  follows: string | null,
): AsyncGenerator<Frame<Row>, void> {
  const changes = changesOf(sources, following, position, after)
  const parts = { kind: FrameKind.DELTA, position, follows, evenIfEmpty: after !== null }
  yield* framed(sources, following, parts, changes)
}

/** The frames of the state at a position, after a place in it; always ended by a complete frame. */
export async function* snapshotFrames<Row extends StreamedFact>(
  sources: FrameSources,
  following: Reading<Row>,
  position: Position,
  after: Place | null,
  follows: string | null,
): AsyncGenerator<Frame<Row>, void> {
  const parts = { kind: FrameKind.SNAPSHOT, position, follows, evenIfEmpty: true }
  yield* framed(sources, following, parts, stateOf(sources, following, position, after))
}

/** The frame that says: nothing for you up to here. */
export async function progressFrame(
  tail: FollowedTail,
  position: Position,
  follows: string | null,
): Promise<Frame<never>> {
  const commit = position === 0 ? null : await tail.commitAt(position)
  const cursor = await cursorAt(tail, position)
  return { kind: FrameKind.PROGRESS, cursor, follows, commit, complete: true, reason: null, changes: [] }
}

/** The frame that says: continuity cannot be proven. Nothing follows it. */
export function resetFrame(reason: ResetReason, follows: string | null): Frame<never> {
  return {
    kind: FrameKind.RESET,
    cursor: safeCursor,
    follows,
    commit: null,
    complete: true,
    reason: reasons[reason],
    changes: [],
  }
}

const reasons: Readonly<Record<ResetReason, string>> = {
  EPOCH: 'EPOCH: the cursor is of another history. Begin anew with `snapshot: true`.',
  DIVERGED:
    'DIVERGED: this history has another commit at the cursor’s position. Begin anew with `snapshot: true`.',
  AHEAD:
    'AHEAD: the hub has not reached the cursor’s position; its history may have been restored to an earlier state. Begin anew with `snapshot: true`.',
  ACCESS: 'ACCESS: what you may see has changed. Begin anew with `snapshot: true`.',
}

type Framing = {
  readonly kind: FrameKind
  readonly position: Position
  readonly follows: string | null
  readonly evenIfEmpty: boolean
}

async function* framed<Row extends StreamedFact>(
  { tail, database }: FrameSources,
  following: Reading<Row>,
  { kind, position, follows, evenIfEmpty }: Framing,
  placed: AsyncIterable<Placed<Row>>,
): AsyncGenerator<Frame<Row>, void> {
  const commit = position === 0 ? null : await tail.commitAt(position)
  const parts = { kind, commit, reason: null }
  let previous = follows
  let begun = false
  // Told by now, and not yet sent: looked at again when the reader has come back for them.
  let held: readonly Placed<Row>[] = []
  let fresh: Placed<Row>[] = []
  for await (const one of placed) {
    fresh.push(one)
    if (held.length + fresh.length <= changesPerFrame) continue
    held = await told(database, following, position, [...held, ...fresh])
    fresh = []
    if (held.length <= changesPerFrame) continue
    const sent = held.slice(0, changesPerFrame)
    const cursor = await cursorAt(tail, position, sent.at(-1)?.place, kind === FrameKind.SNAPSHOT)
    yield { ...parts, cursor, follows: previous, complete: false, changes: sent.map(({ change }) => change) }
    begun = true
    previous = cursor
    held = held.slice(changesPerFrame)
  }
  held = await told(database, following, position, [...held, ...fresh])
  if (held.length === 0 && !evenIfEmpty && !begun) return
  const cursor = await cursorAt(tail, position)
  yield { ...parts, cursor, follows: previous, complete: true, changes: held.map(({ change }) => change) }
}

/** What of some changes may be told now: what is hidden is to be forgotten by whoever may have it. */
async function told<Row extends StreamedFact>(
  database: Queryable,
  { view, known }: Reading<Row>,
  position: Position,
  changes: readonly Placed<Row>[],
): Promise<readonly Placed<Row>[]> {
  let rest = changes
  for (const stream of new Set(changes.map((placed) => placed.stream))) {
    const keys = rest.filter((placed) => placed.stream === stream).map(({ place }) => place.key)
    const look = await stream.look?.(database, view, keys)
    if (look === undefined) continue
    known.looked(look)
    rest = rest.flatMap((placed) => {
      const hidden = placed.stream === stream ? look.hidden.get(placed.place.key) : undefined
      const change = hidden === undefined ? placed.change : known.hidden(placed.change, position, hidden)
      return change === null ? [] : [{ ...placed, change }]
    })
  }
  return rest
}

async function* changesOf<Row extends StreamedFact>(
  { log, tail }: FrameSources,
  { streams, condition, view, ended }: Reading<Row>,
  position: Position,
  after: Place | null,
): AsyncGenerator<Placed<Row>, void> {
  const commit = await tail.commitAt(position)
  if (commit === null) throw new Error(`the history has no commit at position ${position}`)
  for (const { stream, from } of remaining(streams, after)) {
    for await (const changed of log.changed(stream, commit, from, tail.position)) {
      refuseEnded(ended)
      const change = changeFor(stream, changed, condition, view)
      if (change !== null) yield { stream, place: { noun: stream.noun, key: changed.key }, change }
    }
  }
}

async function* stateOf<Row extends StreamedFact>(
  { database }: FrameSources,
  { streams, condition, view, ended }: Reading<Row>,
  position: Position,
  after: Place | null,
): AsyncGenerator<Placed<Row>, void> {
  const scope: ReadScope = { database, view, position, pinned: false }
  for (const { stream, from } of remaining(streams, after)) {
    for (let key = from; ; ) {
      refuseEnded(ended)
      const page = await stream.state(scope, condition, key, changesPerFrame)
      for (const { key: at, fact } of page) {
        const change = { op: ChangeOp.ENTERED, id: fact.id, before: null, node: fact }
        yield { stream, place: { noun: stream.noun, key: at }, change }
      }
      const last = page.at(-1)
      if (last === undefined || page.length < changesPerFrame) break
      key = last.key
    }
  }
}

/** Part of a commit must not look like the whole of it, so whoever is ended in its middle gets no frame more. */
function refuseEnded(ended: AbortSignal): void {
  if (!ended.aborted) return
  const message = 'The request ended before its answer was whole: its caller has gone, or the hub closes.'
  throw new HubError({ code: 'UNAVAILABLE', message })
}

/** The streams that come at or after a place, in the order of their nouns, and where to go on in each. */
function remaining<Row extends StreamedFact>(streams: readonly ChangeStream<Row>[], after: Place | null) {
  return streams
    .toSorted((left, right) => compareTexts(left.noun, right.noun))
    .filter((stream) => after === null || compareTexts(stream.noun, after.noun) >= 0)
    .map((stream) => ({ stream, from: stream.noun === after?.noun ? after.key : null }))
}
