import { afterAll, beforeAll, expect, test } from 'vitest'
import { follow } from '../subscriptions/following.ts'
import { asAdministrator, describeOneGround, openTestHub, type TestHub } from '../support/hub.ts'
import { type Asked, discrepanciesOf, discrepancyFields, say, settle, total } from './disagreeing.ts'

const [field, region] = ['cnca-by-field', 'cnca-by-region']

describeOneGround('a discrepancy', (ground) => {
  let hub: TestHub
  beforeAll(async () => {
    hub = await openTestHub({ ground })
  })
  afterAll(() => hub.close())

  const about = (period: string, at?: number) => discrepanciesOf(hub, { period: { eq: period } }, at)
  const differing = async (period: string) => {
    await say(hub, field, [total(period, '100')])
    await say(hub, region, [total(period, '90')])
    const [opened] = await about(period)
    return opened?.id ?? ''
  }
  const codeOf = async (input: Asked, headers?: object) =>
    (await settle(hub, input, headers)).errors?.[0]?.extensions['code']

  test('is settled with a note, once; the same words again change nothing', async () => {
    const id = await differing('2020-01')
    const before = hub.tail.position
    const { data, errors, extensions } = await settle(hub, {
      id,
      note: ' One page left Tibet out. ',
      preferred: field,
    })
    expect(errors).toBeUndefined()
    expect(extensions.hub.position).toBe(before + 1)
    expect(data).toEqual({
      settleDiscrepancy: expect.objectContaining({
        id,
        status: 'SETTLED',
        note: 'One page left Tibet out.',
        preferred: { code: field },
        settledBy: 'key:test',
        settledAt: { position: before + 1 },
        openedAt: { position: before },
      }),
    })
    expect((await hub.tail.commitAt(before + 1))?.kind).toBe('SETTLEMENT')
    const again = await settle(hub, { id, note: 'One page left Tibet out.', preferred: field })
    expect([again.data, hub.tail.position]).toEqual([data, before + 1])
    await settle(hub, { id, note: 'Both are right.' })
    expect(await about('2020-01')).toMatchObject([{ note: 'Both are right.', preferred: null }])
    expect(await about('2020-01', before + 1)).toMatchObject([{ note: 'One page left Tibet out.' }])
    expect(await about('2020-01', before)).toMatchObject([{ status: 'OPEN', note: null }])
  })

  test('opens anew when a value changes and they still disagree, and keeps the earlier note', async () => {
    const id = await differing('2020-02')
    await settle(hub, { id, note: 'Known.' })
    const settled = hub.tail.position
    await say(hub, region, [total('2020-02', '90', 'P')])
    expect(await about('2020-02')).toMatchObject([{ status: 'SETTLED', note: 'Known.' }])
    await say(hub, region, [total('2020-02', '80')])
    expect(await about('2020-02')).toMatchObject([
      {
        id,
        status: 'OPEN',
        note: null,
        earlierNote: 'Known.',
        settledBy: null,
        settledAt: null,
        openedAt: { position: settled + 2 },
      },
    ])
    await settle(hub, { id, note: 'Known.' })
    expect(await about('2020-02')).toMatchObject([{ status: 'SETTLED', earlierNote: 'Known.' }])
    await say(hub, region, [total('2020-02', '100')])
    expect(await about('2020-02')).toEqual([])
  })

  test('is not settled by just anybody, with any note, or where there is none', async () => {
    const id = await differing('2020-03')
    const before = hub.tail.position
    expect(await codeOf({ id, note: 'x' }, {})).toBe('UNAUTHENTICATED')
    for (const note of ['', '  ', 'x'.repeat(2_001)])
      expect(await codeOf({ id, note })).toBe('BAD_USER_INPUT')
    expect(await codeOf({ id, note: 'a\u0000b' })).toBe('INVALID_TEXT')
    expect(await codeOf({ id, note: 'x', preferred: 'cnca-by-nobody' })).toBe('BAD_USER_INPUT')
    expect(await codeOf({ id: 'region/440000', note: 'x' })).toBe('INVALID_ID')
    expect(await codeOf({ id: 'nothing', note: 'x' })).toBe('INVALID_ID')
    expect(await codeOf({ id: `${id}x`, note: 'x' })).toBe('UNKNOWN_DISCREPANCY')
    expect(hub.tail.position).toBe(before)
    await say(hub, region, [total('2020-03', '100')])
    expect(await codeOf({ id, note: 'x' })).toBe('UNKNOWN_DISCREPANCY')
    expect(await codeOf({ id: await differing('2020-04'), note: 'x'.repeat(2_000) })).toBeUndefined()
  })

  test('is settled once where two settle it in the same words at once', async () => {
    const id = await differing('2020-05')
    const before = hub.tail.position
    const both = await Promise.all([settle(hub, { id, note: 'Known.' }), settle(hub, { id, note: 'Known.' })])
    expect(both.map(({ errors }) => errors)).toEqual([undefined, undefined])
    await hub.tail.look()
    expect(hub.tail.position).toBe(before + 1)
  })

  test('is followed from its opening to its end, also in `changes`', async () => {
    const query = `subscription($filter: DiscrepancyFilter) { discrepancyChanges(filter: $filter) {
      kind cursor follows complete reason commit { position } changes { op id before { ${discrepancyFields} } node { ${discrepancyFields} } } } }`
    const filter = { period: { eq: '2020-06' }, source: { eq: region }, size: { gte: '10' } }
    const stream = follow(hub.client(), query, { filter })
    await stream.next()
    const id = await differing('2020-06')
    await settle(hub, { id, note: 'Known.' })
    await say(hub, region, [total('2020-06', '95')])
    await say(hub, region, [total('2020-06', '50')])
    const told: object[] = []
    while (told.length < 4) for (const frame of await stream.whole()) told.push(...frame.changes)
    await stream.leave()
    expect(told).toMatchObject([
      { op: 'ENTERED', id, before: null, node: { status: 'OPEN' } },
      { op: 'REVISED', id, before: { status: 'OPEN' }, node: { status: 'SETTLED', note: 'Known.' } },
      { op: 'LEFT', id, before: { status: 'SETTLED' }, node: null },
      { op: 'ENTERED', id, before: null, node: { status: 'OPEN', size: { absolute: '50' } } },
    ])
    await say(hub, region, [total('2020-06', '100')])
    const { data } = await hub.ask(
      `query($after: Cursor!) { changes(after: $after, filter: { type: { eq: "Discrepancy" } }, first: 1000) {
        changes { op id before { ... on Discrepancy { status } } } } }`,
      { after: '0' },
    )
    const { changes } = data as { changes: { changes: { op: string; id: string }[] }[] }
    const ops = changes.flatMap((frame) => frame.changes).filter((change) => change.id === id)
    expect(ops.map(({ op }) => op)).toEqual(['ENTERED', 'REVISED', 'REVISED', 'REVISED', 'LEFT'])
  })

  test('is found by what it is about, by either source, size and status, and in every order, page by page', async () => {
    const values = ['1000', '40', '7', '300', '7', '2']
    for (const [index, value] of values.entries()) {
      const period = `2019-0${index + 1}`
      await say(hub, field, [total(period, '0'), { ...total(period, '1'), scheme: 'MS' }])
      await say(hub, region, [total(period, value)])
    }
    const settled = (await about('2019-03'))[0]?.id ?? ''
    await settle(hub, { id: settled, note: 'Known.' })
    const found = async (filter: object) =>
      (await discrepanciesOf(hub, { and: [year, filter] })).map(({ period }) => period).sort()
    expect(await found({ size: { gt: '7', lt: '1000' } })).toEqual(['2019-02', '2019-04'])
    expect(await found({ status: { eq: 'SETTLED' } })).toEqual(['2019-03'])
    expect(await found({ not: { status: { eq: 'OPEN' } } })).toEqual(['2019-03'])
    expect(await found({ relativeSize: { lt: '1' } })).toEqual([])
    for (const source of [field, region]) expect(await found({ source: { eq: source } })).toHaveLength(6)
    expect(await found({ source: { ne: region } })).toEqual([])
    expect(await found({ not: { source: { in: [region] } } })).toEqual([])
    expect(await found({ period: { gte: '2019-05' } })).toEqual(['2019-05', '2019-06'])
    expect(
      await found({ region: { eq: 'ALL' }, scheme: { eq: 'TOTAL' }, indicator: { eq: 'organizations' } }),
    ).toEqual([])
    for (const orderBy of ['SIZE_DESC', 'SIZE_ASC', 'RELATIVE_SIZE_DESC', 'AGE_DESC', 'AGE_ASC']) {
      const sizes = await listed(orderBy)
      expect(sizes, orderBy).toHaveLength(values.length)
      if (orderBy === 'SIZE_DESC')
        expect(sizes).toEqual(values.toSorted((left, right) => Number(right) - Number(left)))
      if (orderBy === 'SIZE_ASC')
        expect(sizes).toEqual(values.toSorted((left, right) => Number(left) - Number(right)))
      if (orderBy === 'AGE_DESC') expect(sizes).toEqual(values)
      if (orderBy === 'AGE_ASC') expect(sizes).toEqual(values.toReversed())
    }
  })

  const year = { period: { gte: '2019-01', lte: '2019-12' } }

  /** The sizes of the discrepancies of a year in an order, two at a time. */
  const listed = async (orderBy: string): Promise<readonly string[]> => {
    const sizes: string[] = []
    for (let after: string | null = null; ; ) {
      const { data } = await hub.ask(
        `query($after: String, $filter: DiscrepancyFilter, $orderBy: DiscrepancyOrder) {
          discrepancies(filter: $filter, first: 2, after: $after, orderBy: $orderBy) {
            totalCount pageInfo { hasNextPage endCursor } nodes { size { absolute } } } }`,
        { after, filter: year, orderBy },
        asAdministrator,
      )
      const { discrepancies: page } = data as {
        discrepancies: {
          totalCount: number
          pageInfo: { hasNextPage: boolean; endCursor: string }
          nodes: { size: { absolute: string } }[]
        }
      }
      expect(page.totalCount).toBe(6)
      sizes.push(...page.nodes.map(({ size }) => size.absolute))
      if (!page.pageInfo.hasNextPage) return sizes
      after = page.pageInfo.endCursor
    }
  }

  test('a code that no list has is refused, and a cursor of another order', async () => {
    const codes = async (given: string) =>
      (await hub.ask(`{ discrepancies(${given}) { nodes { id } } }`)).errors?.[0]?.extensions['code']
    expect(await codes('filter: { source: { eq: "cnca-by-feild" } }')).toBe('UNKNOWN_CODE')
    expect(await codes('filter: { scheme: { in: ["X9"] } }')).toBe('UNKNOWN_CODE')
    const cursor = Buffer.from(JSON.stringify([1, 'discrepancies by SIZE_ASC', '7', 'x'])).toString(
      'base64url',
    )
    expect(await codes(`orderBy: SIZE_ASC, after: "${cursor}"`)).toBeUndefined()
    expect(await codes(`orderBy: SIZE_DESC, after: "${cursor}"`)).toBe('INVALID_CURSOR')
    expect(await codes('first: 1001')).toBe('PAGE_SIZE')
  })
})
