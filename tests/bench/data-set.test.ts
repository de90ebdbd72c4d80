import pg from 'pg'
import { expect, test } from 'vitest'
import { openHubForTest } from '../support/hub.ts'
import { createTestDatabase, describeWith } from '../support/services-needed.ts'
import { type Codes, lastFigureOf, monthsOfSeries, periodOf, planSeries, revisionsOf } from './data-set.ts'
import { fillDataSet } from './fill-data-set.ts'
import { randomFrom } from './questions.ts'
import { reviseTenth } from './revise-tenth.ts'

const codes: Codes = {
  regions: Array.from({ length: 80 }, (_, index) => `R${index}`),
  schemes: Array.from({ length: 46 }, (_, index) => `S${index}`),
  indicators: [
    { code: 'certificates', unit: 'certificate' },
    { code: 'organizations', unit: 'organization' },
  ],
  sources: ['one', 'other'],
}

test.each([1, 180, 181, 100_000, 2_000_000])(
  '%i observations are planned exactly, each series once',
  (count) => {
    const series = planSeries(count, codes)
    expect(series.reduce((sum, { months }) => sum + months, 0)).toBe(count)
    const keys = series.map(({ indicator, region, scheme, source }) =>
      [indicator, region, scheme, source].join('/'),
    )
    expect(new Set(keys).size).toBe(series.length)
  },
)

test('a plan larger than the codes allow is refused', () => {
  expect(() => planSeries(2_000_000, { ...codes, regions: codes.regions.slice(0, 9) })).toThrow(
    'too few codes',
  )
})

test('a third of the figures of each series is revised, 1 to 5 times', () => {
  for (const series of [0, 1, 2, 555]) {
    const counts = Array.from({ length: monthsOfSeries }, (_, month) => revisionsOf(series, month))
    const revised = counts.filter((count) => count > 0)
    expect(revised.length).toBe(monthsOfSeries / 3)
    expect([...new Set(revised)].toSorted()).toEqual([1, 2, 3, 4, 5])
  }
})

test('the same seed gives the same requests', () => {
  const [one, same, other] = [randomFrom(7), randomFrom(7), randomFrom(8)]
  const few = (random: () => number) => [random(), random(), random()]
  const first = few(one)
  expect(few(same)).toEqual(first)
  expect(few(other)).not.toEqual(first)
})

describeWith(['Postgres'], 'a data set in the database', () => {
  test('is what its plan says, is read by the hub, and has a tenth revised by one commit', async () => {
    const url = await createTestDatabase()
    const hub = await openHubForTest({ environment: { DATABASE_URL: url } })
    const client = new pg.Client({ connectionString: url })
    await client.connect()
    const one = async (text: string) => (await client.query<Record<string, string>>(text)).rows[0]
    try {
      const { series, position } = await fillDataSet(client, 600)
      expect(
        await one(`select count(distinct id)::int as figures, count(*) filter (where to_position = 9007199254740991)::int
          as open, count(distinct id) filter (where revision > 1)::int as revised, max(revision) as most,
          count(*)::int as rows from observation`),
      ).toEqual({ figures: 600, open: 600, revised: 200, most: 6, rows: 1_200 })
      expect(
        await one(`select (select count(*)::int from claim) as claims, (select position::int from head) as head,
          (select count(*)::int from commit) as commits, (select count(*)::int from delivery d
            where not exists (select from delivery_outcome t where t.delivery_id = d.id)) as unfinished`),
      ).toEqual({ claims: 1_200, head: position, commits: position, unfinished: 0 })
      await hub.tail.look()
      for (const at of [position, position - 5, Math.round(position / 2), 3, 1]) {
        const { data } = await hub.ask(`query @asOf(position: ${at}) { observations(first: 1) { totalCount }
          availability { figures firstPeriod periods(first: 1) { totalCount nodes { figures series } } } }`)
        const { availability, observations } = data as Counted
        expect(availability.figures).toBe(observations.totalCount)
        if (at < 3) continue
        expect(availability.firstPeriod).toBe(periodOf(0))
        expect(availability.periods.nodes[0]?.series).toBe(series.length)
      }
      for (const planned of series) {
        const { indicator, region, scheme, source, months, number } = planned
        const { data } = await hub.ask(
          `query ($filter: ObservationFilter) { observations(filter: $filter, first: 1000) { nodes { period value } } }`,
          {
            filter: {
              indicator: { eq: indicator },
              region: { eq: region },
              scheme: { eq: scheme },
              source: { eq: source },
            },
          },
        )
        const down = Array.from({ length: months }, (_, index) => months - 1 - index)
        expect(data).toEqual({
          observations: {
            nodes: down.map((month) => ({ period: periodOf(month), value: lastFigureOf(number, month) })),
          },
        })
      }
      const revision = await reviseTenth(client)
      expect(revision).toMatchObject({ position: position + 1, revised: 60 })
      await hub.tail.look()
      expect(hub.tail.latest).toMatchObject({ position: position + 1, counts: { added: 0, revised: 60 } })
    } finally {
      await client.end()
    }
  })
})

type Counted = {
  readonly observations: { readonly totalCount: number }
  readonly availability: {
    readonly figures: number
    readonly firstPeriod: string
    readonly periods: { readonly nodes: readonly { readonly series: number }[] }
  }
}
