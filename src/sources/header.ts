import type { Finding } from './draft.ts'
import type { ColumnRule, Feed } from './feed.ts'
import {
  duplicateColumn,
  extraColumn,
  maxColumns,
  missingColumn,
  spelling,
  tooManyColumns,
  wrongDelimiter,
} from './header-findings.ts'

/** A column of the feed found in a file: its name in the feed, its place in a row, and what becomes of it. */
export type Column = { readonly name: string; readonly index: number; readonly rule: ColumnRule }

/** How the rows of one file are laid out: how many cells each has, and which of them are read. */
export type Layout = { readonly width: number; readonly columns: readonly Column[] }

/** Compares a file's header with its feed. The file is refused when a finding is an error. */
export function layOut(
  feed: Feed,
  header: readonly string[],
): { readonly layout: Layout; readonly findings: readonly Finding[] } {
  const names = Object.keys(feed.columns)
  const places = header.map((text, index) => ({
    text,
    index,
    name: names.find((name) => fold(name) === fold(text)),
  }))
  const columns = places.flatMap(({ index, name }) => {
    const rule = name === undefined ? undefined : feed.columns[name]
    return name === undefined || rule === undefined ? [] : [{ name, index, rule }]
  })
  return { layout: { width: header.length, columns }, findings: findingsOf(feed, header, places) }
}

type PlacedHeader = { readonly text: string; readonly index: number; readonly name: string | undefined }

function findingsOf(
  feed: Feed,
  header: readonly string[],
  places: readonly PlacedHeader[],
): readonly Finding[] {
  if (header.length > maxColumns) return [tooManyColumns(header.length)]
  const required = Object.entries(feed.columns).flatMap(([name, rule]) => ('ignore' in rule ? [] : [name]))
  const missing = required.filter((name) => !places.some((place) => place.name === name))
  const delimiter =
    missing.length === required.length ? otherDelimiter(header.join(','), required) : undefined
  if (delimiter !== undefined) return [wrongDelimiter(delimiter)]
  const extra = places.filter((place) => place.name === undefined)
  const twice = places.filter(
    (place) =>
      fold(place.text) !== '' &&
      places.findIndex((other) => fold(other.text) === fold(place.text)) !== place.index,
  )
  return [
    ...twice.map((place) => duplicateColumn(place.text)),
    ...missing.map((name) =>
      missingColumn(
        name,
        required,
        header,
        extra.map((place) => place.text),
      ),
    ),
    ...extra.map((place) => extraColumn(place.text, place.index, missing)),
    ...places.flatMap((place) =>
      place.name === undefined || place.name === place.text ? [] : [spelling(place.name, place.text)],
    ),
  ]
}

/** Headers that differ only in case, width, or blanks are the same header to a person. */
function fold(text: string): string {
  return text
    .normalize('NFKC')
    .trim()
    .toLowerCase()
    .replace(/[\s-]+/g, '_')
}

const delimiterNames: readonly (readonly [string, string])[] = [
  [';', 'semicolons'],
  ['\t', 'tabs'],
  ['|', 'vertical bars'],
  ['，', 'full-width commas'],
]

function otherDelimiter(line: string, required: readonly string[]): string | undefined {
  const isKnown = (text: string) => required.includes(fold(text.replaceAll('"', '')))
  return delimiterNames.find(([mark]) => line.includes(mark) && line.split(mark).some(isKnown))?.[1]
}
