import { maskedNumber, maskIdentityNumbers } from '../kernel/identity-numbers.ts'
import type { Layout } from './header.ts'

/** What stands in the place of a cell that is not kept. */
export const blanked = maskedNumber

/**
 * The text of a row that may be about a person, as it may be kept: written anew from its cells, so that nothing of it is
 * there which nobody looked at. Cells of private and of unknown columns are blanked; identity numbers in the others are masked.
 */
export function keptText(layout: Layout, cells: readonly string[], keys: readonly string[] | null): string {
  const read = new Set(layout.columns.flatMap(({ index, rule }) => ('private' in rule ? [] : [index])))
  const kept = cells.map((cell, index) =>
    cell.trim() === '' ? cell : read.has(index) ? maskIdentityNumbers(cell) : blanked,
  )
  if (keys === null) return kept.map(inCsv).join(',')
  const names = keys.map((key, index) =>
    layout.columns.some((column) => column.index === index) ? key : `${blanked}${index + 1}`,
  )
  return JSON.stringify(Object.fromEntries(kept.map((cell, index) => [names[index], cell])))
}

function inCsv(cell: string): string {
  return /[",\r\n]/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell
}
