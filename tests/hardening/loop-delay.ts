import { monitorEventLoopDelay } from 'node:perf_hooks'

/**
 * For how many milliseconds the event loop stood still at most while something was done. Hub and test share it here: what the test
 * itself does counts, too, so the test must do little.
 */
export async function loopDelay(during: () => Promise<unknown>): Promise<number> {
  const delays = monitorEventLoopDelay({ resolution: 1 })
  delays.enable()
  try {
    await during()
  } finally {
    delays.disable()
  }
  return delays.max / 1e6
}
