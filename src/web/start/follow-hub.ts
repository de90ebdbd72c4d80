import { HubRefused, refusalOf } from './ask-hub.ts'
import { type FoldedCommit, foldFrame } from './fold-frames.ts'
import type { Frame } from './hub-answers.ts'
import type { Connection, Ending } from './hub-connection.ts'
import { retryDelay } from './retry-delay.ts'

/** A commit with more changes than this is not followed change by change: the page reads its outcome anew. */
const largestFollowed = 5_000

export type Following = {
  /** Reads the hub's present state, shows it, and gives the cursor where the stream goes on. */
  readonly readAnew: (signal: AbortSignal) => Promise<string>
  /** Frames after a cursor, until the connection ends (the iterator ends or throws). */
  readonly openStream: (after: string, signal: AbortSignal) => AsyncIterable<Frame>
  readonly onConnection: (connection: Connection) => void
  /** A whole commit, exactly once, in order. */
  readonly onCommit: (commit: FoldedCommit) => void
  /** Waits; ends early when the browser says that the network is back. */
  readonly pause: (seconds: number, signal: AbortSignal) => Promise<void>
  /** A random number in [0, 1). */
  readonly spread: () => number
}

/**
 * Called once per page and language. Follows the hub until the signal aborts: reads its state, streams from
 * that state's cursor, and after every break goes on at the cursor of the last whole commit, for as long as
 * it takes. A RESET, or a frame that does not follow the one before it, makes it read the state anew.
 */
export async function followHub(following: Following, signal: AbortSignal): Promise<void> {
  const { onConnection, pause, spread } = following
  const place: Place = { cursor: null, attempt: 0 }
  onConnection({ kind: 'reading' })
  while (!signal.aborted) {
    const ending = await followOnce(following, place, signal)
    if (ending.kind === 'stopped' || signal.aborted) return
    if (ending.kind !== 'lost') place.cursor = null
    const seconds = retryDelay(place.attempt, spread())
    place.attempt += 1
    onConnection(ending.kind === 'lost' ? { kind: 'waiting', seconds } : ending)
    await pause(seconds, signal)
    if (place.cursor !== null) onConnection({ kind: 'resuming' })
  }
}

/** Where the page stands: the cursor of the last whole commit, and the tries since something arrived. */
type Place = { cursor: string | null; attempt: number }

async function followOnce(following: Following, place: Place, signal: AbortSignal): Promise<Ending> {
  try {
    place.cursor ??= await following.readAnew(signal)
    let previous: string | null = null
    let open: FoldedCommit | null = null
    for await (const frame of following.openStream(place.cursor, signal)) {
      if (frame.kind === 'RESET') return { kind: 'reset', reason: codeOf(frame.reason) }
      if (previous !== null && frame.follows !== null && frame.follows !== previous) {
        return { kind: 'reset', reason: 'GAP' }
      }
      previous = frame.cursor
      open = foldFrame(open, frame)
      if (open && open.total > largestFollowed) return { kind: 'reset', reason: 'LARGE' }
      following.onConnection({ kind: 'live' })
      place.attempt = 0
      if (!frame.complete) continue
      if (open) following.onCommit(open)
      open = null
      place.cursor = frame.cursor
    }
    return { kind: 'lost' }
  } catch (error) {
    return endingOf(error, signal)
  }
}

/** The code in front of a RESET's reason: "EPOCH: the cursor is of …". */
function codeOf(reason: string | null): string {
  return reason?.split(':', 1)[0] ?? 'RESET'
}

function endingOf(error: unknown, signal: AbortSignal): Ending {
  if (signal.aborted) return { kind: 'stopped' }
  const refusal = error instanceof HubRefused ? error : refusalOf(error)
  if (refusal === null) return { kind: 'lost' }
  return { kind: 'refused', message: refusal.message, code: refusal.code }
}
