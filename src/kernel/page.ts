import { HubError } from './errors.ts'
import { isPosition, type Position } from './position.ts'
import { isStorable, shown } from './text.ts'

/** How many entries a page has when nobody says. */
export const defaultPageSize = 50

/** How many entries a page has at most. */
export const largestPageSize = 1_000

/** Where a page begins: after the entry with these sort keys, read at the first page's position. */
export type PageStart = { readonly position: Position; readonly keys: readonly string[] }

/** The number of entries asked for; throws PAGE_SIZE where it is negative or above 1,000. */
export function pageSize(first: number | null | undefined): number {
  const size = first ?? defaultPageSize
  if (Number.isInteger(size) && size >= 0 && size <= largestPageSize) return size
  throw new HubError({
    code: 'PAGE_SIZE',
    message: `A page has between 0 and ${largestPageSize} entries; ${size} were asked for. Ask for fewer and go on with \`after\`.`,
    expected: `first: 0 to ${largestPageSize}`,
    came: String(size),
  })
}

/** The page cursor of an entry: plain text that only this hub reads. */
export function pageCursor(start: PageStart): string {
  return Buffer.from(JSON.stringify([start.position, ...start.keys])).toString('base64url')
}

/** Where a page cursor says to go on; throws INVALID_CURSOR where it is not one with `keys` sort keys. */
export function parsePageCursor(cursor: string, keys: number): PageStart {
  const parts = decoded(cursor)
  const [position, ...rest] = parts ?? []
  if (isPosition(position) && rest.length === keys && rest.every(isKey)) {
    return { position, keys: rest }
  }
  throw new HubError({
    code: 'INVALID_CURSOR',
    message:
      'The page cursor cannot be read. Use `endCursor` or an edge’s `cursor` of the same list exactly as it was given.',
    expected: 'a page cursor of this list',
    came: shown(cursor),
  })
}

function isKey(key: unknown): key is string {
  return typeof key === 'string' && isStorable(key)
}

function decoded(cursor: string): readonly unknown[] | null {
  if (cursor.length > 2_000 || !/^[\w-]+$/.test(cursor)) return null
  try {
    const value: unknown = JSON.parse(Buffer.from(cursor, 'base64url').toString('utf8'))
    return Array.isArray(value) ? value : null
  } catch {
    return null
  }
}
