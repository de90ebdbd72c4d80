import type { FigureReason, MemberDimension } from '../table/terms.ts'
import type { ObservationStatus } from '../terms.ts'
import type { RevisionReason } from '../vintage/terms.ts'
import type { Arithmetic, ClaimStanding } from './terms.ts'

/** How one language says what explanations tell. Values come with their digits grouped, instants as ISO 8601. */
export type Phrases = {
  readonly subject: (parts: readonly string[]) => string
  readonly sentence: (subject: string, said: string, more: string | null) => string
  readonly list: (items: readonly string[]) => string
  readonly andMore: (count: number) => string
  readonly between: (lower: string, upper: string) => string
  readonly atLeast: (lower: string) => string
  readonly atMost: (upper: string) => string
  readonly withStatus: (said: string, status: string) => string
  readonly unavailable: (reason: string) => string
  readonly gone: string
  readonly membersKnown: (known: number, missing: readonly string[], more: number) => string
  /** `A` has none: it is the normal one. */
  readonly statuses: Readonly<Record<Exclude<ObservationStatus, 'A'>, string>>
  readonly reasons: Readonly<Record<FigureReason, string>>
  readonly latestRelease: (source: string, release: string, published: string | null) => string
  readonly combined: (arithmetic: SaidArithmetic) => string
  readonly counted: string
  readonly endOfPeriod: (asked: string, period: string) => string
  readonly crosswalk: (used: SaidCrosswalk) => string
  readonly missingFor: (reason: string, members: string) => string
  readonly preferred: (count: number, source: string, chosen: string) => string
  readonly saysToo: (source: string, said: string, same: boolean) => string
  readonly origin: (origin: SaidOrigin) => string
  readonly claims: (count: number, standings: readonly (readonly [ClaimStanding, number])[]) => string
  readonly neverRevised: string
  readonly revised: (times: number, last: SaidRevision) => string
  readonly ended: (position: number, reason: RevisionReason) => string
  readonly discrepancies: (open: number, settled: number) => string
}

/** How members were combined, as it is told. */
export type SaidArithmetic = Omit<Arithmetic, 'lower' | 'upper'> & {
  readonly dimension: MemberDimension
  readonly indicator: string
  readonly lower: string | null
  readonly upper: string | null
  /** A bound of the figure is narrower: its other dimension gave it. */
  readonly narrowed: boolean
}

/** A crosswalk, as it is told. */
export type SaidCrosswalk = {
  readonly scheme: string
  readonly fromVersion: string
  readonly toVersion: string
  readonly codes: readonly string[]
  readonly exact: boolean
}

/** Where a value stood, as it is told. */
export type SaidOrigin = {
  readonly line: number
  readonly column: string | null
  readonly form: 'file' | 'rows'
  readonly name: string
  readonly digest: string
  readonly size: string
  readonly receivedAt: string
  readonly publisher: string
  readonly evidence: string | null
}

/** A revision, as it is told. */
export type SaidRevision = {
  readonly from: string | null
  readonly to: string | null
  readonly position: number
  readonly recordedAt: string
  readonly release: string
  readonly reason: RevisionReason
}
