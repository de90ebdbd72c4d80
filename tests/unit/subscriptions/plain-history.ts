import { anonymous } from '../../../src/access/view.ts'
import type { CommitRecord } from '../../../src/history/commit.ts'
import { everything } from '../../../src/kernel/condition.ts'
import { HubError } from '../../../src/kernel/errors.ts'
import type { Position } from '../../../src/kernel/position.ts'
import type { Queryable } from '../../../src/platform/database.ts'
import { CommitLog } from '../../../src/subscriptions/commit-log.ts'
import type { Following, FrameSources } from '../../../src/subscriptions/frames.ts'
import type { ChangedFact, ChangeStream, StreamedFact } from '../../../src/subscriptions/stream.ts'

/** A fact that is nothing but its id and how much it weighs. */
export type PlainFact = StreamedFact & { readonly weight: string }

/** A page that was read from the store. */
export type PageRead = { readonly position: Position; readonly after: string | null }

/** A history in memory: how many facts each commit makes, and what has been read of it. */
export type PlainHistory = {
  readonly stream: ChangeStream<PlainFact>
  readonly reads: readonly PageRead[]
  readonly following: Following<PlainFact>
}

/** A database that nothing is asked of: the streams of a plain history answer by themselves. */
export const unasked: Queryable = {
  query: () => {
    throw new Error('a plain history asks no database')
  },
}

/**
 * A history whose commit at P makes `countAt(P)` facts of a weight in characters. `reading` happens before each page
 * is given.
 */
export function plainHistory(
  countAt: (position: Position) => number,
  { weight = 1, sees = true, reading = async () => {} }: PlainOptions = {},
): PlainHistory {
  const reads: PageRead[] = []
  const stream: ChangeStream<PlainFact> = {
    noun: 'plain',
    changed: async (_database, position, after, limit) => {
      reads.push({ position, after })
      await reading(position)
      const first = after === null ? 0 : Number(after) + 1
      const count = Math.max(0, Math.min(limit, countAt(position) - first))
      return Array.from({ length: count }, (_, index) => changedFact(position, first + index, weight))
    },
    state: async () => [],
    matches: () => true,
    sees: () => sees,
  }
  return { stream, reads, following: { streams: [stream], condition: everything, view: anonymous } }
}

export type PlainOptions = {
  readonly weight?: number
  /** Whether anybody may see the facts. */
  readonly sees?: boolean
  readonly reading?: (position: Position) => Promise<void>
}

/** A tail whose head is moved by the test; whoever waits beyond it is told by `waited`. */
export type PlainTail = FrameSources['tail'] & { position: Position; trouble: string | null }

/** A tail at a position; `waited` decides what happens when somebody waits for the next commit. */
export function plainTail(position: Position, waited: (tail: PlainTail) => Promise<void>): PlainTail {
  const tail: PlainTail = {
    epoch: 'e',
    position,
    trouble: null,
    commitAt: async (at) => commitAt(at),
    beyond: () => waited(tail),
    reach: async (wanted) => {
      if (wanted > tail.position) throw new HubError({ code: 'POSITION_AHEAD', message: 'not yet' })
    },
  }
  return tail
}

/** What frames are made from, over a tail. */
export function plainSources(tail: PlainTail, monotonic: () => number = () => 0): FrameSources {
  const clock = { now: () => new Date(0), monotonic }
  return { tail, log: new CommitLog(unasked), database: unasked, clock }
}

/** The key of the fact with a number. */
export function keyOf(number: number): string {
  return String(number).padStart(8, '0')
}

function changedFact(position: Position, number: number, weight: number): ChangedFact<PlainFact> {
  const key = keyOf(number)
  const after = {
    id: `plain/${position}/${key}`,
    weight: 'x'.repeat(weight),
    readAt: position,
    pinned: false,
  }
  return { key, before: null, after }
}

function commitAt(position: Position): CommitRecord {
  return {
    position,
    id: `commit-${String(position).padStart(8, '0')}`,
    kind: 'RELEASE',
    releaseId: null,
    recordedAt: new Date(0),
    counts: {},
  }
}
