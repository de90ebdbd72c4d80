/** An exact number: a fraction of whole numbers, the lower one above 0. */
export type Fraction = { readonly over: bigint; readonly under: bigint }

/** The fraction that a decimal's text says, like `-12.50`. */
export function fraction(text: string): Fraction {
  const [whole = '0', decimals = ''] = text.split('.')
  return { over: BigInt(`${whole}${decimals}`), under: 10n ** BigInt(decimals.length) }
}

export const zero: Fraction = { over: 0n, under: 1n }

export function plus(left: Fraction, right: Fraction): Fraction {
  return { over: left.over * right.under + right.over * left.under, under: left.under * right.under }
}

export function minus(left: Fraction, right: Fraction): Fraction {
  return plus(left, { over: -right.over, under: right.under })
}

/** `left / right`; `right` must not be 0. */
export function divided(left: Fraction, right: Fraction): Fraction {
  const sign = right.over < 0n ? -1n : 1n
  return { over: left.over * right.under * sign, under: left.under * right.over * sign }
}

/** Below 0, 0 or above 0, as `left` is below, equal to or above `right`. */
export function compared(left: Fraction, right: Fraction): number {
  const difference = minus(left, right).over
  return difference < 0n ? -1 : difference > 0n ? 1 : 0
}

export function least(left: Fraction, right: Fraction): Fraction {
  return compared(left, right) <= 0 ? left : right
}

export function greatest(left: Fraction, right: Fraction): Fraction {
  return compared(left, right) >= 0 ? left : right
}

/** Rounded to some decimals; what lies in the middle goes away from 0. */
export function rounded({ over, under }: Fraction, decimals: number): Fraction {
  const scale = 10n ** BigInt(decimals)
  const size = over < 0n ? -over : over
  const nearest = (size * scale * 2n + under) / (under * 2n)
  return { over: over < 0n ? -nearest : nearest, under: scale }
}

/** The shortest decimal that says the fraction, up to 20 decimals. */
export function decimalText({ over, under }: Fraction): string {
  const scaled = rounded({ over, under }, 20).over
  const digits = (scaled < 0n ? -scaled : scaled).toString().padStart(21, '0')
  const text = `${digits.slice(0, -20)}.${digits.slice(-20)}`.replace(/0+$/, '').replace(/\.$/, '')
  return scaled < 0n ? `-${text}` : text
}
