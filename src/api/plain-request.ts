import type { FastifyRequest } from 'fastify'
import type { Asked } from './documents/asked.ts'

/** What may stand in a request for it to be plain. */
const known: ReadonlySet<string> = new Set([
  'query',
  'documentId',
  'operationName',
  'variables',
  'extensions',
])

/**
 * What a plain request over HTTP asks for; null where anything about it is unusual, which is then for Apollo to read: another
 * form, a header that asks to wait, a GET that a browser could have been tricked into.
 */
export function plainRequest(request: FastifyRequest): Asked | null {
  const { method, headers } = request
  if (headers['baymark-min-position'] !== undefined) return null
  if (method === 'POST') return askedOf(request.body)
  if (method !== 'GET' || !isPreflighted(headers) || !isRecord(request.query)) return null
  const { variables, extensions, ...rest } = request.query
  return askedOf({ ...rest, variables: recordOf(variables), extensions: recordOf(extensions) })
}

/** Says that a browser would have asked first: the headers by which Apollo's CSRF prevention knows. */
function isPreflighted(headers: FastifyRequest['headers']): boolean {
  if (headers['content-type'] !== undefined) return false
  return Boolean(headers['apollo-require-preflight'] || headers['x-apollo-operation-name'])
}

function askedOf(sent: unknown): Asked | null {
  if (!isRecord(sent) || !Object.keys(sent).every((name) => known.has(name))) return null
  const { query, documentId, operationName, variables, extensions } = sent
  const plain =
    (query === undefined || typeof query === 'string') &&
    (operationName == null || typeof operationName === 'string') &&
    (variables == null || isRecord(variables)) &&
    (extensions == null || isRecord(extensions))
  return plain ? { query, documentId, operationName, variables, extensions } : null
}

/** The object that a parameter of an address holds; what is none is left as it is, and is then not plain. */
function recordOf(parameter: unknown): unknown {
  if (typeof parameter !== 'string') return parameter
  try {
    return JSON.parse(parameter)
  } catch {
    return parameter
  }
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
