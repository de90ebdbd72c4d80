import type { Counting, ReadScope } from '../../access/read.ts'
import type { Decimal } from '../../kernel/decimal.ts'
import type { Period } from '../../kernel/period.ts'

/** What a figure of a measure is about, beside its period. */
export type MeasuredKey = { readonly indicator: string; readonly region: string; readonly scheme: string }

/** Which periods are asked for: a list of them, or all from one to another (either end open). */
export type MeasuredPeriods =
  | { readonly list: readonly Period[] }
  | { readonly from: Period | null; readonly to: Period | null }

/** The codes of the catalogue at the position that is read, with what each lies in. */
export type MeasuredCodes = {
  readonly regions: ReadonlyMap<string, { readonly level: string; readonly parent: string | null }>
  readonly schemes: ReadonlyMap<string, string | null>
}

/** The figures of a key by period: null where one is hidden. */
export type MeasuredFigures = ReadonlyMap<Period, Decimal | null>

/**
 * What counts the figures of some indicators when they are read, at the scope's position and by now. It says the same to
 * every viewer. Monthly.
 */
export interface Measure extends Counting {
  /** The indicators that it counts; no other source has any figure of them. */
  readonly indicators: ReadonlySet<string>
  /** The codes of a dimension of which there is anything to count, and those that they lie in; in any order. */
  codes(
    scope: ReadScope,
    codes: MeasuredCodes,
    indicators: readonly string[],
    dimension: 'region' | 'scheme',
  ): Promise<readonly string[]>
  /** All periods of which it has figures, in their order; or the newest, so many. */
  periods(scope: ReadScope, indicators: readonly string[], newest?: number): Promise<readonly Period[]>
  /** The figures of keys in some periods, in the order of the keys; none of keys that it says nothing of. */
  figures(
    scope: ReadScope,
    codes: MeasuredCodes,
    keys: readonly MeasuredKey[],
    periods: MeasuredPeriods,
  ): Promise<readonly MeasuredFigures[]>
}

/** What the hub was wired with, as measures: nothing else is wired there. */
export function measuresOf(counting: readonly Counting[]): readonly Measure[] {
  return counting as readonly Measure[]
}
