import type { ClaimedFigure } from './model-claims.ts'
import type { ModelInput } from './model-table.ts'
import type { RandomQuestion } from './random-inputs.ts'
import type { RandomSaying } from './random-world.ts'

/** What random releases and questions may miss, said and asked in every run: months that no random release speaks of. */
const certainSource = 'test-by-field'

const months = ['2020-05', '2020-06', '2021-05', '2021-06']

/** `month indicator scheme value-or-status`, all of 440100. */
const said = `
  05 certificates QMS 0 · 05 certificates MS 0 · 05 certificates CCC 5 · 05 certificates FOOD_NAT 1 · 05 certificates FOOD_GEN 2
  05 certificates SVC_NAT L · 05 certificates SVC_GEN Q · 05 certificates IND_NAT M · 05 certificates IND_GEN O
  06 certificates QMS 3 · 06 certificates MS 9 · 06 certificates CCC 7 · 06 certificates SERVICE 2 · 06 certificates FOOD_GEN 2
  06 organizations SVC_NAT 1 · 06 organizations SVC_GEN 2 · 06 organizations PRODUCT H
  17 certificates QMS 4 · 17 certificates CCC 4 · 17 certificates FOOD 3 · 17 certificates SVC_NAT 2 · 17 certificates SVC_GEN 3 · 17 audits QMS 2
  17 balance QMS 0.25 · 18 balance QMS -1.5 · 18 certificates QMS 5B · 18 certificates CCC 6 · 18 audits QMS 1 · 18 rating SVC_NAT 1`

const monthOf: Readonly<Record<string, string | undefined>> = {
  '05': months[0],
  '06': months[1],
  '17': months[2],
  '18': months[3],
}

const certainFigures: readonly ClaimedFigure[] = said
  .split(/[·\n]/)
  .map((text) => text.trim())
  .filter((text) => text !== '')
  .map((text) => {
    const [month = '', indicator = '', scheme = '', what = ''] = text.split(' ')
    const key = { indicator, region: '440100', scheme, period: monthOf[month] ?? '' }
    const status = /[A-Z]$/.exec(what)?.[0] ?? 'A'
    const value = /^-?\d+(?:\.\d+)?/.exec(what)?.[0] ?? null
    return { ...key, value, status }
  })

/** One figure of a place that no random release speaks of. */
function ofMacao(scheme: string, period: string, value: string): ClaimedFigure {
  return { indicator: 'certificates', region: '820000', scheme, period, value, status: 'A' }
}

/** The releases that are always said first: of two sources whose latest figures are of several frequencies. */
export const certainSayings: readonly RandomSaying[] = [
  {
    source: certainSource,
    publishedAt: null,
    says: [...certainFigures, ofMacao('QMS', '2020-06', '3'), ofMacao('FM', '2021-05', '4')],
  },
  {
    source: 'test-quarterly',
    publishedAt: null,
    says: [ofMacao('QMS', '2021-Q1', '9'), ofMacao('FM', '2021-Q1', '9')],
  },
]

/** The questions that are always asked, at the head. */
export function certainQuestions(): readonly RandomQuestion[] {
  const where = {
    source: { eq: certainSource },
    region: { in: ['440100', '440000'] },
    period: { in: months },
  }
  const ask = (input: Partial<ModelInput>): RandomQuestion => ({
    input: {
      where,
      indicators: ['certificates', 'organizations', 'rating'],
      groupBy: ['REGION', 'SCHEME', 'MONTH'],
      sourceRule: 'SOURCE_PRIORITY',
      fillGaps: true,
      ...input,
    },
    having: null,
    orderBy: [],
    deep: true,
  })
  const quarters = { period: { in: ['2020-Q2', '2021-Q2'] } }
  return [
    ask({}),
    ask({ codeListVersion: '2021', indicators: ['certificates'], fillGaps: false }),
    ask({ codeListVersion: '2019', indicators: ['certificates'] }),
    ask({ groupBy: ['SCHEME'], where: { ...where, region: { eq: '440100' } } }),
    ask({
      indicators: ['certificates', 'audits'],
      groupBy: ['SCHEME', 'QUARTER'],
      where: { ...where, ...quarters, region: { eq: '440100' } },
    }),
    ask({ groupBy: ['MONTH'] }),
    ask({
      indicators: ['balance'],
      groupBy: ['REGION', 'MONTH'],
      where: { ...where, scheme: { eq: 'QMS' } },
    }),
    ask({ indicators: ['certificates'], groupBy: ['SCHEME'], where: { region: { eq: '820000' } } }),
  ]
}
