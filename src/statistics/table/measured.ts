import type { ReadScope } from '../../access/read.ts'
import type { Measure, MeasuredCodes } from '../../catalogue/measure/measure.ts'
import type { Decimal } from '../../kernel/decimal.ts'
import type { Period } from '../../kernel/period.ts'
import type { ObservationStatus } from '../terms.ts'
import type { Outline, OutlineSource } from './outline.ts'
import type { StatedKey, StatedPeriods } from './stated-sql.ts'

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

/** Counts what is asked for, as a source would have stated it: hidden figures are missing with the status Q. */
export async function countedFigures(
  scope: ReadScope,
  codes: MeasuredCodes,
  measure: Measure,
  keys: readonly StatedKey[],
  periods: StatedPeriods,
): Promise<readonly ReadonlyMap<Period, CountedFigure>[]> {
  const counted = await measure.figures(scope, codes, keys, periods)
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
