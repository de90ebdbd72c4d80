import { everything, passes } from '../../kernel/condition.ts'
import { compareDecimals, type Decimal } from '../../kernel/decimal.ts'
import { HubError } from '../../kernel/errors.ts'
import { conditionOf } from '../../kernel/graph/filter-condition.ts'
import { compareTexts, shown } from '../../kernel/text.ts'
import { type GrowthBase, growthOf, shareOf } from './beside.ts'
import { dimensions } from './question.ts'
import type { Table } from './table.ts'
import type { FigureKind, TableRow } from './terms.ts'

/** The columns of a table: its keys, its figures, and what stands beside them. */
export const columns = [
  'REGION',
  'SCHEME',
  'PERIOD',
  'SOURCE',
  'VALUE',
  'LOWER',
  'UPPER',
  'GROWTH_PREVIOUS',
  'GROWTH_YEAR_BEFORE',
  'GROWTH_LAST_KNOWN',
  'SHARE_OF_REGION',
  'SHARE_OF_SCHEME',
] as const

/** A column. */
export type StatisticsColumn = (typeof columns)[number]

/** One column to order by. */
export type OrderInput = {
  readonly column: StatisticsColumn
  readonly indicator?: string | null | undefined
  readonly descending?: boolean | null | undefined
}

/** A test on a column of numbers. */
export type HavingInput = {
  readonly indicator?: string | null | undefined
  readonly column?: StatisticsColumn | null | undefined
  readonly is?: object | null | undefined
  readonly kinds?: readonly FigureKind[] | null | undefined
}

/** How many tests, and how many columns to order by, a table has at most. */
const columnLimit = 20

/** The rows that pass all tests, in the order asked for, then in that of `groupBy`. */
export async function arrangedRows(
  table: Table,
  having: readonly HavingInput[],
  orderBy: readonly OrderInput[],
): Promise<readonly TableRow[]> {
  for (const asked of [having, orderBy])
    if (asked.length > columnLimit) throw refused(`at most ${columnLimit} entries`, String(asked.length))
  for (const { indicator } of [...having, ...orderBy]) requireColumn(table, indicator)
  let rows = table.rows
  for (const test of having) rows = await passing(table, rows, test)
  const keyed = await Promise.all(
    rows.map(async (row) => ({
      row,
      keys: await Promise.all(
        orderBy.map(({ column, indicator }) => columnOf(table, row, column, indicator)),
      ),
    })),
  )
  const plain = groupOrder(table)
  return keyed
    .toSorted((left, right) => {
      for (const [index, order] of orderBy.entries()) {
        const compared = compareKeys(left.keys[index] ?? null, right.keys[index] ?? null, order)
        if (compared !== 0) return compared
      }
      return plain(left.row, right.row)
    })
    .map(({ row }) => row)
}

async function passing(
  table: Table,
  rows: readonly TableRow[],
  { indicator, column, is, kinds }: HavingInput,
): Promise<readonly TableRow[]> {
  const tested = column ?? 'VALUE'
  if (isKey(tested)) throw refused('a column of numbers in `having`', tested)
  const condition = is == null ? everything : conditionOf({ value: is }, { value: 'decimal' })
  const passed = await Promise.all(
    rows.map(async (row) => {
      const kind = cellFor(table, row, indicator)?.kind
      if (kinds != null && (kind === undefined || !kinds.includes(kind))) return false
      return is == null || passes(condition, { value: await columnOf(table, row, tested, indicator) })
    }),
  )
  return rows.filter((_, index) => passed[index])
}

async function columnOf(
  table: Table,
  row: TableRow,
  column: StatisticsColumn,
  indicator: string | null | undefined,
): Promise<Decimal | string | null> {
  if (isKey(column)) return row[keyFields[column]]
  const cell = cellFor(table, row, indicator)
  if (cell === undefined) return null
  if (column === 'VALUE' || column === 'LOWER' || column === 'UPPER')
    return cell[column === 'VALUE' ? 'value' : column === 'LOWER' ? 'lower' : 'upper']
  if (column === 'SHARE_OF_REGION' || column === 'SHARE_OF_SCHEME')
    return (await shareOf(table, cell, column === 'SHARE_OF_REGION' ? 'REGION' : 'SCHEME')).rate
  return (await growthOf(table, cell, column.slice('GROWTH_'.length) as GrowthBase)).rate
}

const keyFields = { REGION: 'region', SCHEME: 'scheme', PERIOD: 'period', SOURCE: 'source' } as const

function isKey(column: StatisticsColumn): column is keyof typeof keyFields {
  return column in keyFields
}

function cellFor(table: Table, row: TableRow, indicator: string | null | undefined) {
  return row.cells[indicator == null ? 0 : table.plan.indicators.indexOf(indicator)]
}

function compareKeys(left: string | null, right: string | null, { column, descending }: OrderInput): number {
  if (left === null || right === null) return Number(left === null) - Number(right === null)
  const compared = isKey(column) ? compareTexts(left, right) : compareDecimals(left, right)
  return descending === true ? -compared : compared
}

/** Each dimension by its codes or periods upwards, the first one named first. */
function groupOrder({ plan }: Table): (left: TableRow, right: TableRow) => number {
  const fields = [
    ...plan.order.map((dimension) => dimensions[dimension]),
    'region',
    'scheme',
    'period',
  ] as const
  return (left, right) => {
    for (const field of fields) {
      const compared = compareTexts(left[field] ?? '', right[field] ?? '')
      if (compared !== 0) return compared
    }
    return 0
  }
}

function requireColumn({ plan }: Table, indicator: string | null | undefined): void {
  if (indicator == null || plan.indicators.includes(indicator)) return
  throw refused(`one of the table’s indicators: ${plan.indicators.join(', ')}`, shown(indicator))
}

function refused(expected: string, came: string): HubError {
  const message = `Expected ${expected}; came ${came}.`
  return new HubError({ code: 'BAD_USER_INPUT', message, expected, came })
}
