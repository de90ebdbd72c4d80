import type { Decimal } from '../../kernel/decimal.ts'
import type { ObservationStatus, Series } from '../terms.ts'

/** What a claim under embargo would do to the fact of its key. */
export const previewOps = ['ADDED', 'REVISED', 'CONFIRMED', 'STALE'] as const

/** A claim under embargo beside the fact as it stands. */
export type PreviewedFigure = Omit<Series, 'id' | 'seriesId'> & {
  /** The id that the observation has or would have. */
  readonly id: string
  readonly claimId: number
  readonly period: string
  readonly value: Decimal | null
  readonly status: ObservationStatus
  readonly line: number
  readonly column: string | null
  readonly op: (typeof previewOps)[number]
  /** What stands now; null where nothing does. */
  readonly standing: { readonly value: Decimal | null; readonly status: ObservationStatus } | null
}
