/**
 * How many milliseconds of processor time one turn of the event loop took at most while something was done: for so long nobody else
 * was answered. Not the time on the wall, which a busy machine stretches. Hub and test share the loop here: what the test itself
 * does counts, too, so the test must do little.
 */
export async function loopDelay(during: () => Promise<unknown>): Promise<number> {
  let most = 0
  let last = spent()
  const turn = (): void => {
    const now = spent()
    most = Math.max(most, now - last)
    last = now
    next = setImmediate(turn)
  }
  let next = setImmediate(turn)
  try {
    await during()
  } finally {
    clearImmediate(next)
  }
  return Math.max(most, spent() - last)
}

/**
 * The least delay of up to three tries, the first that is within a bound: what a thing costs is never less than it is, and
 * more where others share the processor's caches.
 */
export async function leastLoopDelay(within: number, attempt: () => Promise<number>): Promise<number> {
  let least = await attempt()
  for (let again = 0; again < 2 && least >= within; again += 1) least = Math.min(least, await attempt())
  return least
}

/** Processor time of this thread in milliseconds; of the whole process where Node cannot tell them apart. */
function spent(): number {
  const ofThread: undefined | (() => NodeJS.CpuUsage) = process.threadCpuUsage
  const { user, system } = ofThread?.() ?? process.cpuUsage()
  return (user + system) / 1_000
}
