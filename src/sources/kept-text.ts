import { maskedNumber, maskIdentityNumbers } from '../kernel/identity-numbers.ts'
import type { Layout } from './header.ts'
import { isCodeField } from './noun-fields.ts'
import { hidingOf } from './private-cells.ts'

/** What stands in the place of a cell that is not kept. */
export const blanked = maskedNumber

/**
 * The text of a row that may be about a person, as it may be kept: written anew from its cells, so that nothing of it is
 * there which nobody looked at. Cells of private and of unknown columns are blanked; in the others identity numbers are
 * masked, and what private cells say.
 */
export function keptText(layout: Layout, cells: readonly string[], keys: readonly string[] | null): string {
  const rules = new Map(layout.columns.map(({ index, rule }) => [index, rule]))
  const hide = hidingOf(layout, cells)
  const kept = cells.map((cell, index) => {
    const rule = rules.get(index)
    if (cell.trim() === '') return cell
    if (rule === undefined || 'private' in rule) return blanked
    const masked = maskIdentityNumbers(cell)
    // A code or the party's own name is no text that may speak of somebody.
    return hide === null || !('to' in rule) || rule.to === 'name' || isCodeField(rule.to)
      ? masked
      : hide(masked, { names: true })
  })
  if (keys === null) return kept.map(inCsv).join(',')
  const names = keys.map((key, index) =>
    layout.columns.some((column) => column.index === index) ? key : `${blanked}${index + 1}`,
  )
  return JSON.stringify(Object.fromEntries(kept.map((cell, index) => [names[index], cell])))
}

function inCsv(cell: string): string {
  return /[",\r\n]/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell
}
