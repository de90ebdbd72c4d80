import { lastFigureOf, type PlannedSeries, periodOf } from './data-set.ts'

/** The parts of a question that change from one request to the next. */
export type Variables = Readonly<Record<string, string | number | readonly string[]>>

/** A question the bench asks: of the hub in GraphQL, of the raw server by its name. */
export type Question = {
  readonly name: string
  readonly document: string
  /** One entry per request, from a fixed seed; the load goes through them again and again. */
  readonly requests: readonly Variables[]
  /** What the data of a request must be in the data set as it was made; null where only the contenders are compared. */
  readonly expected: ((request: Variables) => unknown) | null
}

/** How many different requests of one question there are. */
const differentRequests = 200

const pageFields = 'nodes { period value status indicator { code } scheme { code } }'

const counts = 'figures missing series firstPeriod lastPeriod'

const pageDocument = `query Page($region: String!, $first: Int!) {
  observations(filter: { region: { eq: $region } }, first: $first) { ${pageFields} } }`

/** The questions over a data set. The same seed gives the same requests. */
export function questionsOver(series: readonly PlannedSeries[], position: number, seed = 20_261_122) {
  const random = randomFrom(seed)
  const pick = () => {
    const one = series[Math.floor(random() * series.length)]
    if (one === undefined) throw new Error('the data set has no series')
    return one
  }
  const times = <Item>(count: number, make: () => Item) => Array.from({ length: count }, make)
  const byKey = new Map(series.map((one) => [keyOf(one), one]))
  const asked = (request: Variables) => {
    const one = byKey.get(keyOf(request))
    if (one === undefined) throw new Error('a request names a series that is not planned')
    return one
  }
  const key = ({ indicator, region, scheme, source }: PlannedSeries) => ({
    indicator,
    region,
    scheme,
    source,
  })
  const regions = [...new Set(series.map(({ region }) => region))]
  const schemes = [...new Set(series.map(({ scheme }) => scheme))]
  return {
    floor: {
      name: 'floor',
      document: 'query Floor { hub { position } }',
      requests: [{}],
      expected: () => ({ hub: { position } }),
    },
    figure: {
      name: 'figure',
      document: `query Figure($indicator: String!, $region: String!, $scheme: String!, $source: String!, $period: Period!) {
  observations(filter: { indicator: { eq: $indicator }, region: { eq: $region }, scheme: { eq: $scheme },
    source: { eq: $source }, period: { eq: $period } }) { nodes { value } } }`,
      requests: times(differentRequests, () => {
        const one = pick()
        return { ...key(one), period: periodOf(Math.floor(random() * one.months)) }
      }),
      expected: (request) => {
        const one = asked(request)
        const month = monthsDown(one).find((each) => periodOf(each) === request['period']) ?? -1
        return { observations: { nodes: [{ value: lastFigureOf(one.number, month) }] } }
      },
    },
    series: {
      name: 'series',
      document: `query Series($indicator: String!, $region: String!, $scheme: String!, $source: String!) {
  observations(filter: { indicator: { eq: $indicator }, region: { eq: $region }, scheme: { eq: $scheme },
    source: { eq: $source } }, first: 60) { nodes { period value } } }`,
      requests: times(differentRequests, () => key(pick())),
      expected: (request) => {
        const one = asked(request)
        const nodes = monthsDown(one)
          .slice(0, 60)
          .map((month) => ({ period: periodOf(month), value: lastFigureOf(one.number, month) }))
        return { observations: { nodes } }
      },
    },
    latest: {
      name: 'latest',
      document: `query Latest($indicator: String!, $source: String!, $regions: [String!]!, $schemes: [String!]!) {
  observations(filter: { indicator: { eq: $indicator }, source: { eq: $source }, region: { in: $regions },
    scheme: { in: $schemes } }, latest: true, first: 230) { nodes { region { code } scheme { code } period value } } }`,
      requests: times(20, () => {
        const { indicator, source } = pick()
        return { indicator, source, regions: some(regions, 23, random), schemes: some(schemes, 10, random) }
      }),
      expected: (request) => {
        const within = (list: Variables[string] | undefined, code: string) => [list].flat().includes(code)
        const found = series.filter(
          (one) =>
            one.indicator === request['indicator'] &&
            one.source === request['source'] &&
            within(request['regions'], one.region) &&
            within(request['schemes'], one.scheme),
        )
        const newestFirst = found.toSorted(
          (left, right) => right.months - left.months || right.number - left.number,
        )
        const nodes = newestFirst.slice(0, 230).map(({ number, months, region, scheme }) => ({
          region: { code: region },
          scheme: { code: scheme },
          period: periodOf(months - 1),
          value: lastFigureOf(number, months - 1),
        }))
        return { observations: { nodes } }
      },
    },
    availability: {
      name: 'availability',
      document: `query Availability { availability { ${counts} indicators { code ${counts} } regions { code ${counts} }
  schemes { code ${counts} } sources { code ${counts} } } }`,
      requests: [{}],
      expected: null,
    },
    table: {
      name: 'table',
      document: `query Table($indicator: String!, $source: String!, $from: Period!, $to: Period!) {
  statistics(input: { indicators: [$indicator], groupBy: [SCHEME, YEAR],
    where: { region: { eq: "CN" }, source: { eq: $source }, period: { from: $from, to: $to } } }) {
    rows(first: 1000) { nodes { scheme { code } period cells { value } } } } }`,
      requests: [...new Set(series.map(({ source }) => source))].map((source) => ({
        indicator: 'certificates',
        source,
        from: '2011',
        to: '2025',
      })),
      expected: null,
    },
    page: {
      name: 'page of 50',
      document: pageDocument,
      requests: times(50, () => ({ region: pick().region, first: 50 })),
      expected: null,
    },
    largePage: {
      name: 'page of 1,000',
      document: pageDocument,
      requests: times(20, () => ({ region: pick().region, first: 1_000 })),
      expected: null,
    },
  } as const satisfies Readonly<Record<string, Question>>
}

/** Numbers from 0 to 1 that are the same for the same seed (xorshift). */
export function randomFrom(seed: number): () => number {
  let state = seed | 0 || 1
  return () => {
    state ^= state << 13
    state ^= state >>> 17
    state ^= state << 5
    return (state >>> 0) / 2 ** 32
  }
}

/** So many of a list at random, or all where it has no more. */
function some(list: readonly string[], count: number, random: () => number): readonly string[] {
  const keyed = list.map((item) => [random(), item] as const).toSorted(([left], [right]) => left - right)
  return keyed.slice(0, count).map(([, item]) => item)
}

function monthsDown({ months }: PlannedSeries): readonly number[] {
  return Array.from({ length: months }, (_, index) => months - 1 - index)
}

function keyOf({ indicator, region, scheme, source }: Variables | PlannedSeries): string {
  return [indicator, region, scheme, source].join('/')
}
