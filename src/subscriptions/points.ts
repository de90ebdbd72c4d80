import {
  beginning,
  type Place,
  parseStreamCursor,
  type StreamPoint,
  streamCursor,
  tagOf,
} from '../history/cursor.ts'
import type { Tail } from '../history/tail.ts'
import { HubError } from '../kernel/errors.ts'
import type { Position } from '../kernel/position.ts'

/** What points need of the tail. */
export type PointTail = Pick<Tail, 'epoch' | 'trouble' | 'commitAt' | 'reach'>

/** Why continuity cannot be proven. */
export type ResetReason = 'EPOCH' | 'DIVERGED' | 'AHEAD' | 'ACCESS'

/** Where a stream begins, as its arguments say. */
export type Start =
  | { readonly kind: 'now' }
  | { readonly kind: 'snapshot' }
  | { readonly kind: 'after'; readonly cursor: string; readonly point: StreamPoint | null }

/** Where a stream begins; throws where `after` and `snapshot` are both there, or the cursor cannot be read. */
export function startOf(after: string | null | undefined, snapshot: boolean | null | undefined): Start {
  if (after == null) return snapshot === true ? { kind: 'snapshot' } : { kind: 'now' }
  if (snapshot === true) {
    throw new HubError({
      code: 'CURSOR_CONFLICT',
      message:
        '`after` goes on from a cursor and `snapshot` begins anew; they cannot come together. Send one of them.',
      expected: '`after` or `snapshot: true`',
      came: 'both',
    })
  }
  return { kind: 'after', cursor: after, point: parseStreamCursor(after) }
}

/** How long a cursor from another node may be ahead of this one, in milliseconds. */
const patience = 2_000

/**
 * Says why a point is not in this history, or null where it is. Waits a little for a point that is ahead. Throws
 * UNAVAILABLE where this node cannot know, because it cannot follow the history now.
 */
export async function doubtOf(tail: PointTail, point: StreamPoint): Promise<ResetReason | null> {
  if (point.epoch !== tail.epoch) return 'EPOCH'
  if (await isAhead(tail, point.position)) return 'AHEAD'
  return point.tag === (await tagAt(tail, point.position)) ? null : 'DIVERGED'
}

async function isAhead(tail: PointTail, position: Position): Promise<boolean> {
  try {
    await tail.reach(position, patience)
    return false
  } catch (error) {
    if (!(error instanceof HubError) || error.code !== 'POSITION_AHEAD') throw error
    if (tail.trouble === null) return true
    const message =
      'The hub cannot follow its history now, so it cannot tell whether the cursor belongs to it. Try again soon.'
    throw new HubError({ code: 'UNAVAILABLE', message }, error)
  }
}

/** The cursor of a place in a commit or snapshot; without a place, of the whole commit. */
export async function cursorAt(
  tail: PointTail,
  position: Position,
  place: Place | null = null,
  snapshot = false,
): Promise<string> {
  const tag = await tagAt(tail, position)
  return streamCursor({ epoch: tail.epoch, position, tag, place, snapshot })
}

/** The cursor of the beginning: what a RESET carries, so that whoever goes on from it loses nothing. */
export const safeCursor = beginning

async function tagAt(tail: PointTail, position: Position): Promise<string> {
  if (position === 0) return tagOf(tail.epoch)
  const commit = await tail.commitAt(position)
  if (commit === null) throw new Error(`the history has no commit at position ${position}`)
  return tagOf(commit.id)
}
