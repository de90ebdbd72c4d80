import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { figure, publish } from '../../subscriptions/figures.ts'
import { openTestHub, type TestHub } from '../../support/hub.ts'

const gba9 = ['440100', '440300', '440400', '440600', '440700', '441200', '441300', '441900', '442000']

/** Asks for the figure of codes taken together, and for the total of a row per code. */
const together = `query($where: StatisticsWhere, $by: [StatisticsDimension!]) {
  statistics(input: { indicators: ["certificates"], where: $where, groupBy: $by }) {
    rows { nodes { regions schemes cells { kind value } } } totals { cells { kind value } } } }`

describe('codes that overlap are never added up', () => {
  let hub: TestHub
  beforeAll(async () => {
    hub = await openTestHub()
    const rows = [
      ...gba9.map((code) => figure(code, '2020-05', '10')),
      figure('440000', '2020-05', '150'),
      { ...figure('440000', '2020-05', '40'), scheme: 'QMS' },
      { ...figure('440000', '2020-05', '5'), scheme: 'GREENFOOD' },
    ]
    await publish(hub.address, { key: 'overlapping', rows })
  })
  afterAll(() => hub.close())

  const period = { eq: '2020-05' }
  const source = { eq: 'cnca-by-region' }
  test.each([
    ['a group and the province its cities lie in', { region: { in: ['GBA9', '440000'] } }, 'REGION'],
    [
      'a total and a field, where the source has no list',
      { scheme: { in: ['TOTAL', 'QMS'] }, source },
      'SCHEME',
    ],
    ['a total and a scheme of no list', { scheme: { in: ['TOTAL', 'GREENFOOD'] }, source }, 'SCHEME'],
  ])('%s', async (_, where, by) => {
    const region = { eq: '440000' }
    const asked = { region, ...where, period }
    for (const groupBy of [[], [by]]) {
      const { data, errors } = await hub.ask(together, { where: asked, by: groupBy })
      expect(data).toBeNull()
      expect(errors).toMatchObject([{ extensions: { code: 'OVERLAPPING_CODES' } }])
    }
  })

  test('codes beside each other are', async () => {
    const where = { region: { eq: '440000' }, scheme: { in: ['GREENFOOD', 'QMS'] }, period, source }
    const { data } = await hub.ask(together, { where })
    expect(data).toMatchObject({
      statistics: { rows: { nodes: [{ cells: [{ kind: 'SUM', value: '45' }] }] } },
    })
  })
})
