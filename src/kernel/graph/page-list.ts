import { HubError } from '../errors.ts'
import { type PageStart, parsePageCursor } from '../page.ts'
import { shown } from '../text.ts'

/** A list that is read in pages: its name, which its cursors carry first, and the form of each of its sort keys. */
export type PageList = { readonly name: string; readonly keys: readonly RegExp[] }

/** The form of a sort key that is a number of the hub. */
export const wholeNumber = /^\d{1,15}$/

/** The form of a sort key that is a text. */
export const anyText = /^/

/** Where a cursor says to go on in a list; throws INVALID_CURSOR where it is not one of this list. */
export function startIn(list: PageList, cursor: string): PageStart {
  const { position, keys } = parsePageCursor(cursor, list.keys.length + 1)
  const [name, ...rest] = keys
  if (name === list.name && list.keys.every((form, index) => form.test(rest[index] ?? ''))) {
    return { position, keys: rest }
  }
  throw new HubError({
    code: 'INVALID_CURSOR',
    message: `The page cursor is not one of the list ${list.name}. Use \`endCursor\` or an edge’s \`cursor\` of the same list exactly as it was given.`,
    expected: `a page cursor of the list ${list.name}`,
    came: shown(cursor),
  })
}
