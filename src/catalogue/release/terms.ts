import type { Fact } from '../../access/read.ts'
import type { Position } from '../../kernel/position.ts'

/** What became of a release. */
export const releaseStatuses = ['EMBARGOED', 'PUBLISHED', 'WITHDRAWN'] as const

/** One publication of a source, as a plain fact. */
export type Release = Fact & {
  readonly id: string
  /** Unique within the source: `2022-08`, and `2022-08.2` for a later release of the same name. */
  readonly code: string
  readonly source: string
  readonly period: string | null
  /** By the source; null where the date of its page is not known. */
  readonly publishedAt: Date | null
  readonly embargoUntil: Date | null
  readonly status: (typeof releaseStatuses)[number]
  readonly note: string | null
  /** The address at which the figures were read. */
  readonly evidence: string | null
  /** It is or was public: an embargoed release, also one withdrawn before its minute, is for its publisher alone. */
  readonly spoken: boolean
  /** Why it was withdrawn; null while it stands. */
  readonly withdrawalReason: string | null
  /** Where it began to speak; while it is embargoed, where the hub took it in. A withdrawal does not move it. */
  readonly position: Position
  readonly recordedAt: Date
}
