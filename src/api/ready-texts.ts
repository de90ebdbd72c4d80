/**
 * Lists of an answer whose JSON the database has made: they go into the answer as they came, instead of being read into
 * objects and written again. A list stands under a key of a field at the top; where it belongs, the data holds `[]`.
 */
export class ReadyTexts {
  readonly #texts = new Map<string, { readonly key: string; readonly json: string }>()

  /** Puts the JSON of a list where the answer has the key `key` below the top field `field`. */
  put(field: string, key: string, json: string): void {
    this.#texts.set(field, { key, json })
  }

  /** The JSON text of an answer's data, with these lists in their places. */
  written(data: Readonly<Record<string, unknown>>): string {
    if (this.#texts.size === 0) return JSON.stringify(data)
    return objectOf(data, (name, value) => {
      const ready = this.#texts.get(name)
      if (ready === undefined || !isObject(value)) return JSON.stringify(value)
      return objectOf(value, (key, inner) => (key === ready.key ? ready.json : JSON.stringify(inner)))
    })
  }
}

type Fields = Readonly<Record<string, unknown>>

/** The keys are names of GraphQL, in which nothing is to be escaped. What was left away is undefined, and is not shown. */
function objectOf(fields: Fields, textOf: (name: string, value: unknown) => string): string {
  const shown = Object.entries(fields).filter(([, value]) => value !== undefined)
  return `{${shown.map(([name, value]) => `"${name}":${textOf(name, value)}`).join(',')}}`
}

function isObject(value: unknown): value is Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
