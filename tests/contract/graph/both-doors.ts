import type { TestHub } from '../../support/hub.ts'

/** What a client sends, whichever way. */
export type Sent = {
  readonly query: string
  readonly variables?: Record<string, unknown>
  readonly operationName?: string
}

/** What an operation was answered with, whichever way it came. */
export type Answered = {
  readonly data?: unknown
  readonly errors?: readonly {
    readonly message: string
    readonly extensions: {
      readonly code: string
      readonly expected?: string
      readonly came?: string
      readonly [name: string]: unknown
    }
  }[]
}

/** The two ways into the graph. Each asks one operation and gives its first answer. */
export const doors = [
  { door: 'HTTP', ask: askOverHttp },
  { door: 'WebSocket', ask: askOverSocket },
] as const

/** The codes of the errors of an answer, in their order. */
export function codesOf(answered: Answered): readonly string[] {
  return (answered.errors ?? []).map((error) => error.extensions.code)
}

async function askOverHttp({ address }: Pick<TestHub, 'address'>, sent: Sent): Promise<Answered> {
  const response = await fetch(`${address}/graphql`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(sent),
  })
  return (await response.json()) as Answered
}

/** Errors before the execution come as a message of their own; a close of the socket rejects. */
async function askOverSocket(hub: Pick<TestHub, 'client'>, sent: Sent): Promise<Answered> {
  const client = hub.client()
  const { promise, resolve, reject } = Promise.withResolvers<Answered>()
  const end = client.subscribe(sent, {
    next: (result) => resolve(result as Answered),
    error: (error) => (Array.isArray(error) ? resolve({ errors: error }) : reject(error)),
    complete: () => undefined,
  })
  try {
    return await promise
  } finally {
    end()
    await client.dispose()
  }
}
