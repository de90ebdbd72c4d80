/** The hub answered, and its answer is a refusal: asking again in the same way brings the same. */
export class HubRefused extends Error {
  override readonly name = 'HubRefused'
  /** The code of the refusal (schema/ERRORS.md); null where it has none. */
  readonly code: string | null

  constructor(message: string, code: string | null = null) {
    super(message)
    this.code = code
  }
}

/** The hub did not answer, or not as a hub does: asking again later may help. */
export class HubUnreached extends Error {
  override readonly name = 'HubUnreached'
}

export type Question<T> = {
  readonly query: string
  readonly variables: Readonly<Record<string, unknown>>
  /** Reads the answer's `data`; throws when it has another shape. */
  readonly parse: (data: unknown) => T
  /** The answer must know at least this position; a node that lags behind waits for it. */
  readonly minPosition?: number
  readonly signal: AbortSignal
}

/**
 * Asks the graph once over HTTP. Throws HubRefused for errors in the answer, HubUnreached for a network that
 * failed, a proxy's page, or an answer of another shape.
 */
export async function askHub<T>(question: Question<T>): Promise<T> {
  const headers: Record<string, string> = {
    'content-type': 'application/json',
    accept: 'application/graphql-response+json, application/json;q=0.9',
  }
  if (question.minPosition !== undefined) headers['baymark-min-position'] = String(question.minPosition)
  const { query, variables, signal } = question
  const answer = await fetchJson('/graphql', {
    method: 'POST',
    headers,
    body: JSON.stringify({ query, variables }),
    signal,
  })
  if (typeof answer !== 'object' || answer === null)
    throw new HubUnreached('The answer is not a GraphQL answer.')
  const refusal = 'errors' in answer ? refusalOf(answer.errors) : null
  if (refusal !== null) throw refusal
  try {
    return question.parse('data' in answer ? answer.data : undefined)
  } catch (cause) {
    throw new HubUnreached('The answer has another shape than this page was built for. Reload the page.', {
      cause,
    })
  }
}

/** The first of GraphQL's errors as a refusal, or null where there is none. */
export function refusalOf(errors: unknown): HubRefused | null {
  const first: unknown = Array.isArray(errors) ? errors[0] : undefined
  if (typeof first !== 'object' || first === null || !('message' in first)) return null
  return new HubRefused(String(first.message), 'extensions' in first ? codeIn(first.extensions) : null)
}

function codeIn(extensions: unknown): string | null {
  if (typeof extensions !== 'object' || extensions === null || !('code' in extensions)) return null
  return typeof extensions.code === 'string' ? extensions.code : null
}

async function fetchJson(address: string, init: RequestInit): Promise<unknown> {
  try {
    const response = await fetch(address, init)
    return await response.json()
  } catch (cause) {
    if (init.signal?.aborted) throw cause
    throw new HubUnreached('The hub did not answer.', { cause })
  }
}
