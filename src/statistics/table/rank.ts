import { compareDecimals, type Decimal } from '../../kernel/decimal.ts'
import { isExact } from './combine.ts'
import type { Cell, TableRow } from './terms.ts'

/** A place among peers: 1 is the greatest, equals share it. */
export type Rank = { readonly rank: number; readonly of: number }

/** In which dimension peers differ. */
export type RankOver = 'REGION' | 'SCHEME' | 'SOURCE'

/** The places of the figures of a table: its peers are sorted once, however many of them are asked. */
export class Ranks {
  readonly #rows: readonly TableRow[]
  readonly #peers = new Map<RankOver, ReadonlyMap<string, readonly Decimal[]>>()

  constructor(rows: readonly TableRow[]) {
    this.#rows = rows
  }

  /** Where a figure stands among the rows that differ from its own in one dimension only; null where it is not exact. */
  of(row: TableRow, cell: Cell, over: RankOver): Rank | null {
    if (!isExact(cell)) return null
    const known = this.#peers.get(over) ?? peersOf(this.#rows, over)
    this.#peers.set(over, known)
    const values = known.get(groupOf(row, cell, over)) ?? []
    return { rank: 1 + placesAbove(values, cell.value), of: values.length }
  }
}

/** The exact values of each group of peers, the greatest first. */
function peersOf(rows: readonly TableRow[], over: RankOver): ReadonlyMap<string, readonly Decimal[]> {
  const groups = new Map<string, Decimal[]>()
  for (const row of rows)
    for (const cell of row.cells) {
      if (!isExact(cell)) continue
      const group = groupOf(row, cell, over)
      const values = groups.get(group)
      if (values === undefined) groups.set(group, [cell.value])
      else values.push(cell.value)
    }
  for (const values of groups.values()) values.sort((left, right) => compareDecimals(right, left))
  return groups
}

function groupOf(row: TableRow, cell: Cell, over: RankOver): string {
  const fixed = [
    over === 'REGION' ? '' : row.region,
    over === 'SCHEME' ? '' : row.scheme,
    row.period,
    over === 'SOURCE' ? '' : row.source,
    cell.indicator,
    cell.period,
  ]
  return fixed.join('/')
}

/** How many values, sorted downwards, are above one. */
function placesAbove(values: readonly Decimal[], value: Decimal): number {
  let [low, high] = [0, values.length]
  while (low < high) {
    const middle = (low + high) >> 1
    if (compareDecimals(values[middle] ?? value, value) > 0) low = middle + 1
    else high = middle
  }
  return low
}
