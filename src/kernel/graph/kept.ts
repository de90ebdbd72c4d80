import type { GraphQLResolveInfo } from 'graphql'

/** What is worked out from a field's place in its document, kept with the compiled document, by name. */
export type Kept = Map<string, unknown>

/**
 * Works something out from the fields and fragments of a document, once where the document is compiled and its fields
 * carry a `kept`, each time where they do not. What depends on variables must not be kept.
 */
export function keptWith<Value>(info: GraphQLResolveInfo, name: string, make: () => Value): Value {
  const { kept } = info as GraphQLResolveInfo & { readonly kept?: Kept }
  if (kept === undefined) return make()
  if (!kept.has(name)) kept.set(name, make())
  return kept.get(name) as Value
}
