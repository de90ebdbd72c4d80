import type { Period } from '../../kernel/period.ts'
import type { SourceRule } from '../preference.ts'

/** Which codes of a dimension: one, several, or the members of one. */
export type CodeSelection = {
  readonly eq?: string | null | undefined
  readonly in?: readonly string[] | null | undefined
  readonly memberOf?: string | null | undefined
}

/** Which periods. */
export type PeriodSelection = {
  readonly eq?: Period | null | undefined
  readonly from?: Period | null | undefined
  readonly to?: Period | null | undefined
  readonly in?: readonly Period[] | null | undefined
  readonly last?: number | null | undefined
}

/** By what a table is grouped: the levels of regions, schemes and periods, and sources. */
export const dimensions = {
  REGION: 'region',
  COUNTRY: 'region',
  PROVINCE: 'region',
  CITY: 'region',
  GBA: 'region',
  GBA9: 'region',
  SCHEME: 'scheme',
  FIELD: 'scheme',
  CATEGORY: 'scheme',
  MONTH: 'period',
  QUARTER: 'period',
  YEAR: 'period',
  SOURCE: 'source',
} as const

/** One of them. */
export type StatisticsDimension = keyof typeof dimensions

/** What is asked of a table, as GraphQL coerced it. */
export type TableInput = {
  readonly indicators: readonly string[]
  readonly where?:
    | {
        readonly region?: CodeSelection | null
        readonly scheme?: CodeSelection | null
        readonly source?: CodeSelection | null
        readonly period?: PeriodSelection | null
        readonly unit?: string | null
      }
    | null
    | undefined
  readonly groupBy?: readonly StatisticsDimension[] | null | undefined
  readonly codeListVersion?: string | null | undefined
  readonly sourceRule?: SourceRule | null | undefined
  readonly fillGaps?: boolean | null | undefined
}
