import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { openTestHub, type TestHub } from '../../support/hub.ts'

describe('a table of any size', () => {
  let hub: TestHub
  beforeAll(async () => {
    hub = await openTestHub({ samples: true })
  })
  afterAll(() => hub.close())

  const asked = `query($input: StatisticsInput!, $first: Int) { statistics(input: $input) { rows(first: $first) {
    totalCount nodes { key cells { kind value } } } } }`

  test('eight thousand years of which next to nothing is known are answered, and hold up nobody', async () => {
    const input = {
      indicators: ['certificates'],
      where: { period: { from: '0001-01', to: '8000-12' } },
      groupBy: ['MONTH'],
    }
    const { data } = await hub.ask(asked, { input })
    const { rows } = (data as { statistics: { rows: { totalCount: number } } }).statistics
    expect(rows.totalCount).toBe(7)
    const full = await hub.ask(asked, { input: { ...input, fillGaps: true }, first: 1 })
    expect(full.data).toMatchObject({
      statistics: { rows: { totalCount: 96_000, nodes: [{ key: 'ALL/TOTAL/0001-01/-' }] } },
    })
  })

  test('the last known figure is found over thousands of years', async () => {
    const input = {
      indicators: ['certificates'],
      where: { period: { eq: '9999-12' } },
      groupBy: ['REGION', 'MONTH'],
      fillGaps: true,
    }
    const growth = `query($input: StatisticsInput!) { statistics(input: $input) { rows { nodes { key cells {
      growth(on: LAST_KNOWN) { base { period value } } } } } } }`
    const { data } = await hub.ask(growth, { input })
    const { nodes } = (data as { statistics: { rows: { nodes: { key: string; cells: object[] }[] } } })
      .statistics.rows
    expect(nodes.find(({ key }) => key.startsWith('ALL/'))?.cells).toEqual([
      { growth: { base: { period: '2023-03', value: '3451941' } } },
    ])
  })

  test('what is too much for one table is too much for many under aliases', async () => {
    const input = {
      indicators: ['certificates'],
      where: { period: { from: '0001-01', to: '8000-12' } },
      groupBy: ['MONTH'],
    }
    const codeOf = async (count: number) => {
      const tables = Array.from(
        { length: count },
        (_, index) => `a${index}: statistics(input: $input) { rows { totalCount } }`,
      )
      const { errors } = await hub.ask(`query($input: StatisticsInput!) { ${tables.join(' ')} }`, { input })
      return errors?.[0]?.extensions['code']
    }
    expect(await codeOf(3)).toBe('TOO_MANY_CELLS')
    expect(await codeOf(50), 'so many are not even begun').toBe('COST_LIMIT_EXCEEDED')
  })
})
