import { hash } from 'node:crypto'

/** SHA-256 of bytes or UTF-8 text, in lower-case hex: the name under which an original is kept. */
export function digestOf(content: Uint8Array | string): string {
  return hash('sha256', content, 'hex')
}
