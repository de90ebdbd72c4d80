import Big from 'big.js'
import type { Decimal } from './decimal.ts'

/** The exact sum of decimals, without zeros at the end; "0" of none. */
export function sumOf(values: Iterable<Decimal>): Decimal {
  let whole = 0
  let rest: Big | null = null
  for (const value of values) {
    const number = Number(value)
    const sum = whole + number
    // Whole numbers below 2^53 are exact as they are, and many times quicker.
    if (Number.isSafeInteger(number) && Number.isSafeInteger(sum) && !value.includes('.')) whole = sum
    else rest = (rest ?? new Big(0)).plus(value)
  }
  return rest === null ? String(whole) : rest.plus(whole).toFixed()
}

/** The exact difference `left − right`, without zeros at the end. */
export function differenceOf(left: Decimal, right: Decimal): Decimal {
  return new Big(left).minus(right).toFixed()
}

/** `part / whole` rounded half away from zero to so many decimals; null where `whole` is 0. */
export function ratioOf(part: Decimal, whole: Decimal, decimals: number): Decimal | null {
  const divisor = new Big(whole)
  if (divisor.eq(0)) return null
  // Big divides to DP decimals with its own rounding mode: half up, away from zero.
  const Exact = Big()
  Exact.DP = decimals
  Exact.RM = Big.roundHalfUp
  const ratio = new Exact(part).div(divisor)
  return ratio.eq(0) ? '0' : ratio.toFixed()
}
