import { isLoopback } from '../kernel/network.ts'

/**
 * How much of something one caller may have: what a setting says; where it says nothing, a preset, to which callers on the
 * hub's own machine are not held. A limit protects the hub from the network: who can start a load on its machine can
 * as well start a program there.
 */
export type CallerLimit = { readonly set: number | null; readonly preset: number }

/** What one address may have at most; infinite where it is not held to a limit. */
export function mostOf({ set, preset }: CallerLimit, address: string): number {
  return set ?? (isLoopback(address) ? Number.POSITIVE_INFINITY : preset)
}
