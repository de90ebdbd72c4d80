import { expect, test } from 'vitest'
import { randomFrom } from '../../bench/questions.ts'
import { publish } from '../../subscriptions/figures.ts'
import { openHubForTest } from '../../support/hub.ts'

const table = `query($where: StatisticsWhere) { statistics(input: {
    indicators: ["certificates", "organizations"], groupBy: [REGION], where: $where }) {
  rows(first: 100) { nodes { key cells { kind value lower upper period source { code } } } }
  totals { key cells { kind value lower upper period } } } }`

const monthly = `query($period: Period!) { statistics(input: { indicators: ["certificates", "organizations"],
    groupBy: [REGION, MONTH], where: { period: { eq: $period } } }) {
  rows(first: 100) { nodes { region { code } cells { kind value lower upper period source { code } } } } } }`

type Cell = { kind: string; value: string | null; lower: string | null; period: string | null }
type Rows = { statistics: { rows: { nodes: { key: string; region: { code: string }; cells: Cell[] }[] } } }

test('the latest figures are those of the latest month with an exact figure, else with bounds', async () => {
  const hub = await openHubForTest()
  const random = randomFrom(20_261_124)
  const months = ['2023-10', '2023-11', '2023-12', '2024-01']
  const regions = ['CN', '440000', '440100', '440300', '440400', '440600', '110000', 'GBA9', 'ALL']
  const rows = months.flatMap((period) =>
    regions
      .filter(() => random() < 0.55)
      .flatMap((region) => [
        {
          indicator: 'certificates',
          region,
          scheme: 'TOTAL',
          period,
          value: String(Math.floor(random() * 50)),
        },
        random() < 0.3
          ? { indicator: 'organizations', region, scheme: 'TOTAL', period, status: 'O' }
          : {
              indicator: 'organizations',
              region,
              scheme: 'TOTAL',
              period,
              value: String(Math.floor(random() * 9)),
            },
      ]),
  )
  await publish(hub.address, { key: 'random', rows })
  const byMonth = new Map<string, Cell[][]>()
  for (const period of months) {
    const { data, errors } = await hub.ask(monthly, { period })
    expect(errors).toBeUndefined()
    for (const { region, cells } of (data as Rows).statistics.rows.nodes)
      byMonth.set(region.code, [...(byMonth.get(region.code) ?? []), cells])
  }
  const { data, errors } = await hub.ask(table)
  expect(errors).toBeUndefined()
  const kinds = new Set<string>()
  for (const { key, cells } of (data as Rows).statistics.rows.nodes) {
    const months = byMonth.get(key.split('/')[0] ?? '') ?? []
    for (const [column, cell] of cells.entries()) {
      const inTurn = months.flatMap((row) => row[column] ?? []).toReversed()
      const expected =
        inTurn.find(({ value }) => value !== null) ?? inTurn.find(({ kind }) => kind === 'BOUNDED')
      kinds.add(cell.kind)
      if (expected === undefined) expect(cell.kind).toBe('UNAVAILABLE')
      else expect(cell, key).toEqual(expected)
    }
  }
  expect([...kinds].sort()).toEqual(['BOUNDED', 'PUBLISHED'])
})

test('tables of a latest figure answer whatever is selected beside it', async () => {
  const hub = await openHubForTest({ samples: true })
  const { data, errors } =
    await hub.ask(`{ statistics(input: { indicators: ["certificates"], groupBy: [PROVINCE] }) {
    rows { nodes { cells { value rank(over: REGION) { rank } share(of: REGION) { rate reason }
      growth(on: YEAR_BEFORE) { rate reason } composition(along: REGION) { kind } } } }
    totals { cells { kind value period } } remainder { key } } }`)
  expect(errors).toBeUndefined()
  expect((data as { statistics: { totals: unknown } }).statistics.totals).toEqual([
    { cells: [{ kind: 'PUBLISHED', value: '3368862', period: '2023-03' }] },
  ])
})
