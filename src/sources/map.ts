import type { CsvRow } from './csv.ts'
import type { Draft, Finding, SourceRow } from './draft.ts'
import type { Feed } from './feed.ts'
import type { Layout } from './header.ts'
import { brokenRow, controlCharacter, emptyCell, noFigure, rowWidth } from './row-findings.ts'

/** What one row says by the rules of its feed: a draft for each figure that is there, or an error and no draft. */
export function mapRow(feed: Feed, layout: Layout, row: CsvRow): SourceRow {
  const { line, text } = row
  if (row.kind === 'broken') return { line, text, drafts: [], findings: [brokenRow(row.reason, text)] }
  const fault = faultOf(feed, layout, row.cells)
  if (fault !== null) return { line, text, drafts: [], findings: [fault] }
  const drafts = draftsOf(feed, layout, row.cells, line)
  return { line, text, drafts, findings: drafts.length > 0 ? [] : [noFigure(figureColumns(layout))] }
}

function draftsOf(feed: Feed, layout: Layout, cells: readonly string[], line: number): readonly Draft[] {
  const said: Record<string, string> = { ...feed.fixed }
  for (const { index, rule } of layout.columns) {
    const cell = cellAt(cells, index)
    if (cell === '') continue
    if ('to' in rule) said[rule.to] = translated(feed, rule.to, cell)
    if ('nameOf' in rule) said[`${rule.nameOf}Name`] = cell
  }
  return layout.columns.flatMap(({ name, index, rule }) => {
    const value = cellAt(cells, index)
    if (!('value' in rule) || value === '') return []
    const fields = { ...said, indicator: rule.value.indicator, value }
    return [
      { noun: feed.noun, release: said[feed.release.per] ?? '', fields, locator: { line, column: name } },
    ]
  })
}

function faultOf(feed: Feed, layout: Layout, cells: readonly string[]): Finding | null {
  if (cells.length !== layout.width) return rowWidth(layout.width, cells)
  const control = cells.findIndex((cell) => controls.test(cell))
  if (control >= 0) return controlCharacter(nameOfColumn(layout, control), cells[control] ?? '')
  const split = layout.columns.find(({ rule }) => 'to' in rule && rule.to === feed.release.per)
  return split !== undefined && cellAt(cells, split.index) === '' ? emptyCell(split.name) : null
}

/** Control characters other than tab and line ends, which a quoted cell may hold. */
const controls = /[^\P{Cc}\t\n\r]/u

function cellAt(cells: readonly string[], index: number): string {
  return (cells[index] ?? '').trim()
}

function nameOfColumn(layout: Layout, index: number): string {
  return layout.columns.find((column) => column.index === index)?.name ?? `column ${index + 1}`
}

function figureColumns(layout: Layout): readonly string[] {
  return layout.columns.flatMap((column) => ('value' in column.rule ? [column.name] : []))
}

/** The hub's code for a source's own one; `Object.hasOwn`, since a cell may say `constructor`. */
function translated(feed: Feed, field: keyof Feed['codes'], cell: string): string {
  const codes = feed.codes[field]
  return codes !== undefined && Object.hasOwn(codes, cell) ? (codes[cell] ?? cell) : cell
}
