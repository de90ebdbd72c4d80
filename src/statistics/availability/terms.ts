import type { Fact } from '../../access/read.ts'
import type { Condition } from '../../kernel/condition.ts'
import type { Frequency, Period } from '../../kernel/period.ts'

/** What availability is told by, in the order of a combination’s columns. */
export const dimensions = ['INDICATOR', 'REGION', 'SCHEME', 'SOURCE', 'FREQUENCY', 'PERIOD'] as const

/** A dimension of availability. */
export type Dimension = (typeof dimensions)[number]

/** Which series, and which of their periods: the numbers from `from` to `to` of one frequency, either of them open. */
export type AvailabilityQuestion = {
  readonly condition: Condition
  readonly range: {
    readonly frequency: Frequency
    readonly from: number | null
    readonly to: number | null
  } | null
}

/** How many figures there are, how many are said to be missing, of how many series, and from when to when. */
export type Counts = {
  readonly figures: number
  readonly missing: number
  readonly series: number
  /** By the first day, where there are several frequencies; null where there is nothing. */
  readonly firstPeriod: Period | null
  readonly lastPeriod: Period | null
}

/** The counts of one code of a dimension. */
export type AvailableCode = Counts & { readonly code: string }

/** What there is: in all, and by each code of the dimensions that were asked for. */
export type Availability = Fact &
  Counts & {
    readonly question: AvailabilityQuestion
    readonly indicators: readonly AvailableCode[]
    readonly regions: readonly AvailableCode[]
    readonly schemes: readonly AvailableCode[]
    readonly sources: readonly AvailableCode[]
    readonly frequencies: readonly AvailableCode[]
  }

/** The counts of codes that occur together; null where the dimension was not asked for. */
export type Combination = Counts & {
  readonly indicator: string | null
  readonly region: string | null
  readonly scheme: string | null
  readonly source: string | null
  readonly frequency: Frequency
  readonly period: Period | null
}
