/** Tells the time. Whatever depends on time takes a clock, so that a test can move it. */
export type Clock = { readonly now: () => Date; readonly monotonic: () => number }

/** The machine's clock; `monotonic` is in milliseconds and never runs backwards. */
export const systemClock: Clock = { now: () => new Date(), monotonic: () => performance.now() }

const shanghaiDay = new Intl.DateTimeFormat('en-CA', { timeZone: 'Asia/Shanghai', dateStyle: 'short' })

/** The day of an instant in Asia/Shanghai, as `2022-08-31`: the hub's days and embargo minutes run there. */
export function dayOf(instant: Date): string {
  return shanghaiDay.format(instant)
}
