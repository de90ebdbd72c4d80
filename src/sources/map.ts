import { maskIdentityNumbers } from '../kernel/identity-numbers.ts'
import type { Draft, Finding, SourceRow } from './draft.ts'
import { type ColumnRule, type Feed, isGuarded } from './feed.ts'
import type { Layout } from './header.ts'
import { blanked, keptText } from './kept-text.ts'
import { isCodeField } from './noun-fields.ts'
import { hidingOf } from './private-cells.ts'
import { type Break, brokenRow, controlCharacter, emptyCell, noFigure, rowWidth } from './row-findings.ts'

/** A row of any format with the line, or the number of the element, at which it stands; `keys` where it names its cells itself. */
export type ReadRow =
  | {
      readonly kind: 'cells'
      readonly line: number
      readonly text: string
      readonly cells: readonly string[]
      readonly keys?: readonly string[]
    }
  | { readonly kind: 'broken'; readonly line: number; readonly text: string; readonly reason: Break }

/**
 * What one row says by the rules of its feed: a draft for each figure that is there, or one for the thing that the row is
 * about; or an error and no draft.
 */
export function mapRow(feed: Feed, layout: Layout, row: ReadRow): SourceRow {
  const guarded = isGuarded(feed)
  const { line } = row
  if (row.kind === 'broken') {
    // Which of its cells are about persons nobody can tell.
    const text = guarded ? blanked : row.text
    return { line, text, drafts: [], findings: [brokenRow(row.reason, guarded ? null : row.text)] }
  }
  const text = guarded ? keptText(layout, row.cells, row.keys ?? null) : row.text
  const fault = faultOf(feed, layout, row.cells)
  if (fault !== null)
    return {
      line,
      text: row.cells.length === layout.width || !guarded ? text : blanked,
      drafts: [],
      findings: [fault],
    }
  if (feed.noun !== 'observation')
    return { line, text, drafts: [factOf(feed, layout, row.cells, line)], findings: [] }
  const drafts = figuresOf(feed, layout, row.cells, line)
  return { line, text, drafts, findings: drafts.length > 0 ? [] : [noFigure(figureColumns(layout))] }
}

function figuresOf(feed: Feed, layout: Layout, cells: readonly string[], line: number): readonly Draft[] {
  const said = { ...feed.fixed, ...saidOf(layout, cells) }
  return layout.columns.flatMap(({ name, index, rule }) => {
    const value = cellAt(cells, index)
    if (!('value' in rule) || value === '') return []
    const fields = { ...said, indicator: rule.value.indicator, value }
    return [{ noun: feed.noun, release: releaseOf(feed, said), fields, locator: { line, column: name } }]
  })
}

function factOf(feed: Feed, layout: Layout, cells: readonly string[], line: number): Draft {
  const said = saidOf(layout, withoutPersons(layout, cells))
  const fields = { ...feed.fixed, ...said }
  const hide = hidingOf(layout, cells)
  const draft = { noun: feed.noun, release: releaseOf(feed, fields), fields, locator: { line } }
  return hide === null ? draft : { ...draft, hide }
}

/** Codes stay as they came: whoever reads a code tells one of an organization from a person's, and drops the latter. */
function withoutPersons(layout: Layout, cells: readonly string[]): readonly string[] {
  const codes = new Set(
    layout.columns.flatMap(({ index, rule }) => ('to' in rule && isCodeField(rule.to) ? [index] : [])),
  )
  return cells.map((cell, index) => (codes.has(index) ? cell : maskIdentityNumbers(cell)))
}

/** What the cells of a row say, by field. Where several columns say one field, their different texts are joined. */
function saidOf(layout: Layout, cells: readonly string[]): Readonly<Record<string, string>> {
  const said: Record<string, string> = {}
  for (const { index, rule } of layout.columns) {
    const cell = cellAt(cells, index)
    if (cell === '') continue
    if ('nameOf' in rule) said[`${rule.nameOf}Name`] = cell
    if (!('to' in rule)) continue
    const word = translated(rule, cell)
    const before = said[rule.to]?.split(';') ?? []
    if (word !== '' && !before.includes(word)) said[rule.to] = [...before, word].join(';')
  }
  return said
}

/** The release of a row by its field; where the whole file is one release, its name is known at the end. */
function releaseOf(feed: Feed, said: Readonly<Record<string, string>>): string {
  return 'per' in feed.release ? (said[feed.release.per] ?? '') : ''
}

function faultOf(feed: Feed, layout: Layout, cells: readonly string[]): Finding | null {
  const guarded = isGuarded(feed)
  if (cells.length !== layout.width) return rowWidth(layout.width, cells, !guarded)
  const control = cells.findIndex((cell) => controls.test(cell))
  if (control >= 0)
    return controlCharacter(nameOfColumn(layout, control), guarded ? null : (cells[control] ?? ''))
  if (!('per' in feed.release)) return null
  const { per } = feed.release
  const split = layout.columns.find(({ rule }) => 'to' in rule && rule.to === per)
  if (split === undefined) return emptyCell(per)
  return cellAt(cells, split.index) === '' ? emptyCell(split.name) : null
}

/** Control characters other than tab and line ends, which a quoted cell may hold, and halves of characters. */
const controls = /[^\P{Cc}\t\n\r]|\p{Cs}/u

function cellAt(cells: readonly string[], index: number): string {
  return (cells[index] ?? '').trim()
}

function nameOfColumn(layout: Layout, index: number): string {
  return layout.columns.find((column) => column.index === index)?.name ?? `column ${index + 1}`
}

function figureColumns(layout: Layout): readonly string[] {
  return layout.columns.flatMap((column) => ('value' in column.rule ? [column.name] : []))
}

/** What a source's own codes, several with semicolons between them, are called here; `Object.hasOwn`, since a cell may say `constructor`. */
function translated({ words }: Extract<ColumnRule, { readonly to: string }>, cell: string): string {
  if (words === undefined) return cell
  const called = (word: string) => (Object.hasOwn(words, word) ? (words[word] ?? word) : word)
  const parts = cell.split(/[;；]/).map((part) => called(part.trim()))
  return parts.filter((part) => part !== '').join(';')
}
