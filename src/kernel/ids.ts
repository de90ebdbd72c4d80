import { createHash, randomBytes, randomUUID } from 'node:crypto'

/** Makes identifiers that nobody can guess and nobody else has. Taken as an argument by whoever makes facts. */
export type Ids = { readonly next: () => string; readonly secret: () => string }

/** Random UUIDs and 192-bit secrets of the machine's generator. */
export const randomIds: Ids = {
  next: () => randomUUID(),
  secret: () => randomBytes(24).toString('base64url'),
}

/**
 * The UUID that belongs to a name: the same name gives the same id on every machine (RFC 9562, version 8).
 * A piece of work that was begun again after a crash finds its commit by it.
 */
export function idOfName(...name: readonly string[]): string {
  const hex = createHash('sha256').update(JSON.stringify(name)).digest('hex')
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-8${hex.slice(13, 16)}-8${hex.slice(17, 20)}-${hex.slice(20, 32)}`
}
