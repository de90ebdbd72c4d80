import { ApolloClient, gql, HttpLink, InMemoryCache } from '@apollo/client'
import { PersistedQueryLink } from '@apollo/client/link/persisted-queries'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { digestOf } from '../../src/kernel/digest.ts'
import { openTestHub, type TestHub } from '../support/hub.ts'
import { everyDoor } from './every-door.ts'

let hub: TestHub
beforeAll(async () => {
  hub = await openTestHub({ samples: true })
})
afterAll(() => hub.close())

/** An Apollo Client with its own link for persisted queries, and every request that it sends. */
function openClient(useGETForHashedQueries: boolean) {
  const sent: { readonly method: string; readonly text: boolean; readonly status: number }[] = []
  const http = new HttpLink({
    uri: `${hub.address}/graphql`,
    fetch: async (address, init) => {
      const response = await fetch(address, init)
      const text = `${decodeURIComponent(String(address))} ${init?.body ?? ''}`.includes('nodes')
      sent.push({ method: init?.method ?? 'GET', text, status: response.status })
      return response
    },
  })
  const hashed = new PersistedQueryLink({ sha256: digestOf, useGETForHashedQueries })
  const client = new ApolloClient({
    link: hashed.concat(http),
    cache: new InMemoryCache(),
    defaultOptions: { query: { fetchPolicy: 'no-cache' } },
  })
  return { client, sent }
}

describe('Apollo Client’s link for persisted queries', () => {
  test.for([
    { way: 'POST', get: false, first: 1 },
    { way: 'GET', get: true, first: 2 },
  ])('sends a text once, and its hash by $way from then on', async ({ way, get, first }) => {
    const { client, sent } = openClient(get)
    const query = gql(`query Figures { observations(first: ${first}) { nodes { id } } }`)
    for (let turn = 0; turn < 6; turn += 1) {
      const { data, error } = await client.query({ query })
      expect(error).toBeUndefined()
      expect((data as { observations: { nodes: object[] } }).observations.nodes).toHaveLength(first)
    }
    expect(sent[0]).toEqual({ method: way, text: false, status: 200 })
    expect(sent[1]).toMatchObject({ text: true, status: 200 })
    expect(sent.slice(2)).toEqual(
      Array.from({ length: 5 }, () => ({ method: way, text: false, status: 200 })),
    )
  })
})

describe.each(Object.entries(everyDoor))('a persisted query by %s', (_door, { ask }) => {
  const persisted = (sha256Hash: unknown, version: unknown = 1) => ({
    extensions: { persistedQuery: { version, sha256Hash } },
  })
  // A text of its own for each door.
  const query = `{ hub { name } } # ${_door}`

  test('is not there before it was sent, is kept once it was valid, and serves every door', async () => {
    const unknown = await ask(hub, persisted(digestOf(query)))
    expect(unknown.errors).toEqual([
      { message: 'PersistedQueryNotFound', extensions: { code: 'PERSISTED_QUERY_NOT_FOUND' } },
    ])
    const sent = await ask(hub, { query, ...persisted(digestOf(query)) })
    expect(sent.data).toEqual({ hub: { name: 'Baymark' } })
    for (const door of Object.values(everyDoor))
      expect((await door.ask(hub, persisted(digestOf(query)))).data).toEqual({ hub: { name: 'Baymark' } })
  })

  test('is not kept under a hash that is not its own', async () => {
    const victim = `{ hub { version } } # ${_door}`
    const refused = await ask(hub, { query: '{ hub { name } }', ...persisted(digestOf(victim)) })
    expect(refused.errors?.[0]?.extensions.code).toBe('BAD_REQUEST')
    const after = await ask(hub, persisted(digestOf(victim)))
    expect(after.errors?.[0]?.extensions.code).toBe('PERSISTED_QUERY_NOT_FOUND')
  })

  test('is not kept where it was refused', async () => {
    const wrong = `{ nothing } # ${_door}`
    const refused = await ask(hub, { query: wrong, ...persisted(digestOf(wrong)) })
    expect(refused.errors?.[0]?.extensions.code).toBe('GRAPHQL_VALIDATION_FAILED')
    const after = await ask(hub, persisted(digestOf(wrong)))
    expect(after.errors?.[0]?.extensions.code).toBe('PERSISTED_QUERY_NOT_FOUND')
  })

  test.each([
    persisted('abc'),
    persisted(7),
    persisted(digestOf('x').toUpperCase()),
    persisted(digestOf('x'), 2),
    { extensions: { persistedQuery: 'x' } },
    { extensions: { persistedQuery: [] } },
    { extensions: { persistedQuery: JSON.parse(`${'['.repeat(1_500)}${']'.repeat(1_500)}`) } },
    { documentId: JSON.parse(`${'['.repeat(1_500)}${']'.repeat(1_500)}`) },
  ])('of another form is refused: %s', async (sent) => {
    const { errors } = await ask(hub, sent)
    expect(errors?.map(({ extensions }) => extensions.code)).toEqual(['BAD_REQUEST'])
  })
})
