import type { Decimal } from '../../kernel/decimal.ts'
import type { Period } from '../../kernel/period.ts'
import type { ObservationStatus } from '../terms.ts'

/** What kind of figure a cell holds; from best to worst. */
export const figureKinds = ['PUBLISHED', 'SUM', 'BOUNDED', 'UNAVAILABLE'] as const

/** A kind of figure. */
export type FigureKind = (typeof figureKinds)[number]

/** Why a figure is bounded or unavailable. */
export const figureReasons = [
  'MEMBERS_MISSING',
  'MEMBERS_BOUNDED',
  'NOT_ADDITIVE',
  'NO_FIGURE',
  'SUPPRESSED',
  'NOT_COLLECTED',
  'CANNOT_EXIST',
  'NOT_PUBLISHED',
  'END_OF_PERIOD_MISSING',
  'CONTENT_CHANGED',
  'UNMAPPED',
] as const

/** A reason of a figure. */
export type FigureReason = (typeof figureReasons)[number]

/** Along what members are combined. */
export const memberDimensions = ['REGION', 'SCHEME', 'PERIOD', 'CODE_LIST'] as const

/** A dimension along which members are combined. */
export type MemberDimension = (typeof memberDimensions)[number]

/** What is known of one target in one source: see the README for what each kind promises. */
export type Figure = {
  readonly kind: FigureKind
  /** Exact; only of PUBLISHED and SUM. */
  readonly value: Decimal | null
  readonly lower: Decimal | null
  readonly upper: Decimal | null
  /** What the source says of the target itself: the status of its figure, or in which way it is missing. */
  readonly status: ObservationStatus | null
  readonly reason: FigureReason | null
  /** Along what it was combined; null for what was published. Known without its members being made. */
  readonly along: MemberDimension | null
  /** What it was combined of; none for what was published. */
  readonly members: readonly Member[]
  /** Itself or a member of it begins a new series in this period (status B). */
  readonly breaks: boolean
  /** When the release that says it was published; only read where the rule of sources asks for it. */
  readonly publishedAt: Date | null
}

/** One member of a combination, with what is known of it. */
export type Member = {
  readonly dimension: MemberDimension
  readonly code: string
  readonly figure: Figure
}

/** What a cell is about. A code that is several codes taken together is written `a+b`. */
export type Target = {
  readonly indicator: string
  readonly region: string
  readonly scheme: string
}

/** A figure where it stands in a table: which source says it, of which period, in which version of the code list. */
export type Cell = Target &
  Figure & {
    readonly source: string
    /** The period it is of, at the frequency of the source; null where nothing is known at all. */
    readonly period: Period | null
    /** The period it was asked for: that of its row, or null for the latest. */
    readonly asked: Period | null
    /** The version of the code list it is counted by; empty where the source has none. */
    readonly version: string
    readonly unit: string
  }

/** One row of a table: what it is about, and a cell per indicator, in the order they were asked for. */
export type TableRow = {
  /** Names the row within its table: stable from one position to the next. */
  readonly key: string
  readonly region: string
  readonly scheme: string
  readonly period: Period | null
  readonly source: string | null
  readonly cells: readonly Cell[]
}

/** Several codes as one: sorted, so that the same set has the same name. */
export function togetherCode(codes: readonly string[]): string {
  return codes.toSorted().join('+')
}

/** The codes that are taken together under a code; a plain code stands for itself. */
export function codesTogether(code: string): readonly string[] {
  return code.split('+')
}
