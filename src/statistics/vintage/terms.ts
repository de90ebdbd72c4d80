import type { Fact } from '../../access/read.ts'
import type { Decimal } from '../../kernel/decimal.ts'
import type { Position } from '../../kernel/position.ts'
import type { ObservationStatus, Series } from '../terms.ts'

/** Why a figure became what it is, or ceased to be it. */
export const revisionReasons = ['RELEASE', 'REVISION', 'EMBARGO', 'WITHDRAWAL', 'BACKFILL'] as const

/** A reason of a revision. */
export type RevisionReason = (typeof revisionReasons)[number]

/** One version of a figure: what it was from a position on, and until when. */
export type Revision = Fact & {
  readonly revision: number
  readonly value: Decimal | null
  readonly status: ObservationStatus
  /** What it was right before; null where there was nothing. */
  readonly previousValue: Decimal | null
  readonly position: Position
  readonly recordedAt: Date
  readonly reason: RevisionReason
  readonly releaseId: string
  /** By the source; null where it is not known. */
  readonly publishedAt: Date | null
  /** The position at which it was so no longer; null while it is. */
  readonly endedAt: Position | null
  readonly endedBy: RevisionReason | null
}

/** Which vintage: the figures as they stood at a position, or each figure as it first came. */
export type Vintage = { readonly kind: 'at'; readonly position: Position } | { readonly kind: 'first' }

/** A figure in a vintage. */
export type VintageFigure = Fact & {
  readonly value: Decimal | null
  readonly status: ObservationStatus
  readonly revision: number
  readonly position: Position
  readonly releaseId: string
}

/** What happened to a figure between two vintages. */
export const vintageOps = ['ADDED', 'REVISED', 'REMOVED', 'SAME'] as const

/** A figure in two vintages. */
export type VintageComparison = Omit<Series, 'id'> & {
  /** The id of the observation. */
  readonly id: string
  readonly observationId: number
  readonly period: string
  readonly op: (typeof vintageOps)[number]
  readonly before: VintageFigure | null
  readonly after: VintageFigure | null
  /** After minus before, exact; null where one of them has no value. */
  readonly change: Decimal | null
}
