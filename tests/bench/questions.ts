import { lastFigureOf, type PlannedSeries, periodOf } from './data-set.ts'

/** The parts of a question that change from one request to the next. */
export type Variables = Readonly<Record<string, string | number>>

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

function monthsDown({ months }: PlannedSeries): readonly number[] {
  return Array.from({ length: months }, (_, index) => months - 1 - index)
}

function keyOf({ indicator, region, scheme, source }: Variables | PlannedSeries): string {
  return [indicator, region, scheme, source].join('/')
}
