import { type Decimal, equalDecimals } from '../kernel/decimal.ts'
import type { Period } from '../kernel/period.ts'
import { type ObservationStatus, type SeriesKey, seriesKeyText } from './terms.ts'

/** What one row of a source says of one figure, checked: every code is known, the period exists, the value is exact. */
export type ObservationClaim = {
  readonly series: SeriesKey
  readonly period: Period
  readonly value: Decimal | null
  readonly status: ObservationStatus
}

/** The key of the fact a claim is about: the observation's global id without the noun. */
export function claimKey(claim: ObservationClaim): string {
  return `${seriesKeyText(claim.series)}/${claim.period}`
}

/** Says whether two claims about one key say the same figure: `9` and `9.0` do. */
export function saysTheSame(left: ObservationClaim, right: ObservationClaim): boolean {
  return left.status === right.status && equalDecimals(left.value, right.value)
}
