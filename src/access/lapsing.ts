import type { Clock } from '../kernel/clock.ts'
import type { Access, AccessEnd } from './access.ts'
import type { View } from './view.ts'

/** How often the clock is asked while somebody waits for the end, in milliseconds: a timer alone would sleep through a clock that is set, or a machine that was suspended. */
const longestWait = 1_000

/** The access of a credential that holds until an instant and cannot be taken back before. */
export function lapsing(view: View, expiresAt: Date, clock: Clock): Access {
  const listeners = new Set<(end: AccessEnd) => void>()
  let timer: NodeJS.Timeout | undefined
  const remaining = (): number => expiresAt.getTime() - clock.now().getTime()
  const ended = (): AccessEnd | null => (remaining() > 0 ? null : 'EXPIRED')
  const wait = (): void => {
    timer = setTimeout(check, Math.min(longestWait, remaining()))
    timer.unref()
  }
  const check = (): void => {
    timer = undefined
    if (ended() === null) {
      wait()
      return
    }
    const told = [...listeners]
    listeners.clear()
    for (const listener of told) listener('EXPIRED')
  }
  return {
    view,
    expiresAt,
    ended,
    onEnd: (listener) => {
      // Each caller's own function, so that one who listens twice is told twice and may forget one of them.
      const told = (end: AccessEnd): void => listener(end)
      if (ended() !== null) {
        told('EXPIRED')
        return { [Symbol.dispose]: () => undefined }
      }
      listeners.add(told)
      if (timer === undefined) wait()
      return {
        [Symbol.dispose]: () => {
          listeners.delete(told)
          if (listeners.size > 0) return
          clearTimeout(timer)
          timer = undefined
        },
      }
    },
  }
}
