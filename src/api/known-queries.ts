import type { GraphQLSchema } from 'graphql'
import { type CompiledQuery, compiledQuery } from './compiled-query.ts'

/** How often a query is asked before it is compiled. */
const often = 3

/** How many queries are kept compiled, and how many are counted that are not yet. */
const most = { compiled: 200, counted: 1_000 } as const

/** The longest document that is compiled, in characters. */
const longest = 20_000

/**
 * The queries that are asked again and again, compiled. Who asks a new one each time costs a count of it and no more;
 * of those kept, the one not asked for the longest goes first.
 */
export class KnownQueries {
  readonly #schema: GraphQLSchema
  readonly #compiled = new Map<string, CompiledQuery | null>()
  readonly #counts = new Map<string, number>()

  constructor(schema: GraphQLSchema) {
    this.#schema = schema
  }

  /** The compiled query of a text; null where there is none. */
  find(text: string, operationName: string | undefined): CompiledQuery | null {
    const key = keyOf(text, operationName)
    const found = this.#compiled.get(key)
    if (found === undefined) return null
    this.#compiled.delete(key)
    this.#compiled.set(key, found)
    return found
  }

  /** An operation of this text was found valid and may be run. */
  asked(text: string, operationName: string | undefined): void {
    if (text.length > longest) return
    const key = keyOf(text, operationName)
    if (this.#compiled.has(key)) return
    const count = (this.#counts.get(key) ?? 0) + 1
    this.#counts.delete(key)
    if (count < often) keepNewest(this.#counts.set(key, count), most.counted)
    else keepNewest(this.#compiled.set(key, compiledQuery(this.#schema, text, operationName)), most.compiled)
  }
}

/** One key for one pair: an empty name is not the same as none, and no name runs on into a text. */
function keyOf(text: string, operationName: string | undefined): string {
  return operationName === undefined ? `:${text}` : `${operationName.length}:${operationName}${text}`
}

function keepNewest(map: Map<string, unknown>, size: number): void {
  for (const oldest of map.keys()) {
    if (map.size <= size) return
    map.delete(oldest)
  }
}
