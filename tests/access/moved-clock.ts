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

/** A clock that runs as the machine's does, and can be moved on. */
export function shiftedClock(): MovedClock {
  let moved = 0
  return {
    now: () => new Date(Date.now() + moved),
    monotonic: () => performance.now() + moved,
    move: (seconds) => {
      moved += seconds * 1_000
    },
  }
}
