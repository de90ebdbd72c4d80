import { createGraphiQLFetcher, type Fetcher, type FetcherParams } from '@graphiql/toolkit'
import { type OperationDefinitionNode, parse } from 'graphql'
import { type Client, createClient, type SubscribePayload } from 'graphql-ws'
import type { PageText } from '../page/text-en.ts'
import { collectMessages } from './collect-messages.ts'

export type HubAddresses = { readonly http: string; readonly socket: string }

/**
 * The way from GraphiQL to the hub: queries over HTTP, subscriptions over one socket. `accessKey` is asked at each
 * operation; its key travels as the Authorization header and as the payload of connection_init alike. An
 * Authorization typed into GraphiQL's own headers wins, for both.
 */
export function createHubFetcher(
  addresses: HubAddresses,
  accessKey: () => string,
  text: () => PageText,
): Fetcher {
  const sockets = createSockets(addresses.socket)
  const ask = createGraphiQLFetcher({ url: addresses.http, enableIncrementalDelivery: false })
  return (parameters, options) => {
    const headers = { ...bearerOf(accessKey()), ...options?.headers }
    const operation = operationOf(parameters)
    // GraphiQL computes the name a moment after typing; an operation that was just opened would run as the one before.
    const exact: FetcherParams = { ...parameters, operationName: operation?.name?.value ?? null }
    if (operation?.operation !== 'subscription') return ask(exact, { headers })
    const messages = sockets(authorizationOf(headers)).iterate(payloadOf(exact))
    // The type knows single results only; GraphiQL prints whatever comes.
    return collectMessages(messages, text) as AsyncIterableIterator<never>
  }
}

/** What goes over the socket: a name that is not there is left out, which `null` is not. */
function payloadOf({ query, variables, operationName }: FetcherParams): SubscribePayload {
  return { query, variables, ...(operationName == null ? {} : { operationName }) }
}

function bearerOf(key: string): Readonly<Record<string, string>> {
  const trimmed = key.trim()
  return trimmed === '' ? {} : { Authorization: `Bearer ${trimmed}` }
}

function authorizationOf(headers: Readonly<Record<string, unknown>>): string | null {
  const found = Object.entries(headers).find(([name]) => name.toLowerCase() === 'authorization')
  return typeof found?.[1] === 'string' ? found[1] : null
}

/** The operation that is meant: the one named, or the only one; null where the text does not say. */
function operationOf({ query, operationName }: FetcherParams): OperationDefinitionNode | null {
  try {
    const { definitions } = parse(query)
    const operations = definitions.filter((definition) => definition.kind === 'OperationDefinition')
    const named = operations.find((operation) => operation.name?.value === operationName)
    return named ?? (operations.length === 1 ? operations[0] : null) ?? null
  } catch {
    return null // the hub says what is wrong with the text, better than we could
  }
}

/** One socket at a time: another key needs another connection, because a socket is authorized when it opens. */
function createSockets(url: string): (authorization: string | null) => Client {
  let current: { readonly authorization: string | null; readonly client: Client } | null = null
  return (authorization) => {
    if (current?.authorization === authorization) return current.client
    void current?.client.dispose()
    const connectionParams = authorization === null ? {} : { authorization }
    // No retry: it would subscribe from now again and lose silently what came in between. The reader sees the end.
    const client = createClient({ url, connectionParams, lazy: true, retryAttempts: 0 })
    current = { authorization, client }
    return client
  }
}
