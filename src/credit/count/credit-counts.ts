import type { ReadScope } from '../../access/read.ts'
import type {
  Measure,
  MeasuredCodes,
  MeasuredFigures,
  MeasuredKey,
  MeasuredPeriods,
} from '../../catalogue/measure/measure.ts'
import type { Decimal } from '../../kernel/decimal.ts'
import type { Period } from '../../kernel/period.ts'
import { periodAfter, periodsFrom } from '../../kernel/period-steps.ts'
import { creditKinds } from '../terms.ts'
import { allKinds, regionDimension, schemeDimension } from './count-places.ts'
import {
  type Counted,
  countedCodes,
  countedMonths,
  lastCountedMonth,
  type MonthRange,
} from './counted-leaves.ts'
import { CountedMonths, type KnownHidden } from './counted-months.ts'

/** What an indicator counts: which facts, of which kind. */
type CountedKind = { readonly counted: Counted; readonly kind: string }

const indicators: ReadonlyMap<string, CountedKind> = new Map([
  ['credit-records', { counted: 'credit_record', kind: allKinds }],
  ...creditKinds.map(
    (kind) =>
      [
        `credit-records-${kind.toLowerCase().replaceAll('_', '-')}`,
        { counted: 'credit_record', kind },
      ] as const,
  ),
  ['inspections', { counted: 'inspection', kind: allKinds }],
])

/** How many months have figures at most, up to the last: a mistaken year must not make a table of ages. */
const mostMonths = 600

/**
 * Counts credit records and inspections by region, scheme, kind and month: what held at the position and is in publicity
 * now, the same for every viewer. What is counted is remembered as long as its request lasts and no longer, so that nothing
 * that has ended meanwhile is counted again; which counts are hidden is known longer, by the counts themselves.
 */
export function creditCounts(): Measure {
  const hidden: KnownHidden = new Map()
  const requests = new WeakMap<ReadScope, Map<Counted, CountedMonths>>()
  const monthsOf = (scope: ReadScope, codes: MeasuredCodes, counted: Counted): CountedMonths => {
    const known = requests.get(scope) ?? new Map<Counted, CountedMonths>()
    requests.set(scope, known)
    const kinds = counted === 'credit_record' ? creditKinds : []
    const months = known.get(counted) ?? new CountedMonths(scope, counted, kinds, codes, hidden)
    known.set(counted, months)
    return months
  }
  return {
    source: 'baymark-counts',
    indicators: new Set(indicators.keys()),
    codes: async (scope, codes, asked, dimension) => {
      const found = await Promise.all(tablesOf(asked).map((table) => countedCodes(scope, table, dimension)))
      const { leafOf, parentOf, has } = (dimension === 'region' ? regionDimension : schemeDimension)(codes)
      const nodes = new Set(found.flat().map(leafOf))
      for (const node of nodes) {
        const above = parentOf(node)
        if (above !== null) nodes.add(above)
      }
      return [...nodes].filter(has)
    },
    periods: async (scope, asked, newest) => {
      const found = await Promise.all(
        tablesOf(asked).map(async (table) => {
          if (newest === undefined) return monthsIn(await countedMonths(scope, table))
          return monthsUpTo(await lastCountedMonth(scope, table), newest)
        }),
      )
      const months = [...new Set(found.flat())].sort()
      return newest === undefined ? months : months.slice(-newest)
    },
    figures: async (scope, codes, keys, periods) => {
      const counted = new Map<Counted, readonly Period[]>()
      for (const table of tablesOf(keys.map(({ indicator }) => indicator))) {
        const months = monthsOf(scope, codes, table)
        const wanted = monthsAsked(await months.last(), periods)
        await months.count(wanted)
        counted.set(table, wanted)
      }
      return keys.map((key) => {
        const known = indicators.get(key.indicator)
        if (known === undefined) return new Map()
        const months = counted.get(known.counted) ?? []
        return figuresOf(key, known.kind, months, monthsOf(scope, codes, known.counted))
      })
    },
  }
}

function figuresOf(
  { region, scheme }: MeasuredKey,
  kind: string,
  months: readonly Period[],
  counted: CountedMonths,
): MeasuredFigures {
  const figures = new Map<Period, Decimal | null>()
  for (const month of months) {
    const value = counted.figure(month, [region, scheme, kind])
    if (value !== undefined) figures.set(month, value)
  }
  return figures
}

/** From the January of the first year, so that the year in which counting began is whole. */
function monthsIn(range: MonthRange | null): readonly Period[] {
  if (range === null) return []
  const january = `${range.first.slice(0, 4)}-01`
  return monthsUpTo(range.last, mostMonths).filter((month) => month >= january)
}

function monthsUpTo(last: Period | null, count: number): readonly Period[] {
  const first = last === null ? null : periodAfter(last, 1 - count)
  return first === null || last === null ? [] : periodsFrom(first, last)
}

/** Of months before anything was counted the figures are zeros, so only the last has to be looked for. */
function monthsAsked(last: Period | null, periods: MeasuredPeriods): readonly Period[] {
  const months = monthsUpTo(last, mostMonths)
  if ('list' in periods) {
    const asked = new Set(periods.list)
    return months.filter((month) => asked.has(month))
  }
  const { from, to } = periods
  return months.filter((month) => (from === null || from <= month) && (to === null || month <= to))
}

function tablesOf(asked: readonly string[]): readonly Counted[] {
  return [...new Set(asked.flatMap((indicator) => indicators.get(indicator)?.counted ?? []))]
}
