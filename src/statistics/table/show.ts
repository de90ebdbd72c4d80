import type { Fact } from '../../access/read.ts'
import { globalId } from '../../kernel/graph/global-id.ts'
import { frequencyOf } from '../../kernel/period.ts'
import { compareTexts } from '../../kernel/text.ts'
import type { Composition } from './beside.ts'
import { spanText } from './period-span.ts'
import type { Table } from './table.ts'
import { type Cell, codesTogether, type Figure, type Member, type TableRow } from './terms.ts'

/** A cell as the graph shows it; it remembers its table and row, for what stands beside it. */
export type ShownFigure = Omit<Figure, 'members' | 'along' | 'breaks' | 'publishedAt'> &
  Fact & {
    readonly id: string
    readonly unit: string
    readonly period: string | null
    readonly codeListVersion: string | null
    readonly members: readonly ShownMember[]
    readonly missing: readonly string[]
    readonly cell: Cell
    readonly row: TableRow
    readonly table: Table
  }

/** A member as the graph shows it. */
export type ShownMember = Omit<Figure, 'members' | 'along' | 'breaks' | 'publishedAt'> &
  Pick<Member, 'dimension' | 'code'>

/** A row as the graph shows it. */
export type ShownRow = Fact & {
  readonly key: string
  /** The key again: what a stream calls the row. */
  readonly id: string
  readonly regions: readonly string[]
  readonly schemes: readonly string[]
  readonly period: string | null
  readonly source: string | null
  readonly cells: readonly ShownFigure[]
}

/** Shows a row of a table. */
export function shownRow(table: Table, row: TableRow): ShownRow {
  const { position, pinned } = table.scope
  return {
    key: row.key,
    id: row.key,
    regions: codesTogether(row.region),
    schemes: codesTogether(row.scheme),
    period: row.period,
    source: row.source,
    cells: row.cells.map((cell) => shownFigure(table, row, cell)),
    readAt: position,
    pinned,
  }
}

/** Shows a cell of a table. */
export function shownFigure(table: Table, row: TableRow, cell: Cell): ShownFigure {
  const { position, pinned } = table.scope
  const fact = { readAt: position, pinned }
  return {
    id: globalId('figure', figureKey(table, cell), fact),
    kind: cell.kind,
    value: cell.value,
    lower: cell.lower,
    upper: cell.upper,
    status: cell.status,
    reason: cell.reason,
    unit: cell.unit,
    period: shownPeriod(cell),
    codeListVersion: cell.version || null,
    get members() {
      return cell.members.map(shownMember)
    },
    get missing() {
      return missingOf(cell.members)
    },
    cell,
    row,
    table,
    ...fact,
  }
}

/** What was combined over the periods within is of the whole period; a stock is that of its end. */
function shownPeriod({ asked, period, along }: Cell): string | null {
  if (asked === null || asked === period) return period
  return along === 'PERIOD' ? asked : period
}

/** Shows what members give together. */
export function shownComposition(composition: Composition) {
  const { members, ...rest } = composition
  return { ...rest, members: members.map(shownMember), missing: missingOf(members) }
}

/**
 * The key of a figure: indicator, region, scheme, period, source and the version of the code list that was asked for
 * (`-` where none was). Where no latest figure was found, the period is what was looked through (`spanText`).
 */
export function figureKey(table: Table, cell: Cell): string {
  const { plan } = table
  const { indicator, region, scheme, asked, period, source } = cell
  // Figures of a source whose schemes stand in no list are the same in every version.
  const listed = plan.sources.some(
    ({ code, codeList }) => (source === '' || code === source) && codeList !== null,
  )
  const parts = [
    indicator,
    region,
    scheme,
    asked ?? period ?? lookedThrough(table, cell),
    source || '-',
    (listed ? plan.codeListVersion : null) ?? '-',
  ]
  return parts.join('/')
}

/** The newest periods are a range once they are known: what lies between them has no figure. */
function lookedThrough({ plan, periods }: Table, { source }: Cell): string {
  if (plan.periods.last === null || !('list' in periods)) return spanText(plan.periods)
  const frequency = plan.sources.find(({ code }) => code === source)?.frequency
  const own = periods.list.filter((period) => frequency === undefined || frequencyOf(period) === frequency)
  const newest = own.toSorted(compareTexts)
  return spanText({ list: null, from: newest[0] ?? null, to: newest.at(-1) ?? null })
}

function shownMember({ dimension, code, figure }: Member): ShownMember {
  const { kind, value, lower, upper, status, reason } = figure
  return { dimension, code, kind, value, lower, upper, status, reason }
}

function missingOf(members: readonly Member[]): readonly string[] {
  return members.filter(({ figure }) => figure.kind === 'UNAVAILABLE').map(({ code }) => code)
}
