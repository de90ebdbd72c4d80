import type { SourceRow } from './draft.ts'
import type { Feed } from './feed.ts'
import { type KnownHeaders, type Layout, placeColumns } from './header.ts'
import { foldedHeader } from './header-words.ts'
import type { JsonRow } from './json.ts'
import { mapRow } from './map.ts'
import { lateColumn, repeatedColumn } from './row-findings.ts'

/**
 * Makes a function that says what each element of a JSON array says: it names its cells itself, in any order, and leaves
 * away what it does not say. An element whose values are all blank says nothing: null.
 */
export function mapElement(
  feed: Feed,
  known: KnownHeaders,
  headKeys: readonly string[],
): (row: JsonRow) => SourceRow | null {
  const told = new Set(headKeys)
  // Nearly all elements of a file have the same keys in the same order.
  let last: { readonly keys: readonly string[]; readonly layout: Layout } = {
    keys: [],
    layout: placeColumns(known, []),
  }
  return (row) => {
    if (row.kind === 'broken') return mapRow(feed, last.layout, row)
    if (row.cells.every((cell) => cell.trim() === '')) return null
    if (!sameTexts(last.keys, row.keys)) last = { keys: row.keys, layout: placeColumns(known, row.keys) }
    const { layout } = last
    const twice = layout.columns.find(
      ({ name }, index) => layout.columns.findIndex((other) => other.name === name) !== index,
    )
    const mapped = mapRow(feed, layout, row)
    if (twice !== undefined) return { ...mapped, drafts: [], findings: [repeatedColumn(twice.name)] }
    const late = row.keys.findIndex((key) => !told.has(key) && !known.has(foldedHeader(key)))
    return late < 0 ? mapped : { ...mapped, findings: [...mapped.findings, lateColumn(late + 1)] }
  }
}

function sameTexts(left: readonly string[], right: readonly string[]): boolean {
  return left.length === right.length && left.every((text, index) => text === right[index])
}
