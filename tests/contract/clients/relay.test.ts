import {
  createOperationDescriptor,
  Environment,
  fetchQuery,
  getRequest,
  Network,
  Observable,
  RecordSource,
  requestSubscription,
  Store,
} from 'relay-runtime'
import { afterAll, beforeAll, describe, expect, onTestFinished, test, vi } from 'vitest'
import { openTestHub, type TestHub } from '../../support/hub.ts'
import { publishFigure } from './publish-figure.ts'
import { compileRelayProject, type RelayProject } from './relay-project.ts'

/** A small Relay application: a list in pages that is refetched by node, and a stream. */
const application = `
import { graphql } from 'relay-runtime'
graphql\`query applicationListQuery($region: String!) { ...application_list @arguments(region: $region) }\`
graphql\`fragment application_list on Query
  @argumentDefinitions(region: { type: "String!" }, count: { type: "Int", defaultValue: 4 }, cursor: { type: "String" })
  @refetchable(queryName: "applicationListPageQuery") {
    observations(filter: { region: { eq: $region } }, first: $count, after: $cursor)
      @connection(key: "application_observations") { edges { node { id value ...application_figure } } }
}\`
graphql\`fragment application_figure on Observation @refetchable(queryName: "applicationFigureQuery") {
  period value revision region { name } }\`
graphql\`subscription applicationFollowSubscription($after: Cursor) {
  observationChanges(after: $after, filter: { region: { eq: "440000" } }) { kind cursor changes { op node { id value revision } } } }\`
graphql\`query applicationThenQuery($position: Position!) @asOf(position: $position) {
  observations(filter: { region: { eq: "440000" }, period: { eq: "2022-08" } }) { nodes { id value } } }\`
`

type Stored = { readonly value?: string; readonly revision?: number; readonly __typename?: string }

describe('Relay', () => {
  let hub: TestHub
  let project: RelayProject
  beforeAll(async () => {
    ;[hub, project] = await Promise.all([openTestHub({ samples: true }), compileRelayProject(application)])
  })
  afterAll(async () => {
    await hub.close()
    await project[Symbol.asyncDispose]()
  })

  /** An environment with a network to the hub: HTTP, and a socket for streams. */
  const open = () => {
    const socket = hub.client()
    const network = Network.create(
      async ({ text }, variables) => (await hub.ask(text ?? '', variables)) as never,
      ({ text }, variables) =>
        Observable.create((sink) => socket.subscribe({ query: text ?? '', variables }, sink as never)),
    )
    return new Environment({ network, store: new Store(new RecordSource()) })
  }

  const fetched = async (environment: Environment, name: string, variables: object) => {
    const query = await project.artifact(name)
    return (await fetchQuery(environment, query, variables).toPromise()) as never
  }

  const stored = (environment: Environment, id: string) =>
    environment.getStore().getSource().get(id) as Stored | null | undefined

  test('compiles against the published schema', () => {
    expect(project.artifacts).toEqual(
      [
        'applicationFigureQuery',
        'applicationFollowSubscription',
        'applicationListPageQuery',
        'applicationListQuery',
        'applicationThenQuery',
        'application_figure',
        'application_list',
      ]
        .map((name) => `${name}.graphql.ts`)
        .toSorted(),
    )
  })

  test('fetches pages of a connection into one list of its store', async () => {
    const environment = open()
    const query = getRequest(await project.artifact('applicationListQuery'))
    const operation = createOperationDescriptor(query, { region: '440000' })
    environment.retain(operation)
    await fetched(environment, 'applicationListQuery', { region: '440000' })
    const connection = 'client:root:__application_observations_connection(filter:{"region":{"eq":"440000"}})'
    type Page = { edges: { __refs: readonly string[] }; pageInfo: { __ref: string } }
    const page = stored(environment, connection) as unknown as Page
    expect(page.edges.__refs).toHaveLength(4)
    const info = stored(environment, page.pageInfo.__ref) as unknown as {
      endCursor: string
      hasNextPage: boolean
    }
    expect(info.hasNextPage).toBe(true)
    await fetched(environment, 'applicationListPageQuery', {
      region: '440000',
      count: 3,
      cursor: info.endCursor,
    })
    const longer = stored(environment, connection) as unknown as Page
    expect(longer.edges.__refs).toHaveLength(7)
    expect(new Set(longer.edges.__refs).size).toBe(7)
  })

  test('refetches a fragment by node, and keeps the figure of then beside that of now', async () => {
    const environment = open()
    // Relay warns where two types share an id.
    const warned = vi.spyOn(console, 'error').mockImplementation(() => undefined)
    onTestFinished(() => warned.mockRestore())
    const { position } = hub.tail
    const id = 'observation/certificates/440000/TOTAL/M/cnca-by-region/certificate/-/2022-08'
    await fetched(environment, 'applicationFigureQuery', { id })
    expect(stored(environment, id)).toMatchObject({ __typename: 'Observation', value: '603226', revision: 1 })
    const follow = await project.artifact('applicationFollowSubscription')
    const joined = Promise.withResolvers<void>()
    const revised = Promise.withResolvers<void>()
    const stream = requestSubscription(environment, {
      subscription: follow,
      variables: {},
      onNext: (response) => {
        const { kind } = (response as { observationChanges: { kind: string } }).observationChanges
        if (kind === 'PROGRESS') joined.resolve()
        else revised.resolve()
      },
      onError: revised.reject,
    })
    await joined.promise
    await publishFigure(hub, '2022-08', '603300')
    await revised.promise
    stream.dispose()
    expect(stored(environment, id)).toMatchObject({ value: '603300', revision: 2 })
    await fetched(environment, 'applicationThenQuery', { position })
    expect(stored(environment, `${id}@${position}`)).toMatchObject({ value: '603226' })
    expect(stored(environment, id)).toMatchObject({ value: '603300' })
    await fetched(environment, 'applicationFigureQuery', { id: `${id}@${position}` })
    expect(stored(environment, `${id}@${position}`)).toMatchObject({ value: '603226', revision: 1 })
    expect(warned.mock.calls).toEqual([])
  })
})
