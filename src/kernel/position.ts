/** A place in the hub's history: a whole number, 0 before the first commit, dense in commit order. */
export type Position = number

/** The end of a row that is still open: 2^53−1, so that every position stays an exact JavaScript number. */
export const OPEN: Position = Number.MAX_SAFE_INTEGER

/** Says whether a value from outside is a position: a whole number from 0 up to 2^53−2. */
export function isPosition(value: unknown): value is Position {
  return typeof value === 'number' && Number.isSafeInteger(value) && value >= 0 && value < OPEN
}
