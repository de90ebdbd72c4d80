import { expect, test } from 'vitest'
import { figure, publish } from '../../subscriptions/figures.ts'
import { asAdministrator, describeOneGround, openHubForTest, type TestHub } from '../../support/hub.ts'

type Counted = { readonly figures: number; readonly missing: number; readonly series: number }
type Code = Counted & { readonly code: string; readonly firstPeriod: string; readonly lastPeriod: string }
type Page<Node> = {
  readonly totalCount: number
  readonly pageInfo: { readonly hasNextPage: boolean; readonly endCursor: string }
  readonly nodes: readonly Node[]
}

async function asked<Data>(hub: TestHub, query: string, variables: object = {}): Promise<Data> {
  const { data, errors } = await hub.ask(query, variables)
  expect(errors).toBeUndefined()
  return data as Data
}

describeOneGround('availability', (ground) => {
  test('of the real tables counts what the list of figures has', async () => {
    const hub = await openHubForTest({ ground, samples: true })
    const { availability, observations, ccc } = await asked<{
      readonly availability: Counted & {
        readonly firstPeriod: string
        readonly lastPeriod: string
        readonly indicators: readonly Code[]
        readonly sources: readonly Code[]
        readonly schemes: readonly Code[]
        readonly regions: readonly Code[]
        readonly periods: Page<{ readonly period: string; readonly figures: number }>
      }
      readonly observations: Page<never>
      readonly ccc: Page<never>
    }>(
      hub,
      `{ availability { figures missing series firstPeriod lastPeriod
           indicators { code figures series } sources { code } regions { code }
           schemes { code figures series firstPeriod lastPeriod }
           periods(first: 100) { totalCount nodes { period figures } } }
         observations(first: 1) { totalCount }
         ccc: observations(first: 1, filter: { scheme: { eq: "CCC" } }) { totalCount } }`,
    )
    expect(availability.figures + availability.missing).toBe(observations.totalCount)
    expect(availability).toMatchObject({ firstPeriod: '2019-03', lastPeriod: '2023-03' })
    expect(availability.indicators.map(({ code }) => code)).toEqual(['certificates', 'organizations'])
    expect(availability.sources.map(({ code }) => code)).toEqual(['cnca-by-field', 'cnca-by-region'])
    expect(availability.schemes.find(({ code }) => code === 'CCC')).toMatchObject({
      figures: ccc.totalCount,
      firstPeriod: '2019-03',
      lastPeriod: '2023-03',
    })
    expect(availability.schemes.find(({ code }) => code === 'FM')?.lastPeriod).toBe('2021-07')
    expect(availability.regions.map(({ code }) => code)).toContain('440000')
    expect(availability.periods.nodes.map(({ period }) => period)).toEqual([
      '2019-03',
      '2021-07',
      '2022-08',
      '2022-09',
      '2022-12',
      '2023-02',
      '2023-03',
    ])
    expect(availability.periods.totalCount).toBe(7)
    expect(availability.periods.nodes.reduce((sum, { figures }) => sum + figures, 0)).toBe(
      availability.figures,
    )
  })

  test('tells in pages what occurs together, all of them at the position of the first', async () => {
    const hub = await openHubForTest({ ground, samples: true })
    const page = `query($after: String) {
      availability(where: { indicator: { eq: "certificates" }, from: "2022-08", to: "2022-12" }) {
        combinations(by: [PERIOD, SOURCE, SCHEME], first: 7, after: $after) {
          totalCount pageInfo { hasNextPage endCursor }
          nodes { source scheme frequency period figures series indicator } } } }`
    type Node = { readonly source: string; readonly scheme: string; readonly period: string }
    const nodes: Node[] = []
    let after: string | null = null
    let total = 0
    for (let more = true; more; ) {
      const answer: { availability: { combinations: Page<Node> } } = await asked(hub, page, { after })
      const { combinations } = answer.availability
      if (after === null) {
        await publish(hub.address, { key: 'later', rows: [figure('440000', '2022-10', '5')] })
        total = combinations.totalCount
      }
      expect(combinations.totalCount).toBe(total)
      nodes.push(...combinations.nodes)
      after = combinations.pageInfo.endCursor
      more = combinations.pageInfo.hasNextPage
    }
    // 19 codes of the list of 2022 in three months of one source, and the total in two months of the other.
    expect(nodes).toHaveLength(19 * 3 + 2)
    expect(total).toBe(nodes.length)
    expect(new Set(nodes.map(({ source, scheme, period }) => `${source} ${scheme} ${period}`)).size).toBe(
      total,
    )
    expect(nodes[0]).toEqual({
      source: 'cnca-by-field',
      scheme: 'CCC',
      frequency: 'M',
      period: '2022-08',
      figures: 1,
      series: 1,
      indicator: null,
    })
  })

  test('follows figures that come, are revised and are withdrawn, and stays what it was under @asOf', async () => {
    const hub = await openHubForTest({ ground })
    const missing = {
      indicator: 'certificates',
      region: '440000',
      scheme: 'TOTAL',
      period: '2024-02',
      status: 'L',
    }
    await publish(hub.address, { key: 'one', rows: [figure('440000', '2024-01', '1'), missing] })
    const first = hub.tail.position
    await publish(hub.address, {
      key: 'two',
      rows: [figure('440000', '2024-02', '2'), figure('440300', '2024-01', '3')],
    })
    const counts = async (where: string) => {
      const { availability } = await asked<{ availability: object }>(
        hub,
        `query ${where} { availability { figures missing series firstPeriod lastPeriod regions { code figures } } }`,
      )
      return availability
    }
    expect(await counts('')).toEqual({
      figures: 3,
      missing: 0,
      series: 2,
      firstPeriod: '2024-01',
      lastPeriod: '2024-02',
      regions: [
        { code: '440000', figures: 2 },
        { code: '440300', figures: 1 },
      ],
    })
    const codes = await asked<{
      readonly releases: { readonly nodes: readonly { readonly code: string }[] }
    }>(hub, '{ releases(first: 1) { nodes { code } } }')
    const { errors } = await hub.ask(
      `mutation($code: String!) { withdrawRelease(input: { source: "cnca-by-region", code: $code, reason: "wrong" }) { __typename } }`,
      { code: codes.releases.nodes[0]?.code },
      asAdministrator,
    )
    expect(errors).toBeUndefined()
    expect(await counts('')).toMatchObject({ figures: 1, missing: 1, series: 1 })
    expect(await counts(`@asOf(position: ${first})`)).toMatchObject({ figures: 1, missing: 1, series: 1 })
    expect(await counts(`@asOf(position: ${first - 1})`)).toEqual({
      figures: 0,
      missing: 0,
      series: 0,
      firstPeriod: null,
      lastPeriod: null,
      regions: [],
    })
  })

  test('refuses an unknown code, a range of two frequencies, and a cursor of another list', async () => {
    const hub = await openHubForTest({ ground, samples: true })
    const codeOf = async (query: string) => {
      const { errors } = await hub.ask(query)
      return errors[0]?.extensions['code']
    }
    expect(await codeOf('{ availability(where: { scheme: { eq: "CCB" } }) { figures } }')).toBe(
      'UNKNOWN_CODE',
    )
    expect(await codeOf('{ availability(where: { from: "2022-08", to: "2022-Q4" }) { figures } }')).toBe(
      'WRONG_FREQUENCY',
    )
    const { availability } = await asked<{ availability: { periods: Page<never> } }>(
      hub,
      '{ availability { periods(first: 1) { pageInfo { endCursor } } } }',
    )
    const { endCursor } = availability.periods.pageInfo
    expect(
      await codeOf(
        `{ availability { combinations(by: [REGION], after: "${endCursor}") { nodes { region } } } }`,
      ),
    ).toBe('INVALID_CURSOR')
    const quarters = await asked<{ availability: Counted }>(
      hub,
      '{ availability(where: { from: "2019-Q1" }) { figures series } }',
    )
    expect(quarters.availability).toEqual({ figures: 0, series: 0 })
  })
})
