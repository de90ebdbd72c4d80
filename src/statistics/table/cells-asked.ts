import { type Asked, type ListSizes, lengthOf } from '../../kernel/graph/cost.ts'
import { frequencyOf } from '../../kernel/period.ts'
import { periodNumber } from '../../kernel/period-number.ts'
import { dimensions, type StatisticsDimension } from './question.ts'
import { cellLimit } from './table.ts'

/** The most members that a selection by `memberOf` gives. */
const mostMembers = 60

/** How many codes a level can have, where that is fewer than its list has; a test compares with the catalogue. */
const mostOfLevel: Partial<Readonly<Record<StatisticsDimension, number>>> = {
  COUNTRY: 1,
  PROVINCE: 40,
  CITY: 60,
  GBA: 1,
  GBA9: 1,
  CATEGORY: 20,
}

/** How many periods a table has that names none: as if there were figures for 20 years. */
const unbounded = { MONTH: 240, QUARTER: 80, YEAR: 20 } as const

/** The cells that a table is looked for in, at most, from its input as it came; none beyond what is ever answered. */
export function cellsAsked(asked: Asked): number {
  const { grouped, where } = inputOf(asked)
  const regions = codesOf(grouped, 'region', where['region'], asked.sizes)
  const schemes = codesOf(grouped, 'scheme', where['scheme'], asked.sizes)
  return Math.min(regions * schemes * wholesAsked(asked) * columnsAsked(asked), cellLimit)
}

/** The columns of a table. */
export function columnsAsked({ arg }: Asked): number {
  return Math.min(lengthOf(recordOf(arg('input'))['indicators']) ?? 0, 10)
}

/** The rows that regions and schemes together have: one for each period and source. */
export function wholesAsked(asked: Asked): number {
  const { grouped, where } = inputOf(asked)
  const periods = grouped.find((dimension) => dimensions[dimension] === 'period')
  const sources = grouped.includes('SOURCE') ? selected(where['source'], asked.sizes.source) : 1
  return (periods === undefined ? 1 : periodsOf(periods as keyof typeof unbounded, where['period'])) * sources
}

type Fields = Readonly<Record<string, unknown>>

function inputOf({ arg }: Asked): {
  readonly grouped: readonly StatisticsDimension[]
  readonly where: Fields
} {
  const { groupBy, where } = recordOf(arg('input'))
  const named = Array.isArray(groupBy) ? groupBy : [groupBy]
  const isDimension = (word: unknown): word is StatisticsDimension =>
    typeof word === 'string' && Object.hasOwn(dimensions, word)
  return { grouped: named.filter(isDimension), where: recordOf(where) }
}

function codesOf(
  grouped: readonly StatisticsDimension[],
  field: 'region' | 'scheme',
  selection: unknown,
  sizes: ListSizes,
): number {
  const dimension = grouped.find((each) => dimensions[each] === field)
  if (dimension === undefined) return 1
  return Math.min(selected(selection, sizes[field]), mostOfLevel[dimension] ?? sizes[field])
}

function selected(selection: unknown, all: number): number {
  const { eq, in: list, memberOf } = recordOf(selection)
  if (eq != null) return 1
  if (memberOf != null) return Math.min(mostMembers, all)
  return Math.min(lengthOf(list) ?? all, all)
}

function periodsOf(dimension: keyof typeof unbounded, selection: unknown): number {
  const { eq, in: list, last, from, to } = recordOf(selection)
  if (eq != null) return 1
  if (list != null) return lengthOf(list) ?? 0
  if (typeof last === 'number') return Math.max(last, 0)
  const [first, end] = [from, to].map((period) => (isPeriod(period) ? periodNumber(period) : null))
  return first == null || end == null ? unbounded[dimension] : Math.max(end - first + 1, 0)
}

function isPeriod(value: unknown): value is string {
  return typeof value === 'string' && frequencyOf(value) !== null
}

/** What is no object has no fields: it is refused where the table is read. */
function recordOf(value: unknown): Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Fields) : {}
}
