import { traceOf } from '../kernel/error-trace.ts'
import type { Position } from '../kernel/position.ts'
import type { Queryable } from '../platform/database.ts'
import type { Log } from '../platform/log.ts'
import type { Metrics } from '../platform/metrics.ts'
import { endEmbargo, type ReleaseChangeParts } from './release-changes.ts'

/** What the sweep is wired with. */
export type EmbargoSweepParts = ReleaseChangeParts & {
  /** The embargoes that end first, and in how many milliseconds of the database's clock: 0 where they are due. */
  readonly nextEmbargoes: (
    database: Queryable,
    limit: number,
    patience: number,
  ) => Promise<readonly { readonly releaseId: string; readonly remaining: number }[]>
  readonly metrics: Metrics
  readonly log: Log
}

/** How many embargoes are looked at at once. */
const atOnce = 100

/** How long the sweep waits at most before it looks again, and after something went wrong, in milliseconds. */
const longestWait = 60_000
const retryAfter = 1_000

/** How long a look may be without a reply, in milliseconds: a host that is gone sends nothing, ever. */
const readPatience = 5_000

/**
 * Lets releases speak at their minute, without any input: one sweep per node, and whichever comes first commits. It
 * sleeps until the nearest end and looks again at every commit, because another node may have taken one in. What is
 * overdue when it opens is told before it resolves, unless the store is away: then as soon as that is back. Ends when
 * it is disposed of.
 */
export async function openEmbargoSweep(parts: EmbargoSweepParts): Promise<AsyncDisposable> {
  const sweep = new EmbargoSweep(parts)
  const known = parts.tail.position
  const running = sweep.keepOn(known, await sweep.once())
  return {
    [Symbol.asyncDispose]: async () => {
      sweep.stop()
      await running
    },
  }
}

class EmbargoSweep {
  readonly #parts: EmbargoSweepParts
  readonly #closing = new AbortController()
  #trouble: string | null = null

  constructor(parts: EmbargoSweepParts) {
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
      if (signal.aborted) return
      known = tail.position
      wait = await this.once()
    }
  }

  /** Ends what is due and gives how long to wait for the next, in milliseconds. */
  async once(): Promise<number> {
    try {
      const next = await this.#parts.nextEmbargoes(this.#parts.database, atOnce, readPatience)
      const due = next.filter(({ remaining }) => remaining === 0)
      for (const { releaseId } of due) if (!this.#closing.signal.aborted) await this.#end(releaseId)
      this.#trouble = null
      const later = next.find(({ remaining }) => remaining > 0)
      return later === undefined && due.length < atOnce
        ? longestWait
        : Math.min(longestWait, later?.remaining ?? 0)
    } catch (error) {
      const reason = error instanceof Error ? error.message : String(error)
      if (this.#trouble === null)
        this.#parts.log.warn(
          { reason: traceOf(error) },
          'releases cannot be told at the end of their embargo; trying on',
        )
      this.#trouble = reason
      return retryAfter
    }
  }

  async #end(releaseId: string): Promise<void> {
    const record = await endEmbargo(this.#parts, releaseId)
    if (record === null) return
    const { added = 0, revised = 0 } = record.counts
    this.#parts.metrics.figures.inc({ verdict: 'added' }, added)
    this.#parts.metrics.figures.inc({ verdict: 'revised' }, revised)
    const told = { release: releaseId, position: record.position, added, revised }
    this.#parts.log.info(told, 'an embargo has ended')
  }
}
