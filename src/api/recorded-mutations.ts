import type { GraphQLFieldResolver, GraphQLSchema } from 'graphql'
import { HubError } from '../kernel/errors.ts'
import type { RequestContext } from './context.ts'

/**
 * Makes every mutation of a schema leave an entry in the audit: its name, the ids it was about, and what came of it. The
 * one place where that happens, so that no mutation can be forgotten.
 */
export function recordMutations(schema: GraphQLSchema): void {
  for (const [name, field] of Object.entries(schema.getMutationType()?.getFields() ?? {})) {
    const { resolve } = field
    if (resolve === undefined) throw new Error(`the mutation ${name} has no resolver`)
    field.resolve = recorded(name, resolve as GraphQLFieldResolver<unknown, RequestContext>)
  }
}

function recorded(
  name: string,
  resolve: GraphQLFieldResolver<unknown, RequestContext>,
): GraphQLFieldResolver<unknown, RequestContext> {
  return async (root, args: Readonly<Record<string, unknown>>, context, info) => {
    try {
      const result: unknown = await resolve(root, args, context, info)
      context.audit(name, [...new Set([...idsOf(args), ...idsOf(result)])])
      return result
    } catch (error) {
      const outcome = error instanceof HubError ? error.code : 'INTERNAL_SERVER_ERROR'
      // What nobody in particular names is worth nothing, and would make refusals uncountable.
      context.audit(name, context.view.role === 'anonymous' ? [] : idsOf(args), outcome)
      throw error
    }
  }
}

/** Under which names arguments and results hold ids: also whom something is done to, and what becomes of it. */
const idNames = /^ids?$|Id$|^(record|organization|from|into)$/

/** How deep ids are looked for: `input { … }`, and lists of what was made. */
const deepest = 3

/** The ids in arguments or a result: what stands at a name of an id; `source` and `code` together name a release. */
function idsOf(value: unknown, depth = 0): readonly string[] {
  if (typeof value !== 'object' || value === null || value instanceof Date || depth > deepest) return []
  if (Array.isArray(value)) return value.flatMap((each) => idsOf(each, depth + 1))
  const { source, code } = value as Readonly<Record<string, unknown>>
  const named = typeof source === 'string' ? [typeof code === 'string' ? `${source}/${code}` : source] : []
  const inside = Object.entries(value).flatMap(([name, part]: [string, unknown]) => {
    const ids = [part].flat().filter((id) => typeof id === 'string')
    return idNames.test(name) && ids.length > 0 ? ids : idsOf(part, depth + 1)
  })
  return [...named, ...inside]
}
