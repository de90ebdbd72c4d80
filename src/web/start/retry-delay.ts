/** No wait between two tries is longer than this many seconds. */
const longestSeconds = 20

/**
 * Seconds to wait before try number `attempt` (0 is the first after a break): 1, 2, 4 … 20, then spread by up
 * to a quarter, so that many pages do not come back to a restarted hub in the same instant. `spread` is a
 * random number in [0, 1).
 */
export function retryDelay(attempt: number, spread: number): number {
  const plain = Math.min(longestSeconds, 2 ** Math.min(attempt, 10))
  return Math.max(1, Math.round(plain * (1 - spread / 4)))
}
