import { setImmediate as turnEnds } from 'node:timers/promises'
import type { ReadScope } from '../../access/read.ts'
import type { MeasuredCodes } from '../../catalogue/measure/measure.ts'
import type { Decimal } from '../../kernel/decimal.ts'
import { digestOf } from '../../kernel/digest.ts'
import type { Period } from '../../kernel/period.ts'
import { type CountDimension, kindDimension, regionDimension, schemeDimension } from './count-places.ts'
import {
  type Counted,
  type CountedRow,
  countedRows,
  lastCountedMonth,
  type MonthRange,
} from './counted-leaves.ts'
import { type CountedLeaf, type Cube, cellAt, cubeOf, fewestOrganizations } from './cube.ts'
import { hidingSteps } from './suppress.ts'

/** A month's counts, and which of them are hidden. */
export type CountedMonth = {
  readonly cube: Pick<Cube, 'dimensions' | 'strides' | 'records'>
  readonly hidden: Uint8Array
}

/**
 * Which counts are hidden, by what was counted and where it lies: the same counts hide the same, so nothing that ended can
 * be kept by it.
 */
export type KnownHidden = Map<string, Promise<CountedMonth>>

const enough = Array.from({ length: fewestOrganizations }, (_, index) => `*${index}`)

/** How many months' hidden counts are known at once. */
const monthsKnown = 120

/** What a request counts of one table: each month once, all of it, so that what is hidden never hangs on the question. */
export class CountedMonths {
  readonly #scope: ReadScope
  readonly #counted: Counted
  readonly #dimensions: readonly CountDimension[]
  readonly #counting = new Map<Period, Promise<unknown>>()
  readonly #months = new Map<Period, CountedMonth>()
  #last: Promise<Period | null> | null = null

  readonly #known: KnownHidden
  readonly #codes: string

  constructor(
    scope: ReadScope,
    counted: Counted,
    kinds: readonly string[],
    codes: MeasuredCodes,
    known: KnownHidden,
  ) {
    this.#known = known
    this.#codes = JSON.stringify([[...codes.regions], [...codes.schemes]])
    this.#scope = scope
    this.#counted = counted
    this.#dimensions = [regionDimension(codes), schemeDimension(codes), kindDimension(kinds)]
  }

  /** The last month that has figures; null where nothing is counted. */
  last(): Promise<Period | null> {
    this.#last ??= lastCountedMonth(this.#scope, this.#counted)
    return this.#last
  }

  /** Counts months that have not been counted; one after the other, so that a long time holds up nobody. */
  async count(months: readonly Period[]): Promise<void> {
    const wanted = months.filter((month) => !this.#counting.has(month))
    const [first, last] = [wanted[0], wanted.at(-1)]
    if (first !== undefined && last !== undefined) {
      const counting = this.#countAll(wanted, { first, last })
      for (const month of wanted) this.#counting.set(month, counting)
    }
    await Promise.all(months.map((month) => this.#counting.get(month)))
  }

  /** The figure of a place in a month that was counted; null where it is hidden, undefined where nothing is said of it. */
  figure(month: Period, place: readonly string[]): Decimal | null | undefined {
    const counted = this.#months.get(month)
    if (counted === undefined) return undefined
    if (!place.every((code, index) => this.#dimensions[index]?.has(code))) return undefined
    const cell = cellAt(counted.cube, place)
    if (cell === undefined) return '0'
    return counted.hidden[cell] === 1 ? null : String(counted.cube.records[cell] ?? 0)
  }

  async #countAll(months: readonly Period[], range: MonthRange): Promise<void> {
    const rows = Map.groupBy(await countedRows(this.#scope, this.#counted, range), ({ month }) => month)
    for (const month of months) {
      this.#months.set(month, await this.#month(rows.get(month) ?? []))
      await turnEnds()
    }
  }

  #month(rows: readonly CountedRow[]): Promise<CountedMonth> {
    const leaves = rows.map(({ region, scheme, kind, records, organizations }) => ({
      place: [region, scheme, kind].map((code, index) => this.#dimensions[index]?.leafOf(code) ?? ''),
      records,
      // Where there are enough, any three do.
      organizations: organizations ?? enough,
    }))
    const name = digestOf(`${this.#counted}${this.#codes}${JSON.stringify(leaves)}`)
    const known = this.#known.get(name) ?? this.#hide(leaves)
    this.#known.delete(name)
    this.#known.set(name, known)
    known.catch(() => this.#known.delete(name))
    const [oldest] = this.#known.keys()
    if (this.#known.size > monthsKnown && oldest !== undefined) this.#known.delete(oldest)
    return known
  }

  async #hide(leaves: readonly CountedLeaf[]): Promise<CountedMonth> {
    const cube = cubeOf(
      leaves,
      this.#dimensions.map(({ parentOf }) => parentOf),
    )
    const { dimensions, strides, records } = cube
    const steps = hidingSteps(cube)
    for (;;) {
      const { done, value } = steps.next()
      if (done === true) return { cube: { dimensions, strides, records }, hidden: value }
      await turnEnds()
    }
  }
}
