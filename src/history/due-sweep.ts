import { setTimeout as pause } from 'node:timers/promises'
import { traceOf } from '../kernel/error-trace.ts'
import type { Ids } from '../kernel/ids.ts'
import type { Position } from '../kernel/position.ts'
import type { Queryable } from '../platform/database.ts'
import type { Log } from '../platform/log.ts'
import { sql } from '../platform/sql.ts'
import type { Committer } from './commit.ts'
import type { Tail } from './tail.ts'

/** Facts that days change by themselves: they are read by date, and a commit tells the streams what the day has done. */
export type DueFacts = {
  /** Says whether a day has come, by the database's clock, that no commit has told. One look at an index. */
  readonly isDue: (database: Queryable) => Promise<boolean>
  /** Writes what the days that have come have done; gives how many facts of which kind. Under the writer's lock. */
  readonly tell: (transaction: Queryable, position: Position) => Promise<Readonly<Record<string, number>>>
}

/** What the sweep is wired with. */
export type DueSweepParts = {
  readonly database: Queryable
  readonly commit: Committer
  readonly tail: Tail
  readonly due: readonly DueFacts[]
  /** Completes what has ended by now and whose commit did not come about; of the young ones only where `all` says so. */
  readonly complete: (all: boolean) => Promise<void>
  readonly ids: Ids
  readonly log: Log
}

/** How long the sweep waits at most before it looks again, and after something went wrong, in milliseconds. */
const longestWait = 60_000
const retryAfter = 1_000

/** How long a look may be without a reply, in milliseconds: a host that is gone sends nothing, ever. */
const readPatience = 5_000

/**
 * Tells the history of days that have come, without any input: one commit for all that is due. Every node has a sweep, and
 * whichever comes first commits; the other finds nothing due under the lock and takes no position. It sleeps until
 * midnight in Asia/Shanghai, and looks again at every commit. What is overdue when it opens, and what a node that died left
 * untold, is told before it resolves, unless the store is away: then as soon as that is back. Ends when disposed of.
 */
export async function openDueSweep(parts: DueSweepParts): Promise<AsyncDisposable> {
  const sweep = new DueSweep(parts)
  const known = parts.tail.position
  const running = sweep.keepOn(known, await sweep.once(true))
  return {
    [Symbol.asyncDispose]: async () => {
      sweep.stop()
      await running
    },
  }
}

class DueSweep {
  readonly #parts: DueSweepParts
  readonly #closing = new AbortController()
  #troubled = false

  constructor(parts: DueSweepParts) {
    this.#parts = parts
  }

  stop(): void {
    this.#closing.abort()
  }

  /** Sweeps whenever the history moves beyond the position known, or the wait is over, in milliseconds. */
  async keepOn(position: Position, firstWait: number): Promise<void> {
    const { tail } = this.#parts
    const { signal } = this.#closing
    let known = position
    let wait = firstWait
    while (!signal.aborted) {
      await tail.beyond(known, AbortSignal.any([signal, AbortSignal.timeout(Math.ceil(wait))]))
      // A history that moves on and on is looked at once a second: no day comes more often.
      if (tail.position > known) await pause(retryAfter, undefined, { signal }).catch(() => undefined)
      if (signal.aborted) return
      known = tail.position
      wait = await this.once(false)
    }
  }

  /** Tells what is due and gives how long to wait for the next, in milliseconds. */
  async once(first: boolean): Promise<number> {
    const { database, due, complete, log } = this.#parts
    try {
      await complete(first)
      const looks = await Promise.all(due.map((facts) => facts.isDue(database)))
      if (looks.includes(true) && !this.#closing.signal.aborted) await this.#tell()
      this.#troubled = false
      const [clock] = await database.query<{ readonly remaining: number }>(untilMidnight, readPatience)
      return Math.min(longestWait, Math.max(0, clock?.remaining ?? longestWait))
    } catch (error) {
      if (!this.#troubled)
        log.warn({ reason: traceOf(error) }, 'days that have come cannot be told; trying on')
      this.#troubled = true
      return retryAfter
    }
  }

  async #tell(): Promise<void> {
    const { commit, due, ids, log } = this.#parts
    const record = await commit({
      id: ids.next(),
      kind: 'EXPIRY',
      write: async (transaction, position) => {
        const counts: Record<string, number> = {}
        for (const facts of due) Object.assign(counts, await facts.tell(transaction, position))
        return Object.values(counts).some((count) => count > 0) ? { releaseId: null, counts } : null
      },
    })
    if (record !== null)
      log.info({ position: record.position, ...record.counts }, 'the history was told of days that have come')
  }
}

const untilMidnight = sql`select extract(epoch from
    (date_trunc('day', c.at at time zone 'Asia/Shanghai') + interval '1 day') - (c.at at time zone 'Asia/Shanghai'))::float8
    * 1000 as remaining from database_clock c`
