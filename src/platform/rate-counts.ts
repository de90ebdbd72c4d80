import { LRUCache } from 'lru-cache'
import type { Clock } from '../kernel/clock.ts'

/** The length of a window of time in which points are counted, in milliseconds. */
export const rateWindow = 60_000

/** Of how many spenders counts are kept (some 3 MB); whoever has spent nothing for the longest is forgotten first. */
const remembered = 20_000

/** How many sums are told to the other nodes at once; the rest waits for the next time. */
const toldAtOnce = 2_000

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
    const { count } = this.#now(name)
    return this.#added(name, count, points)
  }

  /** Adds points where that stays within a limit; else says what was spent, and adds nothing. */
  spendWithin(name: string, points: number, limit: number): Spending | number {
    const { count, elapsed } = this.#now(name)
    const spent = count.current + count.previous * (1 - elapsed)
    return spent + points > limit ? spent : this.#added(name, count, points)
  }

  /** Adds the difference to what was spent then; forgotten where that was before the last window. */
  correct({ name, window }: Spending, points: number): void {
    if (points === 0) return
    const { count } = this.#now(name)
    if (window === count.window) {
      count.current = Math.max(0, count.current + points)
      count.unsent += points
    } else if (window === count.window - 1) {
      count.previous = Math.max(0, count.previous + points)
      count.unsentBefore += points
    } else return
    this.#moved.add(name)
  }

  /** What was spent in the last minute, and in how many milliseconds nothing of it counts any more. */
  standing(name: string): { readonly spent: number; readonly forgotten: number } {
    const { count, elapsed } = this.#now(name)
    const { current, previous } = count
    const rest = (1 - elapsed) * rateWindow
    const forgotten = current > 0 ? rest + rateWindow : previous > 0 ? rest : 0
    return { spent: current + previous * (1 - elapsed), forgotten }
  }

  /** What was spent in the last minute. */
  spent(name: string): number {
    return this.#counts.has(name) ? this.standing(name).spent : 0
  }

  /** In how many milliseconds at most `points` can be spent within a limit, where nothing else is spent until then. */
  waitFor(name: string, points: number, limit: number): number {
    const { count, elapsed } = this.#now(name)
    const { current, previous } = count
    const free = limit - points
    if (current + previous * (1 - elapsed) <= free) return 0
    if (current <= free) return (1 - (free - current) / previous - elapsed) * rateWindow
    return (1 - elapsed + Math.max(0, 1 - Math.max(free, 0) / current)) * rateWindow
  }

  /** Takes those that moved, and what others have not heard of them; whoever fails to tell them gives it back with `untold`. */
  takeUnsent(): readonly Unsent[] {
    const taken: Unsent[] = []
    for (const name of this.#moved) {
      if (taken.length >= toldAtOnce) return taken
      this.#moved.delete(name)
      const count = this.#counts.peek(name)
      if (count === undefined) continue
      taken.push({ name, window: count.window, points: count.unsent })
      if (count.unsentBefore !== 0 || count.fresh)
        taken.push({ name, window: count.window - 1, points: count.unsentBefore })
      count.unsent = 0
      count.unsentBefore = 0
      count.fresh = false
    }
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

  #added(name: string, count: Count, points: number): Spending {
    count.current += points
    count.unsent += points
    this.#moved.add(name)
    return { name, window: count.window }
  }

  /** A spender's count in the newest window, and which part of that has passed: the clock is asked once. */
  #now(name: string): { readonly count: Count; readonly elapsed: number } {
    const now = this.#clock.now().getTime()
    return {
      count: this.#countIn(Math.floor(now / rateWindow), name),
      elapsed: (now % rateWindow) / rateWindow,
    }
  }

  #countIn(now: number, name: string): Count {
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
}
