import { afterAll, beforeAll, expect, test } from 'vitest'
import { asAdministrator, describeOneGround, openTestHub, type TestHub } from '../../support/hub.ts'
import { codesOf, doors } from './both-doors.ts'

type Row = {
  readonly id: string
  readonly period: string
  readonly value: string | null
  readonly status: string
  readonly frequency: string
  readonly indicator: { readonly code: string }
  readonly region: { readonly code: string }
  readonly scheme: { readonly code: string }
  readonly source: { readonly code: string }
}

type Case = { readonly filter: object; readonly holds: (row: Row) => boolean; readonly none?: true }

/** Each operator of each kind of test, and what it means, said here without the hub's own code. */
const cases: readonly Case[] = [
  { filter: {}, holds: () => true },
  { filter: { region: {} }, holds: () => true },
  { filter: { region: null }, holds: () => true },
  { filter: { region: { eq: '440000' } }, holds: (row) => row.region.code === '440000' },
  { filter: { region: { ne: '440000' } }, holds: (row) => row.region.code !== '440000' },
  {
    filter: { region: { in: ['440000', 'CN'] } },
    holds: (row) => ['440000', 'CN'].includes(row.region.code),
  },
  { filter: { region: { in: [] } }, holds: () => false, none: true },
  {
    filter: { region: { notIn: ['440000', 'CN'] } },
    holds: (row) => !['440000', 'CN'].includes(row.region.code),
  },
  { filter: { region: { notIn: [] } }, holds: () => true },
  { filter: { region: { startsWith: '44' } }, holds: (row) => row.region.code.startsWith('44') },
  { filter: { region: { startsWith: '4%' } }, holds: () => false, none: true },
  { filter: { region: { contains: '0' } }, holds: (row) => row.region.code.includes('0') },
  { filter: { region: { contains: '_' } }, holds: (row) => row.region.code.includes('_'), none: true },
  { filter: { region: { isNull: true } }, holds: () => false, none: true },
  { filter: { region: { isNull: false } }, holds: () => true },
  {
    filter: { region: { startsWith: '4', ne: '440000' } },
    holds: (row) => row.region.code.startsWith('4') && row.region.code !== '440000',
  },
  { filter: { indicator: { eq: 'organizations' } }, holds: (row) => row.indicator.code === 'organizations' },
  { filter: { scheme: { ne: 'TOTAL' } }, holds: (row) => row.scheme.code !== 'TOTAL' },
  { filter: { source: { eq: 'cnca-by-field' } }, holds: (row) => row.source.code === 'cnca-by-field' },
  { filter: { frequency: { eq: 'M' } }, holds: (row) => row.frequency === 'M' },
  { filter: { frequency: { in: ['A', 'Q'] } }, holds: () => false, none: true },
  { filter: { status: { eq: 'L' } }, holds: (row) => row.status === 'L' },
  { filter: { status: { notIn: ['A', 'B'] } }, holds: (row) => !['A', 'B'].includes(row.status) },
  { filter: { period: { eq: '2022-08' } }, holds: (row) => row.period === '2022-08' },
  { filter: { period: { ne: '2022-08' } }, holds: (row) => row.period !== '2022-08' },
  {
    filter: { period: { in: ['2022-08', '2023-03'] } },
    holds: (row) => ['2022-08', '2023-03'].includes(row.period),
  },
  { filter: { period: { notIn: ['2022-08'] } }, holds: (row) => row.period !== '2022-08' },
  { filter: { period: { lt: '2022-08' } }, holds: (row) => row.period < '2022-08' },
  { filter: { period: { lte: '2022-08' } }, holds: (row) => row.period <= '2022-08' },
  { filter: { period: { gt: '2022-08' } }, holds: (row) => row.period > '2022-08' },
  {
    filter: { period: { gte: '2022-08', lt: '2023-01' } },
    holds: (row) => '2022-08' <= row.period && row.period < '2023-01',
  },
  { filter: { period: { gte: '2022' } }, holds: () => false, none: true },
  { filter: { value: { eq: '603226' } }, holds: (row) => Number(row.value) === 603_226 },
  { filter: { value: { eq: '603226.000' } }, holds: (row) => Number(row.value) === 603_226 },
  {
    filter: { value: { ne: '603226' } },
    holds: (row) => row.value === null || Number(row.value) !== 603_226,
  },
  {
    filter: { value: { in: ['603226', '0'] } },
    holds: (row) => row.value !== null && [603_226, 0].includes(Number(row.value)),
  },
  { filter: { value: { notIn: ['603226'] } }, holds: (row) => Number(row.value) !== 603_226 },
  { filter: { value: { lt: '1000' } }, holds: (row) => row.value !== null && Number(row.value) < 1_000 },
  { filter: { value: { lte: '9007199254740993' } }, holds: (row) => row.value !== null },
  { filter: { value: { gt: '99999' } }, holds: (row) => row.value !== null && Number(row.value) > 99_999 },
  { filter: { value: { gte: '603226' } }, holds: (row) => Number(row.value) >= 603_226 },
  { filter: { value: { isNull: true } }, holds: (row) => row.value === null },
  { filter: { value: { isNull: false } }, holds: (row) => row.value !== null },
  {
    filter: { not: { value: { lt: '1000' } } },
    holds: (row) => row.value === null || Number(row.value) >= 1_000,
  },
  { filter: { not: {} }, holds: () => false, none: true },
  { filter: { and: [] }, holds: () => true },
  { filter: { or: [] }, holds: () => false, none: true },
  {
    filter: { or: [{ region: { eq: 'CN' } }, { scheme: { eq: 'QMS' } }], period: { gt: '2022-01' } },
    holds: (row) => (row.region.code === 'CN' || row.scheme.code === 'QMS') && row.period > '2022-01',
  },
  {
    filter: {
      and: [
        { region: { startsWith: '4' } },
        { not: { or: [{ period: { lt: '2022-01' } }, { value: { gt: '100000' } }] } },
      ],
    },
    holds: (row) =>
      row.region.code.startsWith('4') && row.period >= '2022-01' && !(Number(row.value) > 100_000),
  },
]

const query = `query($filter: ObservationFilter, $orderBy: ObservationOrder) {
  observations(first: 1000, filter: $filter, orderBy: $orderBy) { totalCount nodes { id period value status frequency
    indicator { code } region { code } scheme { code } source { code } } } }`

describeOneGround('filters', (ground) => {
  let hub: TestHub
  let all: readonly Row[]

  const found = async (filter: object | null, orderBy?: string): Promise<readonly Row[]> => {
    const { data, errors } = await hub.ask(query, { filter, orderBy })
    expect(errors).toBeUndefined()
    const page: { observations: { totalCount: number; nodes: readonly Row[] } } = data
    expect(page.observations.totalCount).toBe(page.observations.nodes.length)
    return page.observations.nodes
  }

  beforeAll(async () => {
    hub = await openTestHub({ ground, samples: true })
    const common = { indicator: 'certificates', scheme: 'TOTAL', period: '2023-05' }
    const rows = [
      { ...common, region: '440000', status: 'L' },
      { ...common, region: '320000', status: 'Q' },
      { ...common, region: '330000', value: '0' },
    ]
    const input = {
      source: 'cnca-by-region',
      idempotencyKey: 'missing',
      note: 'Fictional, for a test.',
      rows,
    }
    const taken = await hub.ask(
      'mutation($input: PublishReleaseInput!) { publishRelease(input: $input) { counts { added } } }',
      { input },
      asAdministrator,
    )
    expect(taken.data).toEqual({ publishRelease: { counts: { added: 3 } } })
    all = await found(null)
  })
  afterAll(() => hub.close())

  test.for(cases.map((one) => ({ ...one, text: JSON.stringify(one.filter) })))(
    'of observations: $text',
    async ({ filter, holds, none }) => {
      const expected = all.filter(holds)
      expect(expected.length > 0).toBe(none !== true)
      expect(await found(filter)).toEqual(expected)
    },
  )

  test('order is newest period first, and the other way round exactly the reverse', async () => {
    const periods = all.map(({ period }) => period)
    expect(periods).toEqual(periods.toSorted().toReversed())
    expect(await found({}, 'PERIOD_DESC')).toEqual(all)
    expect(await found({}, 'PERIOD_ASC')).toEqual(all.toReversed())
  })

  test('of series and of releases find what those of observations say', async () => {
    const { data } = await hub.ask(`{
      series(first: 1000, filter: { region: { in: ["440000", "CN"] }, not: { source: { eq: "cnca-by-field" } } }) {
        nodes { region { code } source { code } } }
      releases(first: 1000, filter: { source: { eq: "cnca-by-field" }, or: [{ code: { startsWith: "2022" } }, { period: { isNull: true } }],
        status: { ne: "WITHDRAWN" } }) { nodes { code period source { code } } } }`)
    const both: {
      series: { nodes: readonly Row[] }
      releases: { nodes: { code: string; source: { code: string } }[] }
    } = data
    expect(both.series.nodes.length).toBeGreaterThan(0)
    for (const { region, source } of both.series.nodes) {
      expect(['440000', 'CN']).toContain(region.code)
      expect(source.code).toBe('cnca-by-region')
    }
    expect(both.releases.nodes.map(({ code }) => code).toSorted()).toEqual(['2022-08', '2022-09', '2022-12'])
    expect(both.releases.nodes.every(({ source }) => source.code === 'cnca-by-field')).toBe(true)
  })

  const nested = (depth: number): object =>
    depth === 0 ? { region: { eq: 'CN' } } : { not: nested(depth - 1) }
  const many = (count: number) => Array.from({ length: count }, () => ({ region: { ne: 'CN' } }))

  for (const { door, ask } of doors) {
    test.for([
      { filter: { region: { eq: '440001' } }, code: 'UNKNOWN_CODE', says: 'Did you mean 44' },
      {
        filter: { region: { eq: 'guangdong-province' } },
        code: 'UNKNOWN_CODE',
        says: 'List `regions { code }`',
      },
      {
        filter: { indicator: { in: ['certificates', 'certificate'] } },
        code: 'UNKNOWN_CODE',
        says: 'certificates?',
      },
      { filter: { or: [{ not: { scheme: { eq: 'QMSS' } } }] }, code: 'UNKNOWN_CODE', says: 'QMS' },
      { filter: { source: { eq: 'cnca-by-regio' } }, code: 'UNKNOWN_CODE', says: 'cnca-by-region?' },
      { filter: { region: { eq: null } }, code: 'BAD_USER_INPUT', says: 'isNull: true' },
      { filter: { region: { in: Array(1_001).fill('CN') } }, code: 'OPERATION_TOO_LARGE', says: '1,000' },
      { filter: { region: { in: 'CN', eq: '' } }, code: 'UNKNOWN_CODE', says: 'region' },
      { filter: nested(9), code: 'BAD_USER_INPUT', says: 'nested' },
      { filter: { or: many(100) }, code: 'BAD_USER_INPUT', says: '100 tests' },
      { filter: { period: { eq: '2022-13' } }, code: 'INVALID_PERIOD', says: '2022-Q3' },
      { filter: { period: { gte: '2022-02-30' } }, code: 'INVALID_PERIOD', says: '2022-Q3' },
      { filter: { period: { in: ['2022-08', '2022-Q5'] } }, code: 'INVALID_PERIOD', says: '2022-Q3' },
      { filter: { value: { gt: 'many' } }, code: 'BAD_USER_INPUT', says: 'exact decimal' },
      { filter: { value: { gt: 603226 } }, code: 'BAD_USER_INPUT', says: 'exact decimal' },
      { filter: { value: { eq: '1e5' } }, code: 'BAD_USER_INPUT', says: 'exact decimal' },
      { filter: { value: { eq: '9'.repeat(61) } }, code: 'BAD_USER_INPUT', says: 'exact decimal' },
      { filter: { region: '440000' }, code: 'BAD_USER_INPUT', says: 'TextFilter' },
      { filter: { weather: { eq: 'rain' } }, code: 'BAD_USER_INPUT', says: 'weather' },
      { filter: { region: { like: 'x' } }, code: 'BAD_USER_INPUT', says: 'like' },
      { filter: [], code: 'BAD_USER_INPUT', says: 'ObservationFilter' },
    ])(`$code for $filter over ${door}`, async ({ filter, code, says }) => {
      const answered = await ask(hub, { query, variables: { filter } })
      expect(codesOf(answered)).toEqual([code])
      expect(answered.errors?.[0]?.message).toContain(says)
      expect(answered.data ?? null).toBeNull()
    })

    test(`a period that cannot be is refused the same as a literal over ${door}`, async () => {
      const literal = '{ observations(filter: { period: { eq: "2022-13" } }) { totalCount } }'
      const answered = await ask(hub, { query: literal })
      expect(codesOf(answered)).toEqual(['INVALID_PERIOD'])
      expect(answered.errors?.[0]?.extensions).toMatchObject({ came: '2022-13' })
    })
  }
})
