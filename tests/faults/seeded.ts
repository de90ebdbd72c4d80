import type { HubProcess } from './hub-process.ts'

/** Whether the run may take its time: `npm run test:long`. */
export const long = process.argv.includes('long') || import.meta.env?.['MODE'] === 'long'

/**
 * The seed of a random run: the one that `SEED` names; else another at each long run, and always the same in the short
 * one, which says whether a change broke something and must say the same of the same code.
 */
export function seedOfRun(): number {
  return Number(process.env['SEED'] ?? (long ? Math.floor(Math.random() * 1e9) : 20_181_122))
}

/** Numbers from 0 (included) to 1 (excluded) that a seed decides (mulberry32). */
export function randomOf(seed: number): () => number {
  let state = seed >>> 0
  return () => {
    state = (state + 0x6d2b79f5) >>> 0
    let mixed = Math.imul(state ^ (state >>> 15), state | 1)
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296
  }
}

/** Kills a hub after some milliseconds, as a power cut would, and starts it again. The delay is the random moment. */
export async function killAfter(hub: HubProcess, delay: number): Promise<void> {
  await new Promise((resolve) => setTimeout(resolve, delay))
  await hub.end('SIGKILL')
  await hub.restart()
}
