import { afterAll, beforeAll, expect, test } from 'vitest'
import { randomFrom } from '../bench/questions.ts'
import { asAdministrator, describeOneGround, openTestHub, type TestHub } from '../support/hub.ts'
import { publish } from './figures.ts'
import { follow, provenChain, type ReadFrame } from './following.ts'

const cells = 'cells { kind value lower upper period missing }'

const input = {
  indicators: ['certificates'],
  where: { region: { memberOf: 'GBA9' } },
  groupBy: ['CITY', 'MONTH'],
}

const stream = (fields = cells) => `subscription($input: StatisticsInput!, $after: Cursor) {
  liveStatistics(input: $input, after: $after) {
    kind cursor follows complete reason commit { position }
    changes { op id before { key ${fields} } node { key ${fields} } }
  } }`

const table = `query($input: StatisticsInput!, $position: Position!) @asOf(position: $position) {
  statistics(input: $input) { rows(first: 1000) { nodes { key ${cells} } } } }`

const row = (region: string, period: string, value: string, scheme = 'TOTAL') => ({
  indicator: 'certificates',
  region,
  scheme,
  period,
  value,
})

describeOneGround('liveStatistics', (ground) => {
  let hub: TestHub
  beforeAll(async () => {
    hub = await openTestHub({ ground })
    await publish(hub.address, {
      key: 'first',
      rows: [row('440100', '2024-01', '10'), row('440300', '2024-01', '20'), row('440300', '2024-02', '21')],
    })
  })
  afterAll(() => hub.close())

  test('begins with the table, then tells only the rows that a commit changed', async () => {
    const live = follow(hub.client(), stream(), { input })
    const begun = await live.whole()
    expect(begun.map(({ kind }) => kind)).toEqual(['SNAPSHOT'])
    expect(begun[0]?.changes.map(({ id }) => id)).toEqual([
      '440100/TOTAL/2024-01/-',
      '440300/TOTAL/2024-01/-',
      '440300/TOTAL/2024-02/-',
    ])
    await publish(hub.address, { key: 'elsewhere', rows: [row('440000', '2024-01', '99')] })
    const { releases } = await publish(hub.address, {
      key: 'second',
      rows: [row('440300', '2024-02', '22'), row('440300', '2024-01', '20'), row('440600', '2024-02', '5')],
    })
    const told = await live.whole()
    expect(told).toMatchObject([
      {
        kind: 'DELTA',
        commit: { position: releases[0]?.position },
        changes: [
          { op: 'REVISED', before: { cells: [{ value: '21' }] }, node: { cells: [{ value: '22' }] } },
          { op: 'ENTERED', before: null, node: { key: '440600/TOTAL/2024-02/-' } },
        ],
      },
    ])
    await live.leave()
  })

  test('a row leaves when what it said is withdrawn, and a sum becomes a bound', async () => {
    const groups = {
      indicators: ['certificates'],
      groupBy: ['GBA9', 'MONTH'],
      where: { period: { eq: '2023-05' } },
    }
    const cities = ['440100', '440300', '440400', '440600', '440700', '441200', '441300', '441900', '442000']
    const live = follow(hub.client(), stream(), { input: groups })
    expect((await live.whole())[0]?.changes).toEqual([])
    await publish(hub.address, {
      key: 'eight',
      code: 'eight',
      rows: cities.slice(1).map((city) => row(city, '2023-05', '1')),
    })
    expect((await live.whole())[0]?.changes).toMatchObject([
      { op: 'ENTERED', node: { cells: [{ kind: 'BOUNDED', lower: '8', missing: ['440100'] }] } },
    ])
    await publish(hub.address, { key: 'ninth', code: 'ninth', rows: [row('440100', '2023-05', '1')] })
    expect((await live.whole())[0]?.changes).toMatchObject([
      { op: 'REVISED', node: { cells: [{ kind: 'SUM', value: '9' }] } },
    ])
    for (const code of ['eight', 'ninth']) await withdraw(hub, code)
    expect((await live.whole())[0]?.changes).toMatchObject([
      { op: 'REVISED', node: { cells: [{ kind: 'BOUNDED', lower: '1' }] } },
    ])
    expect((await live.whole())[0]?.changes).toMatchObject([{ op: 'LEFT', node: null }])
    await live.leave()
  })

  test('a rank that another row moved is told where ranks are asked for, and not where they are not', async () => {
    const ranked = { ...input, where: { ...input.where, period: { eq: '2022-05' } } }
    await publish(hub.address, {
      key: 'ranks',
      rows: [row('440100', '2022-05', '1'), row('440300', '2022-05', '2')],
    })
    const withRanks = follow(hub.client(), stream(`${cells.slice(0, -1)} rank(over: REGION) { rank } }`), {
      input: ranked,
    })
    const without = follow(hub.client(), stream(), { input: ranked })
    await withRanks.whole()
    await without.whole()
    await publish(hub.address, { key: 'overtakes', rows: [row('440100', '2022-05', '3')] })
    const ids = (frames: readonly ReadFrame[]) => frames.flatMap(({ changes }) => changes.map(({ id }) => id))
    expect(ids(await withRanks.whole())).toEqual(['440100/TOTAL/2022-05/-', '440300/TOTAL/2022-05/-'])
    expect(ids(await without.whole())).toEqual(['440100/TOTAL/2022-05/-'])
    await withRanks.leave()
    await without.leave()
  })

  test('folded, its frames are the table at every position; resumed, they are the same frames', async () => {
    const random = randomFrom(20_261_122)
    const some = <Item>(items: readonly Item[]) => items[Math.floor(random() * items.length)] as Item
    const followed = {
      ...input,
      groupBy: ['CITY', 'YEAR'],
      where: { region: { memberOf: 'GBA' } },
    }
    const live = follow(hub.client(), stream(), { input: followed })
    const begun = await live.whole()
    const frames: ReadFrame[] = []
    const from = begun.at(-1)?.commit?.position ?? 0
    for (let round = 0; round < 8; round += 1) {
      const rows = ['440100', '440300', '810000', '110000'].map((city) =>
        row(city, some(['2020-12', '2021-11', '2021-12']), String(Math.floor(random() * 3))),
      )
      await publish(hub.address, {
        key: `random-${round}`,
        rows: rows.slice(0, 1 + Math.floor(random() * 4)),
      })
    }
    const { releases } = await publish(hub.address, { key: 'last', rows: [row('820000', '2021-12', '7')] })
    const end = releases[0]?.position ?? 0
    while ((frames.at(-1)?.commit?.position ?? 0) < end) frames.push(...(await live.whole()))
    await live.leave()
    provenChain(frames, begun.at(-1)?.cursor ?? null)

    const state = new Map(begun.flatMap(({ changes }) => changes.map(({ id, node }) => [id, node])))
    for (let position = from; position <= end; position += 1) {
      for (const { commit, changes } of frames) {
        if (commit?.position !== position) continue
        for (const { op, id, node } of changes) {
          if (op === 'LEFT') state.delete(id)
          else state.set(id, node)
        }
      }
      const { data, errors } = await hub.ask(table, { input: followed, position })
      expect(errors).toBeUndefined()
      const rows = (data as { statistics: { rows: { nodes: { key: string }[] } } }).statistics.rows.nodes
      expect(Object.fromEntries(state)).toEqual(Object.fromEntries(rows.map((one) => [one.key, one])))
    }

    const again = follow(hub.client(), stream(), { input: followed, after: begun.at(-1)?.cursor })
    const repeated: ReadFrame[] = []
    while (repeated.length < frames.length) repeated.push(await again.next())
    expect(repeated).toEqual(frames)
    await again.leave()
  })

  test('from the beginning: before the codes were known there was no row, then every row comes', async () => {
    const january = { ...input, where: { ...input.where, period: { eq: '2024-01' } } }
    const live = follow(hub.client(), stream(), { input: january, after: '0' })
    const told: ReadFrame[] = []
    while (!told.some(({ changes }) => changes.length > 0)) told.push(await live.next())
    expect(told.at(-1)).toMatchObject({
      kind: 'DELTA',
      changes: [
        { op: 'ENTERED', id: '440100/TOTAL/2024-01/-', node: { cells: [{ value: '10' }] } },
        { op: 'ENTERED', id: '440300/TOTAL/2024-01/-', node: { cells: [{ value: '20' }] } },
      ],
    })
    await live.leave()
  })

  test('a table of too many rows is refused before it is followed, as the answer of its operation', async () => {
    const wide = {
      indicators: ['certificates'],
      groupBy: ['CITY', 'MONTH'],
      where: { period: { from: '2015-01', to: '2024-02' } },
      fillGaps: true,
    }
    const frames = hub.client().iterate({ query: stream(), variables: { input: wide } })
    const { value } = await frames.next()
    expect(value?.errors?.[0]?.extensions).toMatchObject({
      code: 'TOO_MANY_CELLS',
      expected: 'at most 1000 rows',
    })
  })

  test('a row that a test of growth lets through comes and goes with the figure it is compared with', async () => {
    const growing = {
      ...input,
      where: { ...input.where, period: { eq: '2018-06' } },
      having: [{ column: 'GROWTH_PREVIOUS', is: { gt: '0.5' } }],
    }
    await publish(hub.address, {
      key: 'growing',
      rows: [row('440100', '2018-05', '10'), row('440100', '2018-06', '20')],
    })
    const live = follow(hub.client(), stream(), { input: growing })
    expect((await live.whole())[0]?.changes).toMatchObject([{ op: 'ENTERED' }])
    await publish(hub.address, { key: 'base', rows: [row('440100', '2018-05', '19')] })
    expect((await live.whole())[0]?.changes).toMatchObject([{ op: 'LEFT', id: '440100/TOTAL/2018-06/-' }])
    await live.leave()
  })

  test('what cannot be asked is refused at once, in words', async () => {
    const live = follow(hub.client(), stream(), { input: { indicators: ['certificate'] } })
    await expect(live.next()).rejects.toThrow('Did you mean certificates?')
  })
})

async function withdraw(hub: TestHub, code: string): Promise<void> {
  const { errors } = await hub.ask(
    `mutation($input: WithdrawReleaseInput!) { withdrawRelease(input: $input) { release { status } } }`,
    { input: { source: 'cnca-by-region', code, reason: 'Fictional, for a test.' } },
    asAdministrator,
  )
  if (errors !== undefined) throw new Error(JSON.stringify(errors))
}
