import { readFile } from 'node:fs/promises'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { publish } from '../../subscriptions/figures.ts'
import { describeOneGround, openHubForTest, openTestHub, type TestHub } from '../../support/hub.ts'

const table = `query Table($input: StatisticsInput!) { statistics(input: $input) {
  rows(first: 1000) { nodes { scheme { code } period cells { kind value reason period
    growth(on: LAST_KNOWN) { reason base { value } } } } } totals { key } } }`

type Row = {
  readonly scheme: { readonly code: string } | null
  readonly period: string | null
  readonly cells: readonly {
    readonly kind: string
    readonly value: string | null
    readonly reason: string | null
    readonly period: string | null
    readonly growth: object
  }[]
}

async function rowsOf(hub: TestHub, input: object): Promise<readonly Row[]> {
  const { data, errors } = await hub.ask(table, { input })
  expect(errors).toBeUndefined()
  return (data as { statistics: { rows: { nodes: readonly Row[] } } }).statistics.rows.nodes
}

describeOneGround('tables at the edges of what is known', (ground) => {
  test('a code of the version asked for has a row before it has a series of its own', async () => {
    const hub = await openHubForTest({ ground })
    await hub.deliver('cnca-by-field', await readFile('samples/cnca-by-field-2019-03.csv'), '2019-03')
    const rows = await rowsOf(hub, {
      indicators: ['certificates'],
      groupBy: ['SCHEME', 'MONTH'],
      codeListVersion: '2021',
    })
    const cell = (scheme: string) => rows.find((row) => row.scheme?.code === scheme)?.cells[0]
    expect(cell('FOOD')).toMatchObject({ kind: 'SUM', value: '64445' })
    expect(cell('IND_VOL')).toMatchObject({ kind: 'UNAVAILABLE', reason: 'CONTENT_CHANGED' })
    expect(rows.map(({ scheme }) => scheme?.code)).not.toContain('FOOD_NAT')
  })

  test('the last known figure is found behind periods that a crosswalk has no answer for', async () => {
    const hub = await openHubForTest({ ground })
    const figure = (scheme: string, period: string, value: string) => ({
      indicator: 'certificates',
      region: 'ALL',
      scheme,
      period,
      value,
    })
    const rows = [figure('FOOD_GEN', '2020-06', '2'), figure('FOOD', '2021-05', '3')]
    await publish(hub.address, { key: 'one', rows, source: 'cnca-by-field' })
    const [row] = await rowsOf(hub, {
      indicators: ['certificates'],
      where: {
        scheme: { eq: 'FOOD_GEN' },
        period: { eq: '2021-05' },
        source: { eq: 'cnca-by-field' },
      },
      groupBy: ['SCHEME', 'MONTH'],
      codeListVersion: '2019',
      fillGaps: true,
    })
    expect(row?.cells[0]).toMatchObject({
      reason: 'UNMAPPED',
      growth: { reason: 'NOT_EXACT', base: { value: '2' } },
    })
  })

  test('growth of a sum breaks where one of its members broke in between', async () => {
    const hub = await openHubForTest({ ground })
    const rows = ['2022-03', '2022-05', '2022-06'].flatMap((period) =>
      ['SVC_NAT', 'SVC_GEN'].map((scheme) => ({
        indicator: 'certificates',
        region: 'ALL',
        scheme,
        period,
        value: '5',
        ...(period === '2022-05' && scheme === 'SVC_GEN' ? { status: 'B' } : {}),
      })),
    )
    await publish(hub.address, { key: 'one', rows, source: 'cnca-by-field' })
    const growth = `query Growth($input: StatisticsInput!) { statistics(input: $input) { rows { nodes { period
      cells { kind growth(on: PREVIOUS) { rate reason } } } } } }`
    const where = { scheme: { eq: 'SERVICE' } }
    const { data } = await hub.ask(growth, {
      input: { indicators: ['certificates'], where, groupBy: ['QUARTER'] },
    })
    const nodes = (data as { statistics: { rows: { nodes: readonly object[] } } }).statistics.rows.nodes
    expect(nodes).toMatchObject([
      { period: '2022-Q1', cells: [{ kind: 'SUM', growth: { rate: null, reason: 'NO_BASE' } }] },
      { period: '2022-Q2', cells: [{ kind: 'SUM', growth: { rate: null, reason: 'BREAK' } }] },
    ])
  })
})

describeOneGround('a table that cannot be asked so', (ground) => {
  let hub: TestHub
  beforeAll(async () => {
    hub = await openTestHub({ ground, samples: true })
  })
  afterAll(() => hub.close())

  const refusals: readonly {
    readonly what: string
    readonly input: object
    readonly code: string
    readonly says: RegExp
  }[] = [
    {
      what: 'an unknown indicator',
      input: { indicators: ['certificate'] },
      code: 'UNKNOWN_CODE',
      says: /No indicator has the code .*certificate.*Did you mean certificates\?/,
    },
    {
      what: 'an unknown region',
      input: { where: { region: { eq: '440001' } } },
      code: 'UNKNOWN_CODE',
      says: /No region has the code .*440001.*Did you mean 440000\?/,
    },
    {
      what: 'an unknown scheme',
      input: { where: { scheme: { in: ['QMSS'] } } },
      code: 'UNKNOWN_CODE',
      says: /No scheme has the code .*QMSS.*Did you mean QMS\?/,
    },
    {
      what: 'an unknown source',
      input: { where: { source: { eq: 'cnca-by-fields' } } },
      code: 'UNKNOWN_CODE',
      says: /Did you mean cnca-by-field\?/,
    },
    {
      what: 'periods of another frequency than the rows',
      input: { groupBy: ['MONTH'], where: { period: { from: '2021-Q1' } } },
      code: 'WRONG_FREQUENCY',
      says: /2021-Q1.*Write the periods as months/,
    },
    {
      what: 'a version that no list has',
      input: { codeListVersion: '2020' },
      code: 'UNKNOWN_CROSSWALK',
      says: /2020.*There are 2019 of cnca-field, 2021 of cnca-field, 2022 of cnca-field/,
    },
    {
      what: 'a version where no source stands in a list',
      input: { codeListVersion: '2021', where: { source: { eq: 'cnca-by-region' } } },
      code: 'UNKNOWN_CROSSWALK',
      says: /leave `codeListVersion` away/,
    },
    {
      what: 'a total taken together with its member',
      input: { where: { region: { in: ['CN', '440000'] } } },
      code: 'OVERLAPPING_CODES',
      says: /CN holds 440000.*count twice/,
    },
    {
      what: 'the total of schemes with one of them, also of a source that stands in no list',
      input: { where: { scheme: { in: ['TOTAL', 'QMS'] }, source: { eq: 'cnca-by-region' } } },
      code: 'OVERLAPPING_CODES',
      says: /TOTAL holds QMS.*count twice/,
    },
    {
      what: 'two levels of one family',
      input: { groupBy: ['PROVINCE', 'CITY'] },
      code: 'BAD_USER_INPUT',
      says: /PROVINCE and by CITY/,
    },
    {
      what: 'a unit in which nothing is counted',
      input: { where: { unit: 'kilogram' } },
      code: 'BAD_USER_INPUT',
      says: /counted in kilogram.*name one of these.*: certificate\./,
    },
    {
      what: 'more cells than a table may have',
      input: {
        groupBy: ['CITY', 'FIELD', 'MONTH'],
        where: { period: { from: '0001-01', to: '2023-03' } },
      },
      code: 'TOO_MANY_CELLS',
      says: /costs \d+ cells \(.*at most 100000.*Narrow `where\.period`/,
    },
  ]

  test.each(refusals)('$what is refused in words', async ({ input, code, says }) => {
    const { data, errors } = await hub.ask(table, { input: { indicators: ['certificates'], ...input } })
    expect(data).toBeNull()
    expect(errors).toHaveLength(1)
    expect(errors[0]?.extensions).toMatchObject({ code, expected: expect.any(String) })
    expect(errors[0]?.message).toMatch(says)
  })
})
