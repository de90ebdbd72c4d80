/** An exact fraction; the denominator is above 0. */
type Fraction = { readonly over: bigint; readonly under: bigint }

const zero: Fraction = { over: 0n, under: 1n }

function fraction(over: bigint, under: bigint): Fraction {
  const [top, bottom] = [over < 0n ? -over : over, under < 0n ? -under : under]
  let [left, right] = [top, bottom]
  while (right !== 0n) [left, right] = [right, left % right]
  const sign = over < 0n === under < 0n ? 1n : -1n
  return over === 0n ? zero : { over: (sign * top) / left, under: bottom / left }
}

/** What somebody knows who was shown sums of unknowns: rows of exact fractions, each led by an unknown of its own. */
export class ShownRows {
  readonly #rows = new Map<number, Map<number, Fraction>>()

  /** Adds the sum of some unknowns; says whether it told anything new. */
  add(unknowns: readonly number[]): boolean {
    const row = this.#rest(unknowns)
    const [first] = [...row.keys()].toSorted((left, right) => left - right)
    if (first === undefined) return false
    const lead = row.get(first) ?? zero
    this.#rows.set(
      first,
      new Map(
        [...row].map(([unknown, { over, under }]) => [
          unknown,
          fraction(over * lead.under, under * lead.over),
        ]),
      ),
    )
    return true
  }

  /** Says whether the sum of some unknowns follows from what was shown. */
  tells(unknowns: readonly number[]): boolean {
    return this.#rest(unknowns).size === 0
  }

  get rank(): number {
    return this.#rows.size
  }

  /** The sum of unknowns less all that is known of it. */
  #rest(unknowns: readonly number[]): Map<number, Fraction> {
    const row = new Map<number, Fraction>(unknowns.map((unknown) => [unknown, { over: 1n, under: 1n }]))
    for (;;) {
      const known = [...row.keys()].filter((unknown) => this.#rows.has(unknown))
      if (known.length === 0) return row
      const first = Math.min(...known)
      const by = row.get(first) ?? zero
      for (const [unknown, { over, under }] of this.#rows.get(first) ?? []) {
        const own = row.get(unknown) ?? zero
        const [less, of] = [by.over * over, by.under * under]
        const left = fraction(own.over * of - less * own.under, own.under * of)
        if (left.over === 0n) row.delete(unknown)
        else row.set(unknown, left)
      }
    }
  }
}
