import type { Clock } from '../../src/kernel/clock.ts'

/** A clock that stands still until it is moved. */
export type MovedClock = Clock & { readonly move: (seconds: number) => void }

export function movedClock(start = new Date('2026-11-23T08:00:00Z')): MovedClock {
  let moved = 0
  return {
    now: () => new Date(start.getTime() + moved),
    monotonic: () => 1_000_000 + moved,
    move: (seconds) => {
      moved += seconds * 1_000
    },
  }
}
