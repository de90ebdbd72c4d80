import type { Fact } from '../../access/read.ts'
import type { Period } from '../../kernel/period.ts'

/** How fresh a source is, as a plain fact. */
export type SourceFreshness = Fact & {
  readonly source: string
  readonly latestPeriod: Period | null
  readonly lastRecordedAt: Date | null
  readonly lastReleaseId: string | null
  readonly observationCount: number
  readonly quarantinedCount: number
}
