import { type Decimal, equalDecimals } from '../kernel/decimal.ts'
import type { ObservationStatus } from './terms.ts'

/** What a claim does to the fact of its key. */
export type Verdict = 'added' | 'revised' | 'confirmed' | 'stale'

/** The fact of a key as it stands, and when the newest of its releases was published by its source, where known. */
export type KnownFact = {
  readonly value: Decimal | null
  readonly status: ObservationStatus
  readonly publishedAt: Date | null
}

/** What is claimed, and when its release was published by its source, where known. */
export type Claimed = {
  readonly value: Decimal | null
  readonly status: ObservationStatus
  readonly publishedAt: Date | null
}

/**
 * The rule `latest-release`: of one source, the release published last speaks; where a date is not known, the one
 * taken in last. A claim of a release published before one that has spoken is kept and changes nothing (stale).
 */
export function decide(known: KnownFact | null, claimed: Claimed): Verdict {
  if (known === null) return 'added'
  const late =
    known.publishedAt !== null && claimed.publishedAt !== null && claimed.publishedAt < known.publishedAt
  if (late) return 'stale'
  const same = known.status === claimed.status && equalDecimals(known.value, claimed.value)
  return same ? 'confirmed' : 'revised'
}
