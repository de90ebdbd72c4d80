import { Client, cacheExchange, fetchExchange, gql, subscriptionExchange } from '@urql/core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { openTestHub, type TestHub } from '../../support/hub.ts'
import { publishFigure } from './publish-figure.ts'

const figure = gql(`query Figure($region: String!) {
  observations(filter: { region: { eq: $region }, period: { eq: "2022-08" } }) { nodes { id value } } }`)
const follow = gql(`subscription Follow($after: Cursor) {
  observationChanges(after: $after, filter: { region: { eq: "440000" } }) {
    kind cursor follows complete changes { op node { value period } } } }`)

type Told = { readonly observationChanges: { readonly kind: string; readonly cursor: string } }

describe('urql', () => {
  let hub: TestHub
  beforeAll(async () => {
    hub = await openTestHub({ samples: true })
  })
  afterAll(() => hub.close())

  const open = (preferGetMethod: boolean) => {
    const socket = hub.client()
    return new Client({
      url: `${hub.address}/graphql`,
      preferGetMethod,
      fetchOptions: { headers: { 'apollo-require-preflight': 'true' } },
      exchanges: [
        cacheExchange,
        subscriptionExchange({
          forwardSubscription: ({ query = '', variables = {} }) => ({
            subscribe: (sink) => ({ unsubscribe: socket.subscribe({ query, variables }, sink as never) }),
          }),
        }),
        fetchExchange,
      ],
    })
  }

  test.for([false, 'force'] as const)('asks, by GET: %s', async (get) => {
    const client = open(get as boolean)
    const { data, error } = await client.query(figure, { region: '440000' }).toPromise()
    expect(error).toBeUndefined()
    expect(data).toMatchObject({ observations: { nodes: [{ __typename: 'Observation', value: '603226' }] } })
    const wrong = await client.query(figure, { region: '44000' }).toPromise()
    expect(wrong.error?.graphQLErrors[0]?.extensions).toMatchObject({ code: 'UNKNOWN_CODE' })
  })

  test('follows a stream and goes on from its cursor', async () => {
    const client = open(false)
    const told = async (after: string | null, count: number): Promise<readonly Told[]> => {
      const frames: Told[] = []
      const { promise, resolve, reject } = Promise.withResolvers<void>()
      const { unsubscribe } = client.subscription<Told>(follow, { after }).subscribe(({ data, error }) => {
        if (error !== undefined) reject(error)
        if (data !== undefined) frames.push(data)
        if (frames.length === count) resolve()
      })
      await promise
      unsubscribe()
      return frames
    }
    const joined = await told(null, 1)
    const { kind, cursor } = joined[0]?.observationChanges ?? { kind: '', cursor: '' }
    expect(kind).toBe('PROGRESS')
    await publishFigure(hub, '2023-09', '1')
    await publishFigure(hub, '2023-10', '2')
    const missed = await told(cursor, 2)
    expect(missed).toMatchObject([
      {
        observationChanges: {
          kind: 'DELTA',
          follows: cursor,
          changes: [{ op: 'ENTERED', node: { value: '1' } }],
        },
      },
      { observationChanges: { kind: 'DELTA', changes: [{ op: 'ENTERED', node: { value: '2' } }] } },
    ])
  })
})
