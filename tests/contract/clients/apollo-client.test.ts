import { ApolloClient, type FieldPolicy, gql, HttpLink, InMemoryCache } from '@apollo/client'
import { GraphQLWsLink } from '@apollo/client/link/subscriptions'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { openTestHub, type TestHub } from '../../support/hub.ts'
import { publishFigure } from './publish-figure.ts'

type Figure = {
  readonly __typename: string
  readonly id: string
  readonly value: string
  readonly revision: number
}
type Figures = { readonly observations: { readonly nodes: readonly Figure[] } }

const selection = `observations(filter: { region: { eq: "440000" }, period: { eq: "2022-08" } }) {
  nodes { id value revision region { id name } } }`
const now = gql(`query Now { ${selection} }`)
const then = gql(`query Then($position: Position!) @asOf(position: $position) { ${selection} }`)
const follow = gql(`subscription Follow($after: Cursor) {
  observationChanges(after: $after, filter: { region: { eq: "440000" } }) {
    kind cursor changes { op node { id value revision } } } }`)

/**
 * Facts are kept apart by their ids. The lists at the top of a query have none: Apollo keeps them by their arguments,
 * so the place of `@asOf`, which stands in the variables, must be made part of their keys.
 */
const atItsPlace: FieldPolicy = {
  keyArgs: (args, { fieldName, variables }) =>
    JSON.stringify([fieldName, args, variables?.['position'] ?? null, variables?.['time'] ?? null]),
}

describe('Apollo Client', () => {
  let hub: TestHub
  beforeAll(async () => {
    hub = await openTestHub({ samples: true })
  })
  afterAll(() => hub.close())

  const open = () => {
    const http = new ApolloClient({
      link: new HttpLink({ uri: `${hub.address}/graphql` }),
      cache: new InMemoryCache({ typePolicies: { Query: { fields: { observations: atItsPlace } } } }),
    })
    const socket = new ApolloClient({ link: new GraphQLWsLink(hub.client()), cache: http.cache })
    return { http, socket }
  }

  test('keeps the figure of now and of then apart in one cache, and a stream brings the one of now up to date', async () => {
    const { http, socket } = open()
    const first = await http.query<Figures>({ query: now })
    const [figure] = first.data?.observations.nodes ?? []
    expect(figure).toMatchObject({ __typename: 'Observation', value: '603226', revision: 1 })
    const position = hub.tail.position
    const cited = await http.query<Figures>({ query: then, variables: { position } })
    const [citation] = cited.data?.observations.nodes ?? []
    expect(citation?.id).toBe(`${figure?.id}@${position}`)

    const seen: string[] = []
    const changed = Promise.withResolvers<void>()
    const watched = http.watchQuery<Figures>({ query: now, fetchPolicy: 'cache-first' }).subscribe({
      next: ({ data }) => {
        const value = (data as Figures | undefined)?.observations.nodes[0]?.value
        if (value !== undefined) seen.push(value)
        if (value === '603300') changed.resolve()
      },
    })
    const joined = Promise.withResolvers<void>()
    const stream = socket
      .subscribe({ query: follow })
      .subscribe({ next: () => joined.resolve(), error: changed.reject })
    await joined.promise
    await publishFigure(hub, '2022-08', '603300')
    await changed.promise
    watched.unsubscribe()
    stream.unsubscribe()

    expect(seen).toEqual(['603226', '603300'])
    const kept = await http.query<Figures>({
      query: then,
      variables: { position },
      fetchPolicy: 'cache-only',
    })
    expect(kept.data).toEqual(cited.data)
    const fragment = gql('fragment Value on Observation { value revision }')
    const cached = (id: string | undefined) =>
      http.cache.readFragment({
        fragment,
        id: http.cache.identify({ __typename: 'Observation', id: id ?? '' }) ?? '',
      })
    expect(cached(figure?.id)).toMatchObject({ value: '603300', revision: 2 })
    expect(cached(citation?.id)).toMatchObject({ value: '603226', revision: 1 })
    const again = await http.query<Figures>({
      query: then,
      variables: { position },
      fetchPolicy: 'network-only',
    })
    expect(again.data).toEqual(cited.data)
  })

  test('is told errors with their codes', async () => {
    const { http } = open()
    const wrong = gql('query Wrong { observations(filter: { region: { eq: "44000" } }) { totalCount } }')
    await expect(http.query({ query: wrong })).rejects.toMatchObject({
      errors: [{ extensions: { code: 'UNKNOWN_CODE' } }],
    })
  })
})
