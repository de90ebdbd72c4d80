import { randomInt } from 'node:crypto'
import { onTestFailed } from 'vitest'

/**
 * Whole numbers from 0 up to, but not including, a limit, by a seed that is printed when the test fails;
 * `TEST_SEED=… npx vitest run …` repeats it.
 */
export function seededRandom(): (below: number) => number {
  const seed = Number(process.env['TEST_SEED'] ?? randomInt(2 ** 31))
  onTestFailed(() => console.log(`seed ${seed}: repeat with TEST_SEED=${seed}`))
  let state = seed
  return (below) => {
    // Mulberry32: small, and even enough for delays.
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return Math.floor((((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296) * below)
  }
}
