/** Where a list stands in an answer: the keys and the numbers of entries that lead to it. */
export type ReadyPlace = readonly (string | number)[]

/**
 * Lists of an answer whose JSON the database has made: they go into the answer as they came, instead of being read into
 * objects and written again. Where one belongs, the data holds `[]`.
 */
export class ReadyTexts {
  readonly #texts: Ready = { json: null, below: new Map() }

  /** Puts the JSON of a list where it belongs. */
  put(place: ReadyPlace, json: string): void {
    let at = this.#texts
    for (const step of place) {
      const next = at.below.get(step) ?? { json: null, below: new Map() }
      at.below.set(step, next)
      at = next
    }
    at.json = json
  }

  /** The JSON text of an answer's data, with these lists in their places. */
  written(data: Readonly<Record<string, unknown>>): string {
    return writtenWith(data, this.#texts)
  }
}

/** The lists at and below one place. */
type Ready = { json: string | null; readonly below: Map<string | number, Ready> }

function writtenWith(value: unknown, ready: Ready | undefined): string {
  if (ready === undefined) return JSON.stringify(value)
  if (ready.json !== null) return ready.json
  if (ready.below.size === 0 || typeof value !== 'object' || value === null) return JSON.stringify(value)
  if (Array.isArray(value))
    return `[${value.map((entry, index) => writtenWith(entry, ready.below.get(index))).join(',')}]`
  // The keys are names of GraphQL, in which nothing is to be escaped. What was left away is undefined, and is not shown.
  const shown = Object.entries(value).filter(([, inner]) => inner !== undefined)
  return `{${shown.map(([name, inner]) => `"${name}":${writtenWith(inner, ready.below.get(name))}`).join(',')}}`
}
