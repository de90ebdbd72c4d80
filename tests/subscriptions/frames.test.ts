import { afterAll, beforeAll, expect, test } from 'vitest'
import { describeOneGround, openTestHub, type TestHub } from '../support/hub.ts'
import { figure, figures, publish } from './figures.ts'
import {
  everythingQuery,
  everythingStream,
  figureStream,
  follow,
  idsOf,
  provenChain,
  type ReadFrame,
} from './following.ts'

describeOneGround('frames', (ground) => {
  let hub: TestHub
  beforeAll(async () => {
    hub = await openTestHub({ ground })
  })
  afterAll(() => hub.close())

  test('begin with a PROGRESS for whoever joins, at the cursor of the answers', async () => {
    const { extensions } = await hub.ask('{ hub { position } }')
    const stream = follow(hub.client(), figureStream)
    expect(await stream.next()).toEqual({
      kind: 'PROGRESS',
      cursor: extensions.hub.cursor,
      follows: null,
      complete: true,
      reason: null,
      commit: { position: extensions.hub.position },
      changes: [],
    })
    await stream.leave()
  })

  test('of a large commit are several, chained, whole, in one order, and resumable in the middle', async () => {
    const figureReader = follow(hub.client(), figureStream)
    const everythingReader = follow(hub.client(), everythingStream)
    const joined = await figureReader.next()
    await everythingReader.next()
    const { counts, releases } = await publish(hub.address, { key: 'large', rows: figures(1_000) })
    expect(counts).toEqual({
      rows: 1_000,
      added: 1_000,
      revised: 0,
      confirmed: 0,
      stale: 0,
      quarantined: 0,
    })

    const told = await figureReader.whole()
    expect(told.map(({ kind, complete, changes }) => [kind, complete, changes.length])).toEqual(
      Array.from({ length: 10 }, (_, index) => ['DELTA', index === 9, 100]),
    )
    provenChain(told, joined.cursor)
    expect(new Set(idsOf(told)).size).toBe(1_000)
    expect(new Set(told.map(({ commit }) => commit?.position))).toEqual(new Set([releases[0]?.position]))
    expect(told[0]?.changes[0]).toMatchObject({ op: 'ENTERED', before: null, node: { revision: 1 } })

    const all = await everythingReader.whole()
    const nouns = idsOf(all).map((id) => id.split('/', 1)[0])
    expect(nouns).toEqual(nouns.toSorted())
    expect(new Set(nouns)).toEqual(new Set(['observation', 'release', 'series']))
    expect(idsOf(all).filter((id) => id.startsWith('observation/'))).toEqual(idsOf(told))
    expect(all.at(-1)?.cursor).toBe(told.at(-1)?.cursor)

    for (const [stream, frames] of [
      [figureStream, told],
      [everythingStream, all],
    ] as const) {
      for (const [index, { cursor }] of frames.slice(0, -1).entries()) {
        const again = follow(hub.client(), stream, { after: cursor })
        const rest = await again.whole()
        provenChain(rest, cursor)
        expect(idsOf(rest)).toEqual(idsOf(frames.slice(index + 1)))
        await again.leave()
      }
    }
    await figureReader.leave()
    await everythingReader.leave()
  })

  test('have the same cursors for every filter, and PROGRESS where nothing matched', async () => {
    const { extensions } = await hub.ask('{ hub { position } }')
    const after = extensions.hub.cursor
    const one = await publish(hub.address, { key: 'two-1', rows: [figure('110000', '2009-01', '1')] })
    await publish(hub.address, { key: 'two-2', rows: [figure('120000', '2009-01', '2')] })
    const filters = [{ region: { eq: '110000' } }, { region: { eq: '120000' } }, {}]
    const streams = filters.map((filter) => follow(hub.client(), figureStream, { filter, after }))
    const [first, second, both] = await Promise.all(streams.map((stream) => stream.whole()))
    const next = await streams[2]?.whole()
    expect(both?.at(-1)).toEqual(first?.at(-1))
    expect(next?.at(-1)?.cursor).toBe(second?.at(-1)?.cursor)
    expect(first?.at(-1)?.commit?.position).toBe(one.releases[0]?.position)
    const quiet = follow(hub.client(), figureStream, { filter: { region: { eq: '130000' } }, after })
    expect(await quiet.next()).toMatchObject({
      kind: 'PROGRESS',
      follows: after,
      cursor: second?.at(-1)?.cursor,
      complete: true,
    })
    await Promise.all([...streams, quiet].map((stream) => stream.leave()))
  })

  test('from "0" tell everything from the beginning, reference data included, and a query tells the same', async () => {
    const { extensions } = await hub.ask('{ hub { position } }')
    const stream = follow(hub.client(), everythingStream, { after: '0' })
    const told = await stream.until(({ cursor }) => cursor === extensions.hub.cursor)
    provenChain(told, '0')
    expect(new Set(idsOf(told).map((id) => id.split('/', 1)[0]))).toEqual(
      new Set([
        'code-list',
        'crosswalk',
        'indicator',
        'observation',
        'region',
        'release',
        'scheme',
        'series',
        'source',
      ]),
    )
    const asked: ReadFrame[] = []
    for (let after = '0'; after !== extensions.hub.cursor; ) {
      const { data } = await hub.ask(everythingQuery, { after, first: 3 })
      asked.push(...(data as { changes: readonly ReadFrame[] }).changes)
      after = asked.at(-1)?.cursor ?? ''
    }
    expect(asked).toEqual(told)
    const { data } = await hub.ask(everythingQuery, { after: extensions.hub.cursor })
    expect(data).toEqual({ changes: [] })
    await stream.leave()
  })

  test('by query are about 1,000 changes an answer, and none from the middle of what comes after the answer', async () => {
    const { extensions } = await hub.ask('{ hub { position } }')
    const { releases } = await publish(hub.address, { key: 'capped', rows: figures(2_500, 1960) })
    const sizes: number[] = []
    const cursors: string[] = []
    for (let after = extensions.hub.cursor; ; after = cursors.at(-1) ?? '') {
      const { data } = await hub.ask(everythingQuery, { after, first: 1_000 })
      const { changes } = data as { changes: readonly ReadFrame[] }
      if (changes.length === 0) break
      sizes.push(idsOf(changes).length)
      cursors.push(...changes.map(({ cursor }) => cursor))
    }
    expect(sizes.length).toBeGreaterThan(2)
    for (const size of sizes.slice(0, -1)) expect(size).toBe(1_000)
    const early = everythingQuery.replace(/\$first: Int\) \{/, (head) =>
      head.replace(' {', ` @asOf(position: ${(releases[0]?.position ?? 0) - 1}) {`),
    )
    const { errors } = await hub.ask(early, { after: cursors[0] })
    expect(errors?.map(({ extensions: { code } }) => code)).toEqual(['POSITION_AHEAD'])
  })

  test('of one type are asked for by a filter', async () => {
    const stream = follow(hub.client(), everythingStream, {
      after: '0',
      filter: { type: { in: ['Release', 'Source'] } },
    })
    const [first] = await stream.whole()
    expect(new Set(idsOf([first as ReadFrame]).map((id) => id.split('/', 1)[0]))).toEqual(new Set(['source']))
    expect(idsOf(await stream.whole())).toEqual([expect.stringMatching(/^release\//)])
    await stream.leave()
  })
})
