import { growthOf, type ModelBase, shareOf } from './model-beside.ts'
import type { ModelCell } from './model-cell.ts'
import { compared, type Fraction, fraction } from './model-fraction.ts'
import type { ModelWorld } from './model-resolve.ts'
import type { ModelRow } from './model-table.ts'

/** One column to order by; `place` is that of the indicator. */
export type ModelOrder = { readonly column: string; readonly place: number; readonly descending: boolean }

/** A test that rows must pass: the number is one of these kinds and above a bound. */
export type ModelHaving = {
  readonly column: string
  readonly place: number
  readonly gt: string | null
  readonly kinds: readonly string[] | null
}

/** The rows that pass, in order; what has no number comes last either way, and what is equal stays as it was. */
export function arranged(
  world: ModelWorld,
  rows: readonly ModelRow[],
  groupBy: readonly string[],
  having: ModelHaving | null,
  orders: readonly ModelOrder[],
): readonly ModelRow[] {
  const passing = rows.filter((row) => having === null || passes(world, row, having))
  const dimensions = [...groupBy.map(dimensionOf), 'REGION', 'SCHEME', 'PERIOD', 'SOURCE']
  return passing.toSorted((left, right) => {
    for (const { column, place, descending } of orders) {
      const sign = descending ? -1 : 1
      const difference =
        keyOf(left, column) === null
          ? byNumber(world, left, right, column, place, sign)
          : sign * byText(left, right, column)
      if (difference !== 0) return difference
    }
    for (const column of dimensions) {
      const difference = byText(left, right, column)
      if (difference !== 0) return difference
    }
    return 0
  })
}

function passes(world: ModelWorld, row: ModelRow, { column, place, gt, kinds }: ModelHaving): boolean {
  const cell = row.cells[place]
  if (cell === undefined) return false
  if (kinds !== null && !kinds.includes(cell.figure.kind)) return false
  if (gt === null) return true
  const number = numberOf(world, cell, column)
  return number !== null && compared(number, fraction(gt)) > 0
}

/** The family of a level: rows are ordered by the codes they have in it. */
function dimensionOf(level: string): string {
  if (['SCHEME', 'FIELD', 'CATEGORY'].includes(level)) return 'SCHEME'
  if (['MONTH', 'QUARTER', 'YEAR'].includes(level)) return 'PERIOD'
  return level === 'SOURCE' ? 'SOURCE' : 'REGION'
}

function byText(left: ModelRow, right: ModelRow, column: string): number {
  const [one, other] = [keyOf(left, column) ?? '', keyOf(right, column) ?? '']
  return one < other ? -1 : one > other ? 1 : 0
}

/** What a row is about in a dimension; null for a column of numbers. */
function keyOf(row: ModelRow, column: string): string | null {
  if (column === 'REGION') return row.regions.join('+')
  if (column === 'SCHEME') return row.schemes.join('+')
  if (column === 'PERIOD') return row.period ?? ''
  return column === 'SOURCE' ? (row.source ?? '') : null
}

function byNumber(
  world: ModelWorld,
  left: ModelRow,
  right: ModelRow,
  column: string,
  place: number,
  sign: number,
): number {
  const [one, other] = [left, right].map((row) => {
    const cell = row.cells[place]
    return cell === undefined ? null : numberOf(world, cell, column)
  })
  if (one == null || other == null) return Number(one == null) - Number(other == null)
  return sign * compared(one, other)
}

/** The number in a column. */
export function numberOf(world: ModelWorld, cell: ModelCell, column: string): Fraction | null {
  if (column === 'VALUE') return cell.figure.value
  if (column === 'LOWER') return cell.figure.lower
  if (column === 'UPPER') return cell.figure.upper
  if (column.startsWith('SHARE_OF_'))
    return shareOf(world, cell, column === 'SHARE_OF_REGION' ? 'REGION' : 'SCHEME').rate
  return growthOf(world, cell, column.replace('GROWTH_', '') as ModelBase).rate
}
