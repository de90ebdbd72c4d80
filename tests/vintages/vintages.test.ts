import { afterAll, beforeAll, expect, test } from 'vitest'
import { figure, figures, publish } from '../subscriptions/figures.ts'
import { everythingStream, follow } from '../subscriptions/following.ts'
import { describeOneGround, openTestHub, type TestHub } from '../support/hub.ts'
import { withdraw } from './withdrawing.ts'

const revisions = `query($region: String) ON { observations(filter: { region: { eq: $region } }) { nodes { revisions {
  revision value previousValue status position recordedAt reason publishedAt endedAt endedBy release { code status } } } } }`

const comparison = `query($from: VintageInput!, $to: VintageInput, $filter: ObservationFilter, $changedOnly: Boolean,
  $first: Int, $after: String) ON { vintages(from: $from, to: $to, filter: $filter, changedOnly: $changedOnly,
  first: $first, after: $after) { totalCount pageInfo { hasNextPage endCursor } nodes { id op change period
    region { code } before { value status revision position release { id code status } }
    after { value status revision position release { id code status } } } } }`

type Side = {
  readonly value: string | null
  readonly release: { readonly code: string; readonly status: string }
}
type Compared = {
  readonly id: string
  readonly op: string
  readonly change: string | null
  readonly before: Side | null
  readonly after: Side | null
}
type Page = {
  readonly totalCount: number
  readonly pageInfo: { readonly hasNextPage: boolean; readonly endCursor: string | null }
  readonly nodes: readonly Compared[]
}

describeOneGround('vintages', (ground) => {
  let hub: TestHub
  /** The position after each step of one figure's life. */
  const at: number[] = []
  const region = '440000'
  const codes: string[] = []
  beforeAll(async () => {
    hub = await openTestHub({ ground })
    const say = async (value: string, publishedAt: string | null, embargoUntil: string | null = null) => {
      const key = `life-${value}`
      const rows = [figure(region, '2020-05', value)]
      const { releases } = await publish(hub.address, { key, publishedAt, embargoUntil, rows })
      at.push(releases[0]?.position ?? 0)
      codes.push(releases[0]?.id.split('/')[1] ?? '')
    }
    await say('10', '2020-06-01T00:00:00Z')
    await say('11', '2020-06-02T00:00:00Z')
    at.push((await withdraw(hub, codes[1] ?? '')).position)
    at.push((await withdraw(hub, codes[0] ?? '')).position)
    await say('12', null)
    const stream = follow(hub.client(), everythingStream)
    await stream.next()
    await say('129', null, new Date(Date.now() + 600).toISOString())
    const [told] = await stream.whole()
    at[5] = told?.commit?.position ?? 0
    await stream.leave()
  })
  afterAll(() => hub.close())

  const asked = async (query: string, variables: object = {}, position?: number) => {
    const directive = position === undefined ? '' : `@asOf(position: ${position})`
    const { data, errors } = await hub.ask(query.replace('ON', directive), variables)
    if (errors !== undefined) throw new Error(errors.map(({ extensions }) => extensions['code']).join())
    return data as never
  }
  const compared = async (variables: object, position?: number) =>
    ((await asked(comparison, variables, position)) as { vintages: Page }).vintages

  test('of one figure: every revision, why it came and went, and what it was before', async () => {
    const { observations } = (await asked(revisions, { region })) as {
      observations: { nodes: { revisions: Record<string, unknown>[] }[] }
    }
    const [first, second, third, fourth, fifth, ...more] = observations.nodes[0]?.revisions ?? []
    expect(more).toEqual([])
    expect(first).toMatchObject({
      revision: 1,
      value: '10',
      previousValue: null,
      status: 'A',
      position: at[0],
      reason: 'RELEASE',
      publishedAt: '2020-06-01T00:00:00.000Z',
      endedAt: at[1],
      endedBy: 'REVISION',
      release: { code: codes[0], status: 'WITHDRAWN' },
    })
    expect(second).toMatchObject({
      value: '11',
      previousValue: '10',
      reason: 'REVISION',
      endedAt: at[2],
      endedBy: 'WITHDRAWAL',
    })
    expect(third).toMatchObject({
      revision: 3,
      value: '10',
      previousValue: '11',
      reason: 'WITHDRAWAL',
      release: { code: codes[0] },
      endedAt: at[3],
      endedBy: 'WITHDRAWAL',
    })
    expect(fourth).toMatchObject({
      revision: 4,
      value: '12',
      previousValue: null,
      reason: 'RELEASE',
      endedBy: 'EMBARGO',
    })
    expect(fifth).toMatchObject({
      revision: 5,
      value: '129',
      previousValue: '12',
      reason: 'EMBARGO',
      endedAt: null,
      endedBy: null,
      release: { code: codes[3] },
    })
  })

  test('under @asOf only what was there then, and nothing has ended that ended later', async () => {
    const { observations } = (await asked(revisions, { region }, at[1])) as {
      observations: { nodes: { revisions: object[] }[] }
    }
    expect(observations.nodes[0]?.revisions).toMatchObject([
      { revision: 1, endedAt: at[1] },
      { revision: 2, endedAt: null, release: { status: 'PUBLISHED' } },
    ])
  })

  test('set side by side: by position, time and first release', async () => {
    const filter = { region: { eq: region } }
    const one = async (from: object, to?: object) => (await compared({ from, to, filter })).nodes
    expect(await one({ position: at[0] }, { position: at[1] })).toMatchObject([
      {
        op: 'REVISED',
        change: '1',
        before: { value: '10', revision: 1, release: { code: codes[0], status: 'PUBLISHED' } },
        after: { value: '11', revision: 2 },
      },
    ])
    expect(await one({ position: at[1] }, { position: at[0] })).toMatchObject([
      { op: 'REVISED', change: '-1' },
    ])
    expect(await one({ position: at[0] }, { position: at[2] })).toMatchObject([{ op: 'SAME', change: '0' }])
    expect(await one({ position: at[1] }, { position: at[3] })).toMatchObject([
      { op: 'REMOVED', change: null, before: { value: '11' }, after: null },
    ])
    expect(await one({ position: 0 })).toMatchObject([{ op: 'ADDED', before: null, after: { value: '129' } }])
    expect(await one({ first: true })).toMatchObject([
      { op: 'REVISED', change: '119', before: { value: '10', revision: 1 }, after: { revision: 5 } },
    ])
    expect(await one({ first: true }, { first: true })).toMatchObject([{ op: 'SAME' }])
    expect(await one({ position: 0 }, { position: 0 })).toEqual([])
    const { data } = await hub.ask(`query @asOf(position: ${at[1]}) { hub { recordedAt } }`)
    const { recordedAt } = (data as { hub: { recordedAt: string } }).hub
    expect(await one({ time: recordedAt })).toMatchObject([
      { before: { value: '11' }, after: { value: '129' } },
    ])
    expect(await one({ position: at[0] }, { time: '2100-01-01T00:00:00Z' })).toMatchObject([
      { after: { value: '129' } },
    ])
    const now = await compared({ from: { first: true }, filter: { ...filter, value: { gt: '100' } } })
    expect(now.totalCount).toBe(1)
    expect(
      (await compared({ from: { first: true }, filter: { ...filter, value: { lt: '100' } } })).nodes,
    ).toEqual([])
    const then = await compared({ from: { first: true }, filter }, at[1])
    expect(then.nodes).toMatchObject([{ op: 'REVISED', after: { value: '11' } }])
  })

  test('in pages: every figure once, changed ones alone where asked, whatever comes in between', async () => {
    await publish(hub.address, { key: 'many', rows: figures(60, 1995) })
    const { extensions } = await hub.ask('{ hub { position } }')
    const { position } = extensions.hub
    const revised = figures(60, 1995, 5).filter((_, index) => index % 3 === 0)
    await publish(hub.address, { key: 'many-revised', rows: revised })
    const filter = { period: { lt: '1996-01' } }
    const read = async (changedOnly: boolean, from: object) => {
      const found: Compared[] = []
      let after: string | null = null
      for (let turn = 0; ; turn += 1) {
        const page: Page = await compared({ from, filter, changedOnly, first: 7, after })
        found.push(...page.nodes)
        if (turn === 1) {
          const rows = [figure('110000', '1995-01', String(50_000 + found.length))]
          await publish(hub.address, { key: `between-${changedOnly}-${JSON.stringify(from)}`, rows })
        }
        if (!page.pageInfo.hasNextPage) return { found, totalCount: page.totalCount }
        after = page.pageInfo.endCursor
      }
    }
    const all = await read(false, { position })
    expect(new Set(all.found.map(({ id }) => id)).size).toBe(60)
    expect(all.found).toHaveLength(60)
    expect(all.totalCount).toBe(60)
    expect(all.found.filter(({ op }) => op === 'REVISED')).toHaveLength(20)
    for (const from of [{ position }, { first: true }]) {
      const changes = await read(true, from)
      // The first figure was revised in between the walks.
      expect(changes.found.map(({ op }) => op)).toEqual(
        Array.from({ length: changes.totalCount }, () => 'REVISED'),
      )
      expect(changes.totalCount).toBe(20)
      expect(changes.found.filter(({ change }) => change === '5')).toHaveLength(19)
    }
  })

  test.for([
    { what: 'no vintage', from: {}, code: 'BAD_USER_INPUT' },
    { what: 'two of three', from: { position: 1, first: true }, code: 'BAD_USER_INPUT' },
    { what: 'first: false', from: { first: false }, code: 'BAD_USER_INPUT' },
    { what: 'a position after the answer’s', from: { position: 99_999 }, code: 'POSITION_AHEAD' },
    {
      what: 'a time before the history',
      from: { time: '2001-01-01T00:00:00Z' },
      code: 'TIME_BEFORE_HISTORY',
    },
    {
      what: 'an unknown region',
      from: { position: 1 },
      filter: { region: { eq: 'x' } },
      code: 'UNKNOWN_CODE',
    },
    { what: 'another list’s cursor', from: { position: 1 }, after: 'WzEsIngiXQ', code: 'INVALID_CURSOR' },
    { what: 'too many', from: { position: 1 }, first: 1_001, code: 'PAGE_SIZE' },
  ])('refuse $what with $code', async ({ what: _, code, ...variables }) => {
    await expect(asked(comparison, variables)).rejects.toThrow(code)
  })
})
