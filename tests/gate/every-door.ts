import type { Door } from '../../src/api/documents/admission.ts'
import type { TestHub } from '../support/hub.ts'

/** What a client sends, whichever way. */
export type Sent = {
  readonly query?: string
  readonly documentId?: unknown
  readonly operationName?: string
  readonly variables?: Readonly<Record<string, unknown>>
  readonly extensions?: Readonly<Record<string, unknown>>
}

/** What an operation was answered with, whichever way it came. */
export type Answered = {
  readonly data?: unknown
  readonly errors?: readonly {
    readonly message: string
    readonly extensions: { readonly code: string; readonly expected?: string; readonly came?: string }
  }[]
}

/** One way into the graph, and the longest request that it reads at all, in bytes. */
type DoorUnderTest = {
  readonly longest: number
  readonly ask: (hub: TestHub, sent: Sent, headers?: Readonly<Record<string, string>>) => Promise<Answered>
}

/** Every way into the graph that the hub knows: one that is missing here does not compile. */
export const everyDoor: Readonly<Record<Door, DoorUnderTest>> = {
  GET: { longest: 15_000, ask: askByGet },
  POST: { longest: 1_048_576, ask: askByPost },
  WebSocket: { longest: 65_536, ask: askOverSocket },
}

/** The doors that read a request of this length, by name. */
export function doorsFor(sent: Sent): readonly Door[] {
  const body = Buffer.byteLength(JSON.stringify(sent)) + 100
  const lengths: Readonly<Record<Door, number>> = { GET: addressOf(sent).length, POST: body, WebSocket: body }
  return (Object.keys(everyDoor) as Door[]).filter((door) => lengths[door] <= everyDoor[door].longest)
}

/** The address of a GET. */
export function addressOf(sent: Sent): string {
  const parameters = Object.entries(sent).filter(([, value]) => value !== undefined)
  const texts = parameters.map(([name, value]) => [
    name,
    typeof value === 'string' ? value : JSON.stringify(value),
  ])
  return `/graphql?${new URLSearchParams(texts)}`
}

async function askByGet({ address }: TestHub, sent: Sent, headers = {}): Promise<Answered> {
  const response = await fetch(`${address}${addressOf(sent)}`, {
    headers: { 'apollo-require-preflight': 'true', ...headers },
  })
  return (await response.json()) as Answered
}

async function askByPost({ address }: TestHub, sent: Sent, headers = {}): Promise<Answered> {
  const response = await fetch(`${address}/graphql`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...headers },
    body: JSON.stringify(sent),
  })
  return (await response.json()) as Answered
}

/** The first answer of an operation; errors before the execution come as a message of their own. */
async function askOverSocket(hub: TestHub, sent: Sent, headers = {}): Promise<Answered> {
  const client = hub.client(headers)
  const { promise, resolve, reject } = Promise.withResolvers<Answered>()
  const end = client.subscribe(
    { query: '', ...sent },
    {
      next: (result) => resolve(result as Answered),
      error: (error) => (Array.isArray(error) ? resolve({ errors: error }) : reject(error)),
      complete: () => undefined,
    },
  )
  try {
    return await promise
  } finally {
    end()
    await client.dispose()
  }
}
