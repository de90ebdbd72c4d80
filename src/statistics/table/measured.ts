import type { ReadScope } from '../../access/read.ts'
import type { Measure, MeasuredCodes, MeasuredPeriods } from '../../catalogue/measure/measure.ts'
import type { Decimal } from '../../kernel/decimal.ts'
import type { Period } from '../../kernel/period.ts'
import { periodAfter } from '../../kernel/period-steps.ts'
import { compareTexts } from '../../kernel/text.ts'
import type { ObservationStatus } from '../terms.ts'
import type { Outline, OutlineSource } from './outline.ts'
import type { PeriodRange, StatedKey, StatedPeriods } from './stated-sql.ts'

/** What counts the figures of an indicator when they are read; undefined where they are stored. */
export function measureOf(indicator: string, measures: Outline['measures']): Measure | undefined {
  for (const measure of measures.values()) if (measure.indicators.has(indicator)) return measure
  return undefined
}

/** Says whether a source may have figures of an indicator at all. */
export function speaksOf(source: string, indicator: string, measures: Outline['measures']): boolean {
  const measure = measureOf(indicator, measures)
  return measure === undefined ? !measures.has(source) : measure.source === source
}

/** A source whose figures are counted, and of which indicators among some. */
export type Measured = { readonly measure: Measure; readonly indicators: readonly string[] }

/** The measures among some sources, with those of the indicators that each counts. */
export function measuredIn(
  sources: readonly OutlineSource[],
  indicators: readonly string[],
  measures: Outline['measures'],
): readonly Measured[] {
  return sources.flatMap(({ code }) => {
    const measure = measures.get(code)
    const own = indicators.filter((indicator) => measure?.indicators.has(indicator))
    return measure === undefined || own.length === 0 ? [] : [{ measure, indicators: own }]
  })
}

/** A counted figure, as a source would have stated it. */
export type CountedFigure = {
  readonly value: Decimal | null
  readonly status: ObservationStatus
  readonly publishedAt: null
}

/** How many periods are counted where no first one is asked for: counting all there ever were takes long. */
const periodsCounted = 24

/**
 * Counts what is asked for, as a source would have stated it: hidden figures are missing with the status Q. Where no first
 * period is asked for, of the newest periods.
 */
export async function countedFigures(
  scope: ReadScope,
  codes: MeasuredCodes,
  measure: Measure,
  keys: readonly StatedKey[],
  periods: StatedPeriods,
): Promise<readonly ReadonlyMap<Period, CountedFigure>[]> {
  const asked =
    'list' in periods || periods.from !== null ? periods : await newestOf(scope, measure, keys, periods)
  const counted = await measure.figures(scope, codes, keys, asked)
  return counted.map(
    (figures) =>
      new Map(
        [...figures].map(([period, value]) => {
          const status = value === null ? 'Q' : 'A'
          return [period, { value, status, publishedAt: null }] as const
        }),
      ),
  )
}

async function newestOf(
  scope: ReadScope,
  measure: Measure,
  keys: readonly StatedKey[],
  { to }: PeriodRange,
): Promise<MeasuredPeriods> {
  const indicators = [...new Set(keys.map(({ indicator }) => indicator))]
  // Up to a period that was asked for all are looked at: it may be long ago.
  const all = await measure.periods(scope, indicators, to === null ? periodsCounted : undefined)
  return { list: all.filter((period) => to === null || period <= to).slice(-periodsCounted) }
}

/** The periods to count for what stands beside figures of some periods: those and as many before them. */
export function countedBeside(periods: StatedPeriods): StatedPeriods {
  const first = 'list' in periods ? periods.list.toSorted(compareTexts)[0] : periods.from
  const from = first == null ? null : periodAfter(first, -periodsCounted)
  return from === null
    ? periods
    : { from, to: 'list' in periods ? (periods.list.toSorted(compareTexts).at(-1) ?? null) : periods.to }
}
