import { LRUCache } from 'lru-cache'
import type { Clock } from '../kernel/clock.ts'

/** The length of a window of time in which points are counted, in milliseconds. */
export const rateWindow = 60_000

/** Of how many spenders counts are kept (some 3 MB); whoever has spent nothing for the longest is forgotten first. */
const remembered = 20_000

/** Something that was spent, so that it can be corrected: by whom, and in which window. */
export type Spending = { readonly name: string; readonly window: number }

/** Points of one spender in one window that other nodes have not heard of; 0 where only they are to be heard. */
export type Unsent = Spending & { readonly points: number }

/** What one spender has spent: in the newest window, in the one before, and how much of it nobody else knows. */
type Count = {
  window: number
  current: number
  previous: number
  unsent: number
  unsentBefore: number
  /** The others have not been asked yet what was spent in the window before. */
  fresh: boolean
}

/**
 * Points spent by name in a minute that slides: those of this window, and those of the last one as far as it lies within
 * the last minute. A sum per window is all that nodes need to exchange, and no spender gets twice its share where two
 * windows meet.
 */
export class RateCounts {
  readonly #clock: Clock
  readonly #counts = new LRUCache<string, Count>({ max: remembered })
  readonly #moved = new Set<string>()

  constructor(clock: Clock) {
    this.#clock = clock
  }

  /** Adds points; 0 only asks the other nodes what they know. */
  spend(name: string, points: number): Spending {
    const count = this.#countOf(name)
    count.current += points
    count.unsent += points
    this.#moved.add(name)
    return { name, window: count.window }
  }

  /** Adds the difference to what was spent then; forgotten where that was before the last window. */
  correct({ name, window }: Spending, points: number): void {
    if (points === 0) return
    const count = this.#countOf(name)
    if (window === count.window) {
      count.current = Math.max(0, count.current + points)
      count.unsent += points
    } else if (window === count.window - 1) {
      count.previous = Math.max(0, count.previous + points)
      count.unsentBefore += points
    } else return
    this.#moved.add(name)
  }

  /** What was spent in the last minute. */
  spent(name: string): number {
    const count = this.#counts.get(name)
    if (count === undefined) return 0
    const { current, previous } = this.#countOf(name)
    return current + previous * (1 - this.#elapsed())
  }

  /** In how many milliseconds at most `points` can be spent within a limit, where nothing else is spent until then. */
  waitFor(name: string, points: number, limit: number): number {
    const { current, previous } = this.#countOf(name)
    const free = limit - points
    const elapsed = this.#elapsed()
    if (current + previous * (1 - elapsed) <= free) return 0
    if (current <= free) return (1 - (free - current) / previous - elapsed) * rateWindow
    return (1 - elapsed + Math.max(0, 1 - Math.max(free, 0) / current)) * rateWindow
  }

  /** In how many milliseconds nothing of what was spent counts any more. */
  untilForgotten(name: string): number {
    const { current, previous } = this.#countOf(name)
    const rest = (1 - this.#elapsed()) * rateWindow
    return current > 0 ? rest + rateWindow : previous > 0 ? rest : 0
  }

  /** Takes those that moved, and what others have not heard of them; whoever fails to tell them gives it back with `untold`. */
  takeUnsent(): readonly Unsent[] {
    const taken: Unsent[] = []
    for (const name of this.#moved) {
      const count = this.#counts.peek(name)
      if (count === undefined) continue
      taken.push({ name, window: count.window, points: count.unsent })
      if (count.unsentBefore !== 0 || count.fresh)
        taken.push({ name, window: count.window - 1, points: count.unsentBefore })
      count.unsent = 0
      count.unsentBefore = 0
      count.fresh = false
    }
    this.#moved.clear()
    return taken
  }

  /** What was taken did not reach the others. */
  untold({ name, window, points }: Unsent): void {
    const count = this.#counts.peek(name)
    if (count === undefined) return
    if (window === count.window) count.unsent += points
    else if (window === count.window - 1) count.unsentBefore += points
    this.#moved.add(name)
  }

  /** The sum over all nodes in a window, as it was before what is unsent. */
  learn({ name, window }: Spending, total: number): void {
    const count = this.#counts.peek(name)
    if (count === undefined) return
    if (window === count.window) count.current = Math.max(0, total + count.unsent)
    else if (window === count.window - 1) count.previous = Math.max(0, total + count.unsentBefore)
  }

  #countOf(name: string): Count {
    const now = this.#window()
    const known = this.#counts.get(name)
    if (known === undefined) {
      const count = { window: now, current: 0, previous: 0, unsent: 0, unsentBefore: 0, fresh: true }
      this.#counts.set(name, count)
      return count
    }
    // A clock that is set back a little goes on in the newest window; one that is set back far begins anew.
    if (known.window === now || known.window === now + 1) return known
    const follows = known.window === now - 1
    known.previous = follows ? known.current : 0
    known.unsentBefore = follows ? known.unsent : 0
    known.current = 0
    known.unsent = 0
    known.window = now
    return known
  }

  #window(): number {
    return Math.floor(this.#clock.now().getTime() / rateWindow)
  }

  /** Which part of the window has passed. */
  #elapsed(): number {
    return (this.#clock.now().getTime() % rateWindow) / rateWindow
  }
}
