import { type DocumentNode, visit } from 'graphql'
import { HubError } from '../kernel/errors.ts'
import { isStorable, shown } from '../kernel/text.ts'

/**
 * Throws INVALID_TEXT where a document's literals hold a text that no store can keep: NUL, or half of a surrogate pair.
 * One check for every argument there is and will be.
 */
export function refuseUnstorableTexts(document: DocumentNode): void {
  visit(document, {
    StringValue: (node) => refuse(node.value),
  })
}

/** The same for the variables of a request. */
export function refuseUnstorableValues(value: unknown): void {
  if (typeof value === 'string') refuse(value)
  else if (typeof value === 'object' && value !== null) {
    for (const [name, inner] of Object.entries(value)) {
      refuse(name)
      refuseUnstorableValues(inner)
    }
  }
}

function refuse(text: string): void {
  if (isStorable(text)) return
  throw new HubError({
    code: 'INVALID_TEXT',
    message: `A text holds a character that no text may hold (NUL, or half of a surrogate pair): ${shown(text)}. Remove it.`,
    expected: 'text without NUL',
    came: shown(text),
  })
}
