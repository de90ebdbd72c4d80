import { expect, test } from 'vitest'
import { figure, publish } from '../../subscriptions/figures.ts'
import { describeOneGround, openHubForTest, type TestHub } from '../../support/hub.ts'

type Page = {
  readonly totalCount: number
  readonly nodes: readonly {
    readonly region: { readonly code: string }
    readonly period: string
    readonly value: string
  }[]
  readonly pageInfo: { readonly endCursor: string; readonly hasNextPage: boolean }
}

describeOneGround('the newest figure of each series', (ground) => {
  test('is told per series, up to a period, page by page, and as it was', async () => {
    const hub = await openHubForTest({ ground })
    await publish(hub.address, {
      key: 'one',
      rows: [
        figure('440000', '2024-01', '1'),
        figure('440000', '2024-03', '3'),
        figure('110000', '2024-02', '20'),
        figure('310000', '2023-12', '300'),
      ],
    })
    const before = hub.tail.position
    await publish(hub.address, {
      key: 'two',
      rows: [figure('310000', '2024-04', '301'), figure('440000', '2024-03', '4')],
    })

    expect(told(await newest(hub))).toEqual(['310000 2024-04 301', '440000 2024-03 4', '110000 2024-02 20'])
    expect(told(await newest(hub, '', 'first: 3, orderBy: PERIOD_ASC,'))).toEqual([
      '110000 2024-02 20',
      '440000 2024-03 4',
      '310000 2024-04 301',
    ])
    const bounded = await newest(hub, '', 'filter: { period: { lte: "2024-02" } },')
    expect(told(bounded)).toEqual(['110000 2024-02 20', '440000 2024-01 1', '310000 2023-12 300'])
    expect(told(await newest(hub, `@asOf(position: ${before})`))).toEqual([
      '440000 2024-03 3',
      '110000 2024-02 20',
      '310000 2023-12 300',
    ])
    const pages: string[] = []
    for (let after = '', more = true; more; ) {
      const page = await newest(hub, '', `first: 1, ${after}`)
      expect(page.totalCount).toBe(3)
      pages.push(...told(page))
      after = `after: "${page.pageInfo.endCursor}",`
      more = page.pageInfo.hasNextPage
    }
    expect(pages).toEqual(['310000 2024-04 301', '440000 2024-03 4', '110000 2024-02 20'])
  })
})

async function newest(hub: TestHub, directive = '', args = ''): Promise<Page> {
  const { data, errors } = await hub.ask(
    `query Newest ${directive} { observations(${args} latest: true) {
      totalCount nodes { region { code } period value } pageInfo { endCursor hasNextPage } } }`,
  )
  expect(errors).toBeUndefined()
  return (data as { observations: Page }).observations
}

function told({ nodes }: Page): readonly string[] {
  return nodes.map(({ region, period, value }) => `${region.code} ${period} ${value}`)
}
