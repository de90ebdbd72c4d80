import type { ModelHaving, ModelOrder } from './model-order.ts'
import type { ModelInput, ModelPeriods, ModelSelection } from './model-table.ts'
import { indicators, periodsOfLevel, pick, sources } from './random-world.ts'

/** Indicators that add up are asked for more often: theirs are the cells that can be sums. */
const often = ['certificates', 'certificates', 'audits', ...indicators]

/** A random question about the small world, as the model takes it. */
function randomInput(random: () => number): ModelInput {
  const some = <Item>(chance: number, make: () => Item): Item | undefined =>
    random() < chance ? make() : undefined
  const level = some(0.7, () => pick(random, ['MONTH', 'MONTH', 'QUARTER', 'YEAR']))
  const byRegion = some(0.6, () =>
    pick(random, ['REGION', 'REGION', 'PROVINCE', 'CITY', 'COUNTRY', 'GBA', 'GBA9']),
  )
  const byScheme = some(0.5, () => pick(random, ['SCHEME', 'FIELD', 'CATEGORY']))
  const bySource = some(0.25, () => 'SOURCE')
  const source = some(0.5, () => randomSource(random))
  const codeListVersion =
    source?.eq === 'cnca-by-region' ? undefined : some(0.35, () => pick(random, ['2019', '2021', '2022']))
  return {
    indicators: distinct([pick(random, often), ...(random() < 0.4 ? [pick(random, indicators)] : [])]),
    where: {
      ...named(
        'region',
        some(0.55, () => randomRegion(random)),
      ),
      ...named(
        'scheme',
        some(0.5, () => randomScheme(random)),
      ),
      ...named('source', source),
      ...named(
        'period',
        some(level === undefined ? 0.3 : 0.6, () => randomPeriods(random, level)),
      ),
    },
    groupBy: [byRegion, byScheme, level, bySource].filter((one) => one !== undefined),
    ...named('codeListVersion', codeListVersion),
    sourceRule: random() < 0.7 ? 'SOURCE_PRIORITY' : 'LATEST_PUBLISHED',
    fillGaps: random() < 0.15,
  }
}

function randomRegion(random: () => number): ModelSelection {
  const codes = [
    'ALL',
    'CN',
    '440000',
    'GBA9',
    'GBA',
    '110000',
    '310000',
    '440100',
    '440300',
    '440400',
    '810000',
  ]
  const kind = random()
  if (kind < 0.35) return { eq: pick(random, codes) }
  if (kind < 0.5) return { memberOf: pick(random, ['CN', '440000', 'GBA9', 'GBA', 'ALL']) }
  return { in: distinct([pick(random, codes), pick(random, codes), pick(random, codes)]) }
}

function randomScheme(random: () => number): ModelSelection {
  const codes = 'TOTAL MS QMS FM MS_OTHER PRODUCT CCC FOOD_NAT FOOD IND_VOL SERVICE SVC_NAT SVC_GEN'.split(
    ' ',
  )
  const kind = random()
  if (kind < 0.5) return { eq: pick(random, codes) }
  return { in: distinct([pick(random, codes), pick(random, codes)]) }
}

function randomSource(random: () => number): ModelSelection {
  // A table in months needs a source that speaks of months, so the quarterly one is never asked alone.
  const codes = sources.map(({ code }) => code)
  if (random() < 0.7) return { eq: random() < 0.5 ? sources[0].code : pick(random, codes.slice(0, 3)) }
  return { in: distinct([pick(random, codes.slice(0, 3)), pick(random, codes)]) }
}

function randomPeriods(random: () => number, level: string | undefined): ModelPeriods {
  const frequency = level === 'QUARTER' ? 'Q' : level === 'YEAR' ? 'A' : 'M'
  const periods = periodsOfLevel(frequency)
  const kind = random()
  if (kind < 0.3) return { eq: pick(random, periods) }
  if (kind < 0.5) return { in: distinct([pick(random, periods), pick(random, periods)]) }
  if (kind < 0.65) return { last: 1 + Math.floor(random() * 3) }
  const [from, to] = [pick(random, periods), pick(random, periods)].sort()
  if (kind < 0.75 && from !== undefined) return { from }
  return { ...named('from', from), ...named('to', to) }
}

function distinct<Item>(items: readonly Item[]): readonly Item[] {
  return [...new Set(items)]
}

/** A field that is there only where it has a value. */
function named<Name extends string, Value>(
  name: Name,
  value: Value | undefined,
): { readonly [name in Name]?: Value } {
  return value === undefined ? {} : ({ [name]: value } as { readonly [name in Name]: Value })
}

/** A question: the input, the order and the test of its rows, and whether all that stands beside is asked for. */
export type RandomQuestion = {
  readonly input: ModelInput
  readonly having: ModelHaving | null
  readonly orderBy: readonly ModelOrder[]
  readonly deep: boolean
}

/** A random question about the small world. */
export function randomQuestion(random: () => number): RandomQuestion {
  const input = randomInput(random)
  const place = Math.floor(random() * input.indicators.length)
  const numbers = ['VALUE', 'LOWER', 'UPPER', 'GROWTH_PREVIOUS', 'SHARE_OF_REGION', 'SHARE_OF_SCHEME']
  const gt = random() < 0.6 ? pick(random, ['0', '2', '7', '0.2']) : null
  const kinds = random() < 0.5 ? [pick(random, ['PUBLISHED', 'SUM', 'BOUNDED']), 'PUBLISHED'] : null
  const having = random() < 0.2 ? { column: pick(random, numbers), place, gt, kinds } : null
  const columns = ['REGION', 'SCHEME', 'PERIOD', 'SOURCE', ...numbers]
  const orderBy = Array.from({ length: random() < 0.3 ? 1 + Math.floor(random() * 2) : 0 }, () => ({
    column: pick(random, columns),
    place,
    descending: random() < 0.5,
  }))
  return { input, having, orderBy, deep: random() < 0.4 }
}
