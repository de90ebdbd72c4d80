import type { Clock } from '../kernel/clock.ts'
import type { Access } from './access.ts'
import { EndingAccess } from './ending-access.ts'
import type { View } from './view.ts'

/**
 * How often the clock is asked while somebody waits for the end, in milliseconds: one long timer would sleep through a
 * clock that is set, and through a machine that was suspended.
 */
const longestWait = 1_000

/** The access of a credential that holds until an instant and cannot be taken back before. Wakes by itself then. */
export function lapsing(view: View, expiresAt: Date, clock: Clock): Access {
  let timer: NodeJS.Timeout | undefined
  const wait = (): void => {
    const remaining = expiresAt.getTime() - clock.now().getTime()
    timer = setTimeout(look, Math.min(longestWait, Math.max(0, remaining)))
    timer.unref()
  }
  const look = (): void => {
    if (access.ended() === null) wait()
  }
  const access = new EndingAccess({
    view,
    expiresAt,
    clock,
    followed: (followed) => (followed ? wait() : clearTimeout(timer)),
  })
  return access
}
