import type { Finding } from './draft.ts'
import { type ColumnRule, type Feed, type FeedLayout, isGuarded } from './feed.ts'
import {
  duplicateColumn,
  extraColumn,
  maxColumns,
  missingColumn,
  noHeader,
  spelling,
  tooManyColumns,
  wrongDelimiter,
} from './header-findings.ts'
import { foldedHeader } from './header-words.ts'

/** A column of the feed found in a file: its name in the feed, its place in a row, and what becomes of it. */
export type Column = { readonly name: string; readonly index: number; readonly rule: ColumnRule }

/** How the rows of one file are laid out: how many cells each has, and which of them are read. */
export type Layout = { readonly width: number; readonly columns: readonly Column[] }

/** The columns of a layout by every header under which they come, folded. */
export type KnownHeaders = ReadonlyMap<string, { readonly name: string; readonly rule: ColumnRule }>

/** A file's header compared with its feed: the layout that fits best, and what is wrong. The file is refused when a finding is an error. */
export type LaidOut = {
  readonly layout: Layout
  readonly known: KnownHeaders
  readonly findings: readonly Finding[]
}

/** Finds the layout of a feed that fits a header best: the fewest columns missing, then the most that are there. */
export function layOut(feed: Feed, header: readonly string[]): LaidOut {
  const [best] = feed.layouts
    .map((each) => compare(each, header))
    .toSorted(
      (left, right) =>
        left.missing.length - right.missing.length ||
        right.layout.columns.length - left.layout.columns.length,
    )
  if (best === undefined) throw new Error(`the feed ${feed.source} has no layout`)
  return { layout: best.layout, known: best.known, findings: findingsOf(feed, header, best) }
}

/** Where the columns of a layout stand in a row with this header. */
export function placeColumns(known: KnownHeaders, header: readonly string[]): Layout {
  const columns = header.flatMap((text, index) => {
    const column = known.get(foldedHeader(text))
    return column === undefined ? [] : [{ ...column, index }]
  })
  return { width: header.length, columns }
}

type Compared = {
  readonly feedLayout: FeedLayout
  readonly known: KnownHeaders
  readonly layout: Layout
  readonly required: readonly string[]
  readonly missing: readonly string[]
}

function compare(feedLayout: FeedLayout, header: readonly string[]): Compared {
  const entries = Object.entries(feedLayout.columns)
  const known: KnownHeaders = new Map(
    entries.flatMap(([name, rule]) =>
      [name, ...(rule.also ?? [])].map((text) => [foldedHeader(text), { name, rule }] as const),
    ),
  )
  const layout = placeColumns(known, header)
  const required = entries.flatMap(([name, rule]) => ('required' in rule && rule.required ? [name] : []))
  const missing = required.filter((name) => !layout.columns.some((column) => column.name === name))
  return { feedLayout, known, layout, required, missing }
}

function findingsOf(feed: Feed, header: readonly string[], compared: Compared): readonly Finding[] {
  const { feedLayout, known, layout, required, missing } = compared
  if (header.length > maxColumns) return [tooManyColumns(header.length)]
  const noneIsThere = missing.length === required.length
  const delimiter = noneIsThere ? otherDelimiter(header.join(','), known) : undefined
  if (delimiter !== undefined) return [wrongDelimiter(delimiter)]
  // What stands there may be a row about a person.
  if (noneIsThere && isGuarded(feed)) return [noHeader(required, header.length)]
  const nameAt = (index: number) => layout.columns.find((column) => column.index === index)?.name
  const places = header.map((text, index) => ({ text, index, name: nameAt(index) }))
  const extra = places.filter((place) => place.name === undefined)
  const same = (text: string) => known.get(foldedHeader(text))?.name ?? foldedHeader(text)
  const twice = places.filter(
    (place) =>
      same(place.text) !== '' &&
      places.findIndex((other) => same(other.text) === same(place.text)) !== place.index,
  )
  const extraTexts = extra.map((place) => place.text)
  return [
    ...twice.map((place) => duplicateColumn(place.text)),
    ...missing.map((name) => missingColumn(name, required, header, extraTexts)),
    ...extra.map((place) => extraColumn(place.text, place.index, missing)),
    ...places.flatMap(({ name, text }) =>
      name === undefined || name === text || feedLayout.columns[name]?.also?.includes(text)
        ? []
        : [spelling(name, text)],
    ),
  ]
}

const delimiterNames: readonly (readonly [string, string])[] = [
  [';', 'semicolons'],
  ['\t', 'tabs'],
  ['|', 'vertical bars'],
  ['，', 'full-width commas'],
]

function otherDelimiter(line: string, known: KnownHeaders): string | undefined {
  const isKnown = (text: string) => known.has(foldedHeader(text.replaceAll('"', '')))
  return delimiterNames.find(([mark]) => line.includes(mark) && line.split(mark).some(isKnown))?.[1]
}
