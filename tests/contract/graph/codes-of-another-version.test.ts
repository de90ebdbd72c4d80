import { expect, test } from 'vitest'
import { describeOneGround, openHubForTest, type TestHub } from '../../support/hub.ts'

type Row = {
  readonly scheme: { readonly code: string }
  readonly period: string
  readonly cells: readonly Cell[]
}
type Cell = {
  readonly value: string | null
  readonly kind: string
  readonly lower: string | null
  readonly upper: string | null
  readonly reason: string | null
}

/** The figures by scheme and month in the codes of a version, as `2019-03 FOOD` → certificates and organizations. */
async function table(hub: TestHub, version: string, schemes: readonly string[], fillGaps = false) {
  const { data, errors } = await hub.ask(
    `query($schemes: [String!], $version: String, $fillGaps: Boolean) {
       statistics(input: { indicators: ["certificates", "organizations"], codeListVersion: $version, fillGaps: $fillGaps,
         groupBy: [SCHEME, MONTH], where: { scheme: { in: $schemes }, source: { eq: "cnca-by-field" } } }) {
         rows(first: 100) { nodes { scheme { code } period cells { value kind lower upper reason } } }
         remainder { scheme { code } period cells { value kind } } } }`,
    { schemes, version, fillGaps },
  )
  expect(errors).toBeUndefined()
  const { statistics } = data as {
    statistics: { rows: { nodes: readonly Row[] }; remainder: readonly Row[] }
  }
  const named = (rows: readonly Row[]) =>
    new Map<string, readonly Cell[]>(rows.map((row) => [`${row.period} ${row.scheme.code}`, row.cells]))
  return { rows: named(statistics.rows.nodes), remainder: named(statistics.remainder) }
}

describeOneGround('real series in the codes of another version', (ground) => {
  test('are summed where codes were merged, bounded where organizations were, and broken where the content changed', async () => {
    const hub = await openHubForTest({ ground, samples: true })
    const { rows, remainder } = await table(hub, '2022', ['FOOD', 'CCC', 'QMS', 'MS_OTHER'])
    // 46,738 + 17,707 certificates; of 25,574 and 7,846 organizations nobody says how many are in both.
    expect(rows.get('2019-03 FOOD')).toMatchObject([
      { kind: 'SUM', value: '64445' },
      { kind: 'BOUNDED', value: null, lower: '25574', upper: '33420' },
    ])
    expect(rows.get('2021-07 FOOD')).toMatchObject([
      { kind: 'PUBLISHED', value: '73543' },
      { value: '36135' },
    ])
    expect(rows.get('2019-03 QMS')).toMatchObject([
      { kind: 'PUBLISHED', value: '553532' },
      { value: '522456' },
    ])
    for (const broken of ['2019-03 CCC', '2021-07 MS_OTHER', '2019-03 MS_OTHER'])
      expect(rows.get(broken)?.[0], broken).toMatchObject({
        kind: 'UNAVAILABLE',
        value: null,
        reason: 'CONTENT_CHANGED',
      })
    expect(rows.get('2022-08 CCC')).toMatchObject([
      { kind: 'PUBLISHED', value: '473653' },
      { value: '51473' },
    ])
    expect(remainder.get('2021-07 FM')?.[0]).toMatchObject({ kind: 'PUBLISHED', value: '10715' })
    expect(remainder.get('2019-03 CCC')?.[0]).toMatchObject({ kind: 'PUBLISHED', value: '658271' })
  })

  test('have no way back to codes that were merged', async () => {
    const hub = await openHubForTest({ ground, samples: true })
    const { rows } = await table(hub, '2019', ['FOOD_NAT', 'QMS'], true)
    expect(rows.get('2019-03 FOOD_NAT')).toMatchObject([{ kind: 'PUBLISHED', value: '46738' }, {}])
    expect(rows.get('2022-08 FOOD_NAT')).toMatchObject([{ kind: 'UNAVAILABLE', reason: 'UNMAPPED' }, {}])
    expect(rows.get('2022-08 QMS')).toMatchObject([{ kind: 'PUBLISHED', value: '793055' }, {}])
  })
})
