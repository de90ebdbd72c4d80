import { createGraphiQLFetcher, type Fetcher, type FetcherOpts, type FetcherParams } from '@graphiql/toolkit'
import { type DocumentNode, type OperationDefinitionNode, parse } from 'graphql'
import { type Client, createClient } from 'graphql-ws'
import { collectMessages } from './collect-messages.ts'

export type HubAddresses = { readonly http: string; readonly socket: string }

/**
 * The way from GraphiQL to the hub: queries over HTTP, subscriptions over one socket. `accessKey` is asked at each
 * operation; its key travels as the Authorization header and as the payload of connection_init alike. An
 * Authorization typed into GraphiQL's own headers wins, for both.
 */
export function createHubFetcher(addresses: HubAddresses, accessKey: () => string): Fetcher {
  const sockets = createSockets(addresses.socket)
  return async (parameters, options) => {
    const headers = { ...bearerOf(accessKey()), ...options?.headers }
    const { document, operation } = parsed(parameters)
    // GraphiQL computes both a moment after typing; an operation that was just opened would run as the one before.
    const exact: FetcherParams = { ...parameters, operationName: operation?.name?.value ?? null }
    const opts: FetcherOpts = document ? { headers, documentAST: document } : { headers }
    const wsClient = sockets(authorizationOf(headers))
    const fetcher = createGraphiQLFetcher({ url: addresses.http, wsClient, enableIncrementalDelivery: false })
    const answer = await fetcher(exact, opts)
    return operation?.operation === 'subscription' ? collectMessages(answer) : answer
  }
}

function bearerOf(key: string): Readonly<Record<string, string>> {
  const trimmed = key.trim()
  return trimmed === '' ? {} : { Authorization: `Bearer ${trimmed}` }
}

function authorizationOf(headers: Readonly<Record<string, unknown>>): string | null {
  const found = Object.entries(headers).find(([name]) => name.toLowerCase() === 'authorization')
  return typeof found?.[1] === 'string' ? found[1] : null
}

type Parsed = { readonly document: DocumentNode | null; readonly operation: OperationDefinitionNode | null }

/** The document and the operation that is meant: the one named, or the only one. */
function parsed({ query, operationName }: FetcherParams): Parsed {
  try {
    const document = parse(query)
    const operations = document.definitions.filter((definition) => definition.kind === 'OperationDefinition')
    const named = operations.find((operation) => operation.name?.value === operationName)
    return { document, operation: named ?? (operations.length === 1 ? operations[0] : null) ?? null }
  } catch {
    return { document: null, operation: null } // the hub says what is wrong with the text, better than we could
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
