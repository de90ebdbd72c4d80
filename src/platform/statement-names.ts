import { createHash } from 'node:crypto'

/** How often a text is run before it gets a name. */
const often = 3

/** How many texts get a name; each costs every connection the memory of a plan. */
const most = 256

/** How many texts are counted that have no name yet. */
const counted = 1_000

/**
 * Names for statements that are run again and again: a server plans a named one once per connection, and keeps it for
 * ever. Callers choose the shape of their filters, so the number of names has a limit; a text beyond it, or a rare one, has
 * none and is planned each time. Whoever is run most is named first and stays.
 */
export function statementNames(): (text: string) => string | undefined {
  const names = new Map<string, string>()
  const counts = new Map<string, number>()
  return (text) => {
    const known = names.get(text)
    if (known !== undefined || names.size >= most) return known
    const count = (counts.get(text) ?? 0) + 1
    counts.delete(text)
    if (count < often) {
      counts.set(text, count)
      for (const oldest of counts.keys()) if (counts.size > counted) counts.delete(oldest)
      return undefined
    }
    const name = `b${createHash('sha1').update(text).digest('base64url').slice(0, 20)}`
    names.set(text, name)
    return name
  }
}
