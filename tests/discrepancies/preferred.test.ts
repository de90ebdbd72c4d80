import { afterAll, beforeAll, expect, test } from 'vitest'
import { randomOf, seedOfRun } from '../faults/seeded.ts'
import { describeOneGround, openTestHub, type TestHub } from '../support/hub.ts'
import { askToWithdraw } from '../vintages/withdrawing.ts'
import { say, total } from './disagreeing.ts'
import { type Heard, preferredIds } from './model-preferred.ts'
import { renewReference, third } from './third-source.ts'

const [field, region] = ['cnca-by-field', 'cnca-by-region']
const january = '2024-02-01T02:00:00.000Z'
const february = '2024-02-20T02:00:00.000Z'

describeOneGround('the preferred figure', (ground) => {
  let hub: TestHub
  beforeAll(async () => {
    hub = await openTestHub({ ground })
    await renewReference(hub)
  })
  afterAll(() => hub.close())

  /** What is listed by a rule: source and value. */
  const listed = async (preferred: string | null, filter: object, at?: number) => {
    const { data, errors } = await hub.ask(
      `query($filter: ObservationFilter, $preferred: SourceRule) ${at === undefined ? '' : `@asOf(position: ${at})`} {
        observations(filter: $filter, preferred: $preferred, first: 1000) { totalCount nodes { value source { code } } } }`,
      { filter, preferred },
    )
    expect(errors).toBeUndefined()
    const { observations } = data as {
      observations: { totalCount: number; nodes: { value: string | null; source: { code: string } }[] }
    }
    expect(observations.totalCount).toBe(observations.nodes.length)
    return observations.nodes.map(({ value, source }) => `${source.code} ${value}`).toSorted()
  }
  const month = (period: string) => ({ period: { eq: period } })

  test('is the one of the source with the first priority, however many say it', async () => {
    await say(hub, third, [total('2020-01', '3')])
    expect(await listed('SOURCE_PRIORITY', month('2020-01'))).toEqual([`${third} 3`])
    await say(hub, region, [total('2020-01', '2')])
    expect(await listed('SOURCE_PRIORITY', month('2020-01'))).toEqual([`${region} 2`])
    const before = hub.tail.position
    await say(hub, field, [total('2020-01', '1')])
    expect(await listed('SOURCE_PRIORITY', month('2020-01'))).toEqual([`${field} 1`])
    expect(await listed('SOURCE_PRIORITY', month('2020-01'), before)).toEqual([`${region} 2`])
    expect(await listed(null, month('2020-01'))).toEqual([`${field} 1`, `${region} 2`, `${third} 3`])
  })

  test('is the one published last where the rule says so, undated ones last and then by priority', async () => {
    await say(hub, third, [total('2020-02', '3')])
    await say(hub, region, [total('2020-02', '2')])
    expect(await listed('LATEST_PUBLISHED', month('2020-02'))).toEqual([`${region} 2`])
    await say(hub, third, [total('2020-02', '33')], january)
    expect(await listed('LATEST_PUBLISHED', month('2020-02'))).toEqual([`${third} 33`])
    const { releases } = await say(hub, region, [total('2020-02', '22')], february)
    expect(await listed('LATEST_PUBLISHED', month('2020-02'))).toEqual([`${region} 22`])
    await say(hub, field, [total('2020-02', '1')], february)
    expect(await listed('LATEST_PUBLISHED', month('2020-02'))).toEqual([`${field} 1`])
    await say(hub, field, [total('2020-02', null, 'Q')])
    expect(await listed('LATEST_PUBLISHED', month('2020-02'))).toEqual([`${region} 22`])
    const code = releases[0]?.id.slice(region.length + 1) ?? ''
    expect((await askToWithdraw(hub, code, { source: region })).errors).toBeUndefined()
    expect(await listed('LATEST_PUBLISHED', month('2020-02'))).toEqual([`${third} 33`])
  })

  test('is not one that says that there is no figure, while another has it', async () => {
    await say(hub, region, [total('2020-03', '2')])
    for (const status of ['H', 'L', 'M', 'O', 'Q']) {
      await say(hub, field, [total('2020-03', null, status)])
      expect(await listed('SOURCE_PRIORITY', month('2020-03')), status).toEqual([`${region} 2`])
    }
    await say(hub, region, [total('2020-03', null, 'M')])
    expect(await listed('SOURCE_PRIORITY', month('2020-03'))).toEqual([`${field} null`])
  })

  test('is chosen before the filter: what is not preferred is not listed in its place', async () => {
    await say(hub, field, [total('2020-04', '100')])
    await say(hub, region, [total('2020-04', '200')])
    const filter = (more: object) => ({ ...month('2020-04'), ...more })
    expect(await listed('SOURCE_PRIORITY', filter({ value: { gt: '150' } }))).toEqual([])
    expect(await listed('SOURCE_PRIORITY', filter({ source: { eq: region } }))).toEqual([])
    expect(await listed('SOURCE_PRIORITY', filter({ source: { eq: field } }))).toEqual([`${field} 100`])
  })

  test('stands alone per indicator, region, scheme and period, and pages through', async () => {
    const rows = ['2021-01', '2021-02', '2021-03'].flatMap((period) =>
      ['440000', 'ALL'].map((region) => ({ ...total(period, '5'), region })),
    )
    for (const source of [third, region, field]) await say(hub, source, rows)
    const pages: string[] = []
    for (let after: string | null = null; ; ) {
      const { data } = await hub.ask(
        `query($after: String) { observations(preferred: SOURCE_PRIORITY, first: 4, after: $after,
          filter: { period: { gte: "2021-01", lte: "2021-12" } }) {
          pageInfo { hasNextPage endCursor } nodes { id source { code } } } }`,
        { after },
      )
      const { observations } = data as {
        observations: {
          pageInfo: { hasNextPage: boolean; endCursor: string }
          nodes: { id: string; source: { code: string } }[]
        }
      }
      expect(new Set(observations.nodes.map(({ source }) => source.code))).toEqual(new Set([field]))
      pages.push(...observations.nodes.map(({ id }) => id))
      if (!observations.pageInfo.hasNextPage) break
      after = observations.pageInfo.endCursor
    }
    expect([pages.length, new Set(pages).size]).toEqual([6, 6])
  })

  test('is for random releases, at every position, what a plain model strikes nothing out of', async () => {
    const seed = seedOfRun()
    console.log(`seed ${seed}`)
    const random = randomOf(seed)
    const months = ['2022-01', '2022-02', '2022-03']
    const dates = [null, '2022-05-01T00:00:00.000Z', '2022-06-01T00:00:00.000Z', '2022-07-01T00:00:00.000Z']
    const positions: number[] = []
    for (let step = 0; step < 15; step += 1) {
      const source = [field, region, third][Math.floor(random() * 3)] ?? field
      const rows = months.flatMap((period) => {
        const kind = random()
        return kind < 0.3 ? [] : [kind < 0.5 ? total(period, null, 'M') : total(period, String(step))]
      })
      if (rows.length === 0) continue
      await say(hub, source, rows, dates[Math.floor(random() * dates.length)] ?? null)
      positions.push(hub.tail.position)
    }
    const nodes = 'nodes { id value source { code priority } release { publishedAt } }'
    const filter = '{ period: { gte: "2022-01", lte: "2022-12" } }'
    for (const position of positions) {
      const { data } =
        await hub.ask(`query @asOf(position: ${position}) { all: observations(filter: ${filter}) { ${nodes} }
        SOURCE_PRIORITY: observations(filter: ${filter}, preferred: SOURCE_PRIORITY) { nodes { id } }
        LATEST_PUBLISHED: observations(filter: ${filter}, preferred: LATEST_PUBLISHED) { nodes { id } } }`)
      const answer = data as Record<string, { nodes: readonly Heard[] }>
      const monthOf = (id: string) => id.split('/').at(-1) ?? ''
      for (const rule of ['SOURCE_PRIORITY', 'LATEST_PUBLISHED']) {
        const ids = answer[rule]?.nodes.map(({ id }) => id).toSorted()
        const expected = preferredIds(answer['all']?.nodes ?? [], monthOf, rule === 'LATEST_PUBLISHED')
        expect(ids, `${rule} at ${position}`).toEqual(expected)
      }
    }
    expect(positions.length).toBeGreaterThan(5)
  })
})
