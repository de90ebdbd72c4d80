import { afterAll, beforeAll, expect, test } from 'vitest'
import { discrepanciesOf, say, settle, total } from '../discrepancies/disagreeing.ts'
import { figure, publish } from '../subscriptions/figures.ts'
import {
  asAdministrator,
  describeOneGround,
  type GraphAnswer,
  openTestHub,
  type TestHub,
} from '../support/hub.ts'
import { type CallerHeaders, type Callers, callersOf, inAMonth, strangers } from './callers.ts'

/** Asks so often that the query is compiled in between, and expects the same each time. */
async function askOften(hub: TestHub, query: string, headers: CallerHeaders): Promise<GraphAnswer['data']> {
  const first = await hub.ask(query, {}, headers)
  expect(first.errors).toBeUndefined()
  for (let time = 0; time < 4; time += 1) expect((await hub.ask(query, {}, headers)).data).toEqual(first.data)
  return first.data
}

describeOneGround('a field that is not for everybody', (ground) => {
  let hub: TestHub
  let callers: Callers
  let discrepancy: string
  beforeAll(async () => {
    hub = await openTestHub({ ground })
    callers = await callersOf(hub)
    await say(hub, 'cnca-by-field', [total('2020-01', '100')])
    await say(hub, 'cnca-by-region', [total('2020-01', '90')])
    discrepancy = (await discrepanciesOf(hub))[0]?.id ?? ''
    await settle(hub, { id: discrepancy, note: 'Both are right.' })
    await publish(hub.address, {
      key: 'held',
      code: 'held',
      rows: [figure('440000', '2020-05', '10')],
      embargoUntil: inAMonth(),
    })
  })
  afterAll(() => hub.close())

  const readers = async (query: (id: string) => string, shownIn: (data: never) => unknown) => {
    const read: Record<string, unknown> = {}
    for (const [name, headers] of Object.entries(callers))
      read[name] = shownIn(await askOften(hub, query(discrepancy), headers))
    return read
  }
  const nobodyBut = (own: Readonly<Record<string, unknown>>, otherwise: unknown = null) => ({
    ...Object.fromEntries(Object.keys(callers).map((name) => [name, otherwise])),
    ...own,
  })

  test('is null for others, in a list, by id, in a fragment and under an alias, compiled or not', async () => {
    const settledBy = nobodyBut({ administrator: 'key:test' })
    expect(
      await readers(
        () => '{ discrepancies { nodes { settledBy } } }',
        ({ discrepancies }: { discrepancies: { nodes: { settledBy: unknown }[] } }) =>
          discrepancies.nodes[0]?.settledBy,
      ),
    ).toEqual(settledBy)
    expect(
      await readers(
        (id) => `{ node(id: "${id}") { id ...Who } } fragment Who on Discrepancy { note who: settledBy }`,
        ({ node }: { node: { who: unknown } }) => node.who,
      ),
    ).toEqual(settledBy)
    expect(
      await readers(
        (id) => `{ nodes(ids: ["${id}"]) { ... on Discrepancy { status settledBy @include(if: true) } } }`,
        ({ nodes }: { nodes: { settledBy: unknown }[] }) => nodes[0]?.settledBy,
      ),
    ).toEqual(settledBy)
  })

  test('is null in the frames of others', async () => {
    const query = `{ changes(after: "0", first: 1000) { changes { node { ... on Discrepancy { settledBy } } before { ... on Discrepancy { settledBy } } } } }`
    const seen = await readers(
      () => query,
      (data) => JSON.stringify(data).includes('key:test'),
    )
    expect(seen).toEqual(nobodyBut({ administrator: true }, false))
  })

  test('is null on the socket of others', async () => {
    const query = `subscription { discrepancyChanges(snapshot: true) { kind changes { node { settledBy status } } } }`
    for (const [name, headers] of Object.entries(callers)) {
      const frames = hub.client(headers).iterate({ query })
      const { value } = await frames.next()
      await frames.return?.()
      expect([name, value?.data]).toEqual([
        name,
        {
          discrepancyChanges: expect.objectContaining({
            changes: [
              { node: { settledBy: name === 'administrator' ? 'key:test' : null, status: 'SETTLED' } },
            ],
          }),
        },
      ])
    }
  })

  test('is what a release holds back, for its publisher and administrators', async () => {
    const query = '{ release(source: "cnca-by-region", code: "held") { status preview { totalCount } } }'
    const held = { status: 'EMBARGOED', preview: { totalCount: 1 } }
    const seen = await readers(
      () => query,
      ({ release }: { release: unknown }) => release,
    )
    expect(seen).toEqual(nobodyBut({ administrator: held, 'publisher of the source': held }))
  })

  test('is refused where it cannot be null, before anything is looked at', async () => {
    for (const [name, headers] of Object.entries(callers)) {
      const { errors } = await hub.ask('{ audit { totalCount } }', {}, headers)
      const code =
        name === 'anonymous' ? 'UNAUTHENTICATED' : name === 'administrator' ? undefined : 'FORBIDDEN'
      expect([name, errors?.[0]?.extensions['code']]).toEqual([name, code])
    }
  })

  test('cannot be found out by a filter: the refusal is the same whether there is something or not', async () => {
    const query = (test: string) =>
      `{ accessKeys(filter: { or: [{ holder: { eq: "a" } }, { not: { and: [${test}] } }] }) { totalCount } }`
    for (const name of strangers) {
      const refusals = []
      for (const test of [
        '{ createdBy: { eq: "key:test" } }',
        '{ createdBy: { eq: "key:none" } }',
        '{ createdBy: null }',
      ]) {
        const { data, errors } = await hub.ask(query(test), {}, callers[name])
        expect([name, data?.['accessKeys'] ?? null]).toEqual([name, null])
        refusals.push(errors)
      }
      expect(refusals[0]?.[0]?.extensions['code']).toBe(
        name === 'anonymous' ? 'UNAUTHENTICATED' : 'FORBIDDEN',
      )
      expect(refusals[1]).toEqual(refusals[0])
      expect(refusals[2]).toEqual(refusals[0])
    }
    const { errors, data } = await hub.ask(query('{ createdBy: { eq: "key:none" } }'), {}, asAdministrator)
    expect(errors).toBeUndefined()
    expect(data).toMatchObject({ accessKeys: { totalCount: expect.any(Number) } })
  })

  test('is not told to the bearer of a key about its own key', async () => {
    const query = '{ accessKeys { nodes { role status createdBy note revokedBy } } }'
    for (const name of strangers.filter((name) => name !== 'anonymous')) {
      const { nodes } = (
        (await askOften(hub, query, callers[name] ?? {})) as { accessKeys: { nodes: unknown } }
      ).accessKeys
      expect(nodes).toEqual([
        expect.objectContaining({ status: 'LIVE', createdBy: null, note: null, revokedBy: null }),
      ])
    }
    const { data } = await hub.ask(query, {}, asAdministrator)
    expect(JSON.stringify(data)).toContain('"createdBy":"key:test"')
  })
})
