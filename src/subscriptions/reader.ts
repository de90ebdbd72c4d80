import { HubError } from '../kernel/errors.ts'
import type { Frame } from '../kernel/graph/frame.ts'
import { OPEN, type Position } from '../kernel/position.ts'
import {
  deltaFrames,
  type Following,
  type FrameSources,
  progressFrame,
  type Reading,
  resetFrame,
  snapshotFrames,
} from './frames.ts'
import { KnownFacts } from './known-facts.ts'
import { cursorAt, doubtOf, type Start, startOf } from './points.ts'
import type { StreamedFact } from './stream.ts'

/** How often a quiet subscriber is told that it has missed nothing, in milliseconds. */
const progressEvery = 15_000

/** How long a reader waits for a store that is away before it tries again, in milliseconds. */
const retryAfter = 1_000

/**
 * A subscriber's way through the history: a cursor that pulls. Nothing is read before it is asked for, so a slow
 * reader holds one frame and delays nobody. While the store is away it waits and then goes on after the last frame it
 * gave. Ends when the signal does, or after a RESET.
 */
export async function* readStream<Row extends StreamedFact>(
  sources: FrameSources,
  following: Following<Row>,
  start: Start,
  signal: AbortSignal,
): AsyncGenerator<Frame<Row>, void> {
  const { tail } = sources
  const joinedAt = tail.position
  const reading = { ...following, ended: signal, known: KnownFacts.of(start, joinedAt) }
  let from = start
  while (!signal.aborted) {
    try {
      for await (const frame of readUntilTrouble(sources, reading, from, joinedAt)) {
        from = startOf(frame.cursor, false)
        yield frame
      }
      return
    } catch (error) {
      if (!isOutage(error)) throw error
      await tail.beyond(tail.position, AbortSignal.any([signal, AbortSignal.timeout(retryAfter)]))
    }
  }
}

async function* readUntilTrouble<Row extends StreamedFact>(
  sources: FrameSources,
  following: Reading<Row>,
  start: Start,
  joinedAt: Position,
): AsyncGenerator<Frame<Row>, void> {
  const { tail, clock } = sources
  const { ended: signal } = following
  const head = start.kind === 'now' ? joinedAt : tail.position
  const begun = yield* begin(sources, following, start, head)
  if (begun === null) return
  let deadline = clock.monotonic() + progressEvery
  let { position, cursor } = begun
  let told = start.kind === 'snapshot' ? position : null
  // Whoever comes to the head is told so at once, also where its last commits changed nothing for it.
  let joined = false
  while (!signal.aborted) {
    if (position < tail.position) {
      for await (const frame of deltaFrames(sources, following, position + 1, null, cursor)) {
        cursor = frame.cursor
        told = position + 1
        yield frame
        deadline = clock.monotonic() + progressEvery
      }
      position += 1
    } else if (joined) {
      await tail.beyond(position, untilDue(deadline - clock.monotonic(), signal))
      if (position < tail.position) continue
    }
    const joins = !joined && position >= tail.position
    if (joins) joined = true
    // Commits that say nothing to this subscriber make it no less quiet: only a frame moves the deadline.
    const due = joins ? told !== position : clock.monotonic() >= deadline
    if (signal.aborted || !due) continue
    const frame = await progressFrame(tail, position, cursor)
    cursor = frame.cursor
    yield frame
    deadline = clock.monotonic() + progressEvery
  }
}

/** The world failed, not the reader: the same read may be made again. */
function isOutage(error: unknown): boolean {
  return error instanceof HubError && (error.code === 'UNAVAILABLE' || error.code === 'BUSY')
}

/**
 * The frames after a start up to a position, and no more: the same frames as the stream's, without waiting. Throws
 * POSITION_AHEAD where the start is in the middle of what comes later, and UNAVAILABLE where the signal ends it.
 */
export async function* replayStream<Row extends StreamedFact>(
  sources: FrameSources,
  following: Following<Row>,
  start: Start,
  upTo: Position,
  signal: AbortSignal,
): AsyncGenerator<Frame<Row>, void> {
  const reading = { ...following, ended: signal, known: KnownFacts.ofAnswer(start) }
  const begun = yield* begin(sources, reading, start, upTo, upTo)
  if (begun === null) return
  let { cursor } = begun
  for (let position = begun.position; position < upTo; position += 1) {
    for await (const frame of deltaFrames(sources, reading, position + 1, null, cursor)) {
      cursor = frame.cursor
      yield frame
    }
  }
}

type Begun = { readonly position: Position; readonly cursor: string | null }

/**
 * Tells what stands before the first whole commit: a snapshot, the rest of a commit, or a RESET (then null). Of commits
 * and snapshots above `upTo` nothing is told.
 */
async function* begin<Row extends StreamedFact>(
  sources: FrameSources,
  following: Reading<Row>,
  start: Start,
  head: Position,
  upTo: Position = OPEN,
): AsyncGenerator<Frame<Row>, Begun | null> {
  if (start.kind === 'now') return { position: head, cursor: null }
  if (start.kind === 'snapshot') {
    yield* snapshotFrames(sources, following, head, null, null)
    return { position: head, cursor: await cursorAt(sources.tail, head) }
  }
  const { point, cursor } = start
  if (point === null) return { position: 0, cursor }
  const doubt = await doubtOf(sources.tail, point)
  if (doubt !== null) {
    yield resetFrame(doubt, cursor)
    return null
  }
  const { position, place, snapshot } = point
  if (place === null) return { position, cursor }
  if (position > upTo) throw beyondAnswer(position, upTo)
  const rest = snapshot ? snapshotFrames : deltaFrames
  yield* rest(sources, following, position, place, cursor)
  return { position, cursor: await cursorAt(sources.tail, position) }
}

function beyondAnswer(position: Position, upTo: Position): HubError {
  return new HubError({
    code: 'POSITION_AHEAD',
    message: `The cursor is in the middle of position ${position} and this answer is read at ${upTo}. Ask without @asOf, or at ${position} or later.`,
    expected: `a cursor up to position ${upTo}`,
    came: `a cursor in the middle of position ${position}`,
  })
}

/** Ends a wait when a PROGRESS is due, or with the stream. */
function untilDue(remaining: number, signal: AbortSignal): AbortSignal {
  return AbortSignal.any([signal, AbortSignal.timeout(Math.max(0, Math.ceil(remaining)))])
}
