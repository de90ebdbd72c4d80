import { withoutText } from '../kernel/hidden-text.ts'
import { maskedNumber } from '../kernel/identity-numbers.ts'
import { saysNothing } from '../kernel/text-refusal.ts'
import type { Hide } from './draft.ts'
import type { Layout } from './header.ts'

/**
 * Masks in a text what the private cells of a row say: numbers of persons, and with `names` their names; null where they
 * say nothing. A function, so that what they say is in no draft and cannot be written anywhere.
 */
export function hidingOf(layout: Layout, cells: readonly string[]): Hide | null {
  const numbers = textsOf('number').filter((text) => /\d/.test(text) && text.length >= shortestNumber)
  const all = [...textsOf('name'), ...numbers].toSorted((left, right) => right.length - left.length)
  if (all.length === 0) return null
  return (text, { names }) =>
    (names ? all : numbers).reduce((masked, hidden) => withoutText(masked, hidden, maskedNumber), text)

  function textsOf(what: 'name' | 'number'): readonly string[] {
    return layout.columns.flatMap(({ index, rule }) => {
      const text = (cells[index] ?? '').trim()
      return 'private' in rule && rule.holds === what && !saysNothing(text) ? [text] : []
    })
  }
}

/** A number with fewer characters is no document's, and stands in other numbers by chance. */
const shortestNumber = 6
