import Big from 'big.js'

/** An exact decimal as plain text: `603226`, `-0.50`. Never a floating-point number. */
export type Decimal = string

const pattern = /^-?(?:0|[1-9]\d*)(?:\.\d+)?$/

/** The longest decimal taken from outside, so that no text can make arithmetic slow. */
const longest = 60

/** The decimal that a text says, or null where the text is none; zeros after the point stay as they came, −0 is 0. */
export function parseDecimal(text: string): Decimal | null {
  if (text.length > longest || !pattern.test(text)) return null
  return /^-[0.]+$/.test(text) ? text.slice(1) : text
}

/** Negative, zero or positive as `left` is below, equal to or above `right`, exactly. */
export function compareDecimals(left: Decimal, right: Decimal): number {
  const [one, other] = [Number(left), Number(right)]
  // Whole numbers below 2^53 are exact as they are, and many times quicker.
  if (Number.isSafeInteger(one) && Number.isSafeInteger(other) && !left.includes('.') && !right.includes('.'))
    return Math.sign(one - other)
  return new Big(left).cmp(right)
}

/** Says whether two decimals are the same number, however many zeros they end in. */
export function equalDecimals(left: Decimal | null, right: Decimal | null): boolean {
  return left === null || right === null ? left === right : compareDecimals(left, right) === 0
}

/** Says whether a decimal has no fraction. */
export function isWhole(value: Decimal): boolean {
  const number = new Big(value)
  return number.round(0, 0).eq(number)
}
