import type { Fact } from '../../access/read.ts'
import type { Position } from '../../kernel/position.ts'

/** What became of a release. */
export const releaseStatuses = ['PUBLISHED', 'WITHDRAWN'] as const

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
  /** Where it came; a later change of its status does not move it. */
  readonly position: Position
  readonly recordedAt: Date
}
