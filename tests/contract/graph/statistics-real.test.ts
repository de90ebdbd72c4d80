import { afterAll, beforeAll, expect, test } from 'vitest'
import { describeOneGround, openTestHub, type TestHub } from '../../support/hub.ts'

/** What the tests ask of a figure. */
const figureFields = `kind value lower upper status reason period missing source { code }
  members { dimension code kind value lower upper reason }`

type ReadMember = {
  readonly dimension: string
  readonly code: string
  readonly kind: string
  readonly value: string | null
  readonly lower: string | null
  readonly upper: string | null
  readonly reason: string | null
}

type ReadFigure = {
  readonly kind: string
  readonly value: string | null
  readonly lower: string | null
  readonly upper: string | null
  readonly status: string | null
  readonly reason: string | null
  readonly period: string | null
  readonly missing: readonly string[]
  readonly source: { readonly code: string } | null
  readonly members: readonly ReadMember[]
}

type Beside = {
  readonly composition: { readonly members: readonly unknown[] }
  readonly previous: unknown
  readonly lastKnown: unknown
}

type ReadRow = {
  readonly region: { readonly code: string } | null
  readonly scheme: { readonly code: string } | null
  readonly period: string | null
  readonly certificates: ReadFigure & Beside
  readonly organizations: ReadFigure & Beside
}

const months = ['2019-03', '2021-07', '2022-08', '2022-09', '2022-12', '2023-02', '2023-03']

/** The fields of the lists that hold no others, added up from the sample files by hand: published total and sum. */
const organizationsByField = new Map([
  ['2019-03', { total: '656620', greatest: '522456', sum: '1150746' }],
  ['2021-07', { total: '841156', greatest: '678180', sum: '1635827' }],
  ['2022-08', { total: '917234', greatest: '747257', sum: '1878129' }],
  ['2022-09', { total: '925692', greatest: '755710', sum: '1902869' }],
  ['2022-12', { total: '939451', greatest: '768990', sum: '1949629' }],
  ['2023-02', { total: '948821', greatest: '775753', sum: '1975918' }],
  ['2023-03', { total: '960739', greatest: '786558', sum: '2005073' }],
])

const table = `query Table($input: StatisticsInput!) { statistics(input: $input) {
  rows(first: 1000) { totalCount nodes { region { code } scheme { code } period
    certificates: cell(indicator: "certificates") { ${figureFields}
      composition(along: SCHEME, leaves: true) { kind value lower upper reason missing agrees difference
        members { code value } }
      previous: growth(on: PREVIOUS) { rate absolute reason base { value period } }
      lastKnown: growth(on: LAST_KNOWN) { rate absolute reason base { value period } } }
    organizations: cell(indicator: "organizations") { ${figureFields}
      composition(along: SCHEME, leaves: true) { kind value lower upper reason missing agrees } } } }
  remainder { scheme { code } period certificates: cell(indicator: "certificates") { ${figureFields} } } } }`

describeOneGround('the national tables', (ground) => {
  let hub: TestHub
  beforeAll(async () => {
    hub = await openTestHub({ ground, samples: true })
  })
  afterAll(() => hub.close())

  async function ask(input: object) {
    const { data, errors } = await hub.ask(table, { input })
    expect(errors).toBeUndefined()
    const { statistics } = data as {
      statistics: { rows: { nodes: readonly ReadRow[] }; remainder: readonly ReadRow[] }
    }
    return { rows: statistics.rows.nodes, remainder: statistics.remainder }
  }

  test('certificates by field sum to the published total in every month', async () => {
    const { rows } = await ask({
      indicators: ['certificates'],
      where: { source: { eq: 'cnca-by-field' } },
      groupBy: ['MONTH'],
    })
    expect(rows.map(({ period }) => period)).toEqual(months)
    for (const { period, certificates } of rows) {
      const { kind, value, composition } = certificates
      expect(kind, period ?? '').toBe('PUBLISHED')
      expect(composition, period ?? '').toMatchObject({
        kind: 'SUM',
        value,
        agrees: true,
        difference: '0',
        missing: [],
      })
      expect(composition.members, period ?? '').toHaveLength(
        period === '2019-03' ? 18 : period === '2021-07' ? 16 : 15,
      )
    }
    const totals = rows.map(({ certificates }) => certificates.value)
    expect(totals).toEqual(['2034190', '2873853', '3252830', '3292259', '3365762', '3407789', '3451941'])
  })

  test('organizations do not: the hub gives bounds and the published total, never their sum', async () => {
    const { rows } = await ask({
      indicators: ['organizations'],
      where: { source: { eq: 'cnca-by-field' } },
      groupBy: ['MONTH'],
    })
    expect(rows.map(({ period }) => period)).toEqual(months)
    for (const { period, organizations } of rows) {
      const expected = organizationsByField.get(period ?? '')
      expect(organizations, period ?? '').toMatchObject({ kind: 'PUBLISHED', value: expected?.total })
      expect(organizations.composition, period ?? '').toMatchObject({
        kind: 'BOUNDED',
        value: null,
        lower: expected?.greatest,
        upper: expected?.sum,
        reason: 'NOT_ADDITIVE',
        missing: [],
        agrees: true,
      })
    }
  })

  test('what is not published is a bound: organizations of two fields taken together', async () => {
    const where = {
      source: { eq: 'cnca-by-field' },
      scheme: { in: ['QMS', 'EMS'] },
      period: { eq: '2023-03' },
    }
    const { rows } = await ask({ indicators: ['certificates', 'organizations'], where })
    expect(rows).toHaveLength(1)
    expect(rows[0]).toMatchObject({
      certificates: { kind: 'SUM', value: '1264516' },
      organizations: {
        kind: 'BOUNDED',
        value: null,
        lower: '786558',
        upper: '1207711',
        reason: 'NOT_ADDITIVE',
      },
    })
  })

  test('growth is made of unrounded figures', async () => {
    const { rows } = await ask({
      indicators: ['certificates'],
      where: { source: { eq: 'cnca-by-field' } },
      groupBy: ['MONTH'],
    })
    const growth = new Map(rows.map(({ period, certificates }) => [period, certificates.previous]))
    expect(growth.get('2022-09')).toEqual({
      rate: '0.012121',
      absolute: '39429',
      reason: null,
      base: { value: '3252830', period: '2022-08' },
    })
    // 3,407,789 → 3,451,941 is 1.2956 %; a press page made 1.20 % of rounded numbers.
    expect(growth.get('2023-03')).toEqual({
      rate: '0.012956',
      absolute: '44152',
      reason: null,
      base: { value: '3407789', period: '2023-02' },
    })
    expect(growth.get('2022-12')).toMatchObject({ rate: null, reason: 'NO_BASE' })
  })

  test('the fall of CCC from 2019 to 2021 is a break: another list, another content', async () => {
    const where = { source: { eq: 'cnca-by-field' }, scheme: { eq: 'CCC' } }
    const { rows } = await ask({ indicators: ['certificates'], where, groupBy: ['MONTH'] })
    const [first, second] = rows
    expect(first?.certificates).toMatchObject({ kind: 'PUBLISHED', value: '658271', period: '2019-03' })
    expect(second?.certificates).toMatchObject({ kind: 'PUBLISHED', value: '436784', period: '2021-07' })
    expect(second?.certificates.lastKnown).toMatchObject({
      rate: null,
      reason: 'CODE_LIST_CHANGED',
      base: { value: '658271', period: '2019-03' },
    })
  })

  test('in the codes of 2021 the older CCC has no figure, and what it held stands in the remainder', async () => {
    const { rows, remainder } = await ask({
      indicators: ['certificates'],
      where: { source: { eq: 'cnca-by-field' }, period: { in: ['2019-03', '2021-07'] } },
      groupBy: ['SCHEME', 'MONTH'],
      codeListVersion: '2021',
    })
    const cell = (scheme: string, period: string) =>
      rows.find((row) => row.scheme?.code === scheme && row.period === period)?.certificates
    expect(cell('CCC', '2019-03')).toMatchObject({
      kind: 'UNAVAILABLE',
      value: null,
      reason: 'CONTENT_CHANGED',
    })
    expect(cell('CCC', '2021-07')).toMatchObject({ kind: 'PUBLISHED', value: '436784' })
    expect(cell('CCC', '2021-07')?.lastKnown).toMatchObject({ rate: null, reason: 'CONTENT_CHANGED' })
    expect(cell('FOOD', '2019-03')).toMatchObject({ kind: 'SUM', value: '64445' })
    expect(cell('TOTAL', '2019-03')).toMatchObject({ kind: 'PUBLISHED', value: '2034190' })
    expect(
      remainder.map(({ scheme, period, certificates }) => [scheme?.code, period, certificates.value]),
    ).toContainEqual(['CCC', '2019-03', '658271'])
  })

  test('China is what is published, or at least what its provinces add up to, with those that are missing', async () => {
    const { rows } = await ask({
      indicators: ['certificates', 'organizations'],
      where: { source: { eq: 'cnca-by-region' } },
      groupBy: ['COUNTRY', 'MONTH'],
    })
    const cells = new Map(rows.map((row) => [row.period, row]))
    expect([...cells.keys()]).toEqual(['2019-03', '2021-07', '2022-08', '2022-09', '2023-02', '2023-03'])
    for (const [period, value] of [
      ['2021-07', '2801559'],
      ['2022-08', '3172230'],
      ['2023-02', '3325218'],
      ['2023-03', '3368862'],
    ])
      expect(cells.get(period ?? '')?.certificates, period).toMatchObject({ kind: 'PUBLISHED', value })
    const september = cells.get('2022-09')
    expect(september?.certificates).toMatchObject({
      kind: 'BOUNDED',
      value: null,
      lower: '2979538',
      upper: null,
      reason: 'MEMBERS_MISSING',
    })
    expect(september?.organizations).toMatchObject({
      kind: 'BOUNDED',
      lower: '145006',
      upper: null,
      reason: 'MEMBERS_MISSING',
    })
    const missing = ['140000', '150000', '220000', '230000', '450000', '460000']
    expect(september?.certificates.missing.toSorted()).toEqual([
      ...missing,
      ...['520000', '540000', '620000', '630000', '640000', '650000'],
    ])
    const march = cells.get('2019-03')
    expect(march?.certificates).toMatchObject({ kind: 'BOUNDED', lower: '1345613' })
    expect(march?.certificates.missing).toHaveLength(21)
    expect(march?.organizations).toMatchObject({ kind: 'BOUNDED', lower: '94409' })
    // Two of the ten provinces that are printed have no number of organizations.
    expect(march?.organizations.missing).toHaveLength(23)
  })
})
