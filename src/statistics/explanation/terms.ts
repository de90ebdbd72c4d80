import type { Fact } from '../../access/read.ts'
import type { Decimal } from '../../kernel/decimal.ts'
import type { Position } from '../../kernel/position.ts'
import type { Figure, Member, Target } from '../table/terms.ts'
import type { ObservationStatus } from '../terms.ts'

/**
 * What a claim is to the fact of its key. SPEAKS: the fact is made of it. CONFIRMS: it says the same, later. OVERRULED: a
 * later one says otherwise. STALE: published before one that had spoken already. WITHDRAWN: its release was taken
 * back. EMBARGOED: its release has not spoken.
 */
export const claimStandings = ['SPEAKS', 'CONFIRMS', 'OVERRULED', 'STALE', 'WITHDRAWN', 'EMBARGOED'] as const

/** What a claim is to the fact of its key. */
export type ClaimStanding = (typeof claimStandings)[number]

/** A claim of a key, as far as it takes to see which one speaks. */
export type ClaimOutline = { readonly claimId: number; readonly standing: ClaimStanding }

/** All claims of a key that the view may see at a position, those taken in last first. */
export type KeyClaims = Fact & { readonly claims: readonly ClaimOutline[] }

/** What one row of a source said of one figure, and where it stood. */
export type Claim = Fact & {
  readonly claimId: number
  readonly value: Decimal | null
  readonly status: ObservationStatus
  readonly line: number
  /** The column of the file; null for posted rows. */
  readonly column: string | null
  /** The row as it stood there. */
  readonly original: string
  /** Where the hub took it in. */
  readonly position: Position
  readonly releaseId: string
  readonly delivery: Delivered
}

/** A delivery, as far as its claims tell of it. */
export type Delivered = Fact & {
  readonly deliveryId: string
  readonly source: string
  readonly form: 'file' | 'rows'
  readonly name: string
  readonly receivedAt: Date
  /** SHA-256 of its original, in lower-case hex. */
  readonly digest: string
  /** In bytes. */
  readonly size: number
}

/** A figure that is explained: what it is, and the keys under which more is known of it. */
export type Explained = Fact &
  Omit<Figure, 'members' | 'along' | 'breaks' | 'publishedAt'> & {
    /** The id that was explained; read at a named position it carries that. */
    readonly explains: string
    readonly target: Target
    /** The period it is of, at the frequency of its source; null where nothing is known at all. */
    readonly period: string | null
    /** The period that was asked for: of a year's stock `2022`, and `period` is its December. */
    readonly asked: string | null
    readonly unit: string
    readonly source: string | null
    readonly members: readonly ExplainedMember[]
    readonly arithmetic: Arithmetic | null
    readonly crosswalk: UsedCrosswalk | null
    /** The hub counts it, or its members, when it is asked. */
    readonly counted: boolean
    /** The key of the observation that says it; null where no single one could. */
    readonly observationKey: string | null
    /** The key of the same figure of any source; null where nothing can be asked by it. */
    readonly figureKey: string | null
  }

/** A member, and the id under which it is explained in its turn. */
export type ExplainedMember = Omit<Figure, 'members' | 'along' | 'breaks' | 'publishedAt'> &
  Pick<Member, 'dimension' | 'code'> & { readonly figureId: string }

/** By which rule members were combined; see the README of tables. */
export type Arithmetic = {
  readonly rule: 'SUM_OF_MEMBERS' | 'BOUNDS_OF_SUM' | 'BOUNDS_OF_DISTINCT' | 'NEVER_COMBINED'
  /** What the members give; another bound than the figure's comes from its other dimension. */
  readonly lower: Decimal | null
  readonly upper: Decimal | null
  readonly known: number
  readonly missing: number
  /** Of the known, those that have no upper bound themselves. */
  readonly unbounded: number
}

/** The crosswalk by which a figure is told in another version of the code list than the one that held. */
export type UsedCrosswalk = {
  readonly codeList: string
  readonly fromVersion: string
  readonly toVersion: string
  /** The codes of the version that held. */
  readonly codes: readonly string[]
  readonly exact: boolean
}

/** What a step of an explanation is about. */
export const stepKinds = [
  'VALUE',
  'RULE',
  'MISSING',
  'SOURCES',
  'ORIGIN',
  'CLAIMS',
  'REVISIONS',
  'DISCREPANCIES',
] as const

/** A kind of step. */
export type StepKind = (typeof stepKinds)[number]

/** The rules that explanations name. */
export const explanationRules = [
  'LATEST_RELEASE',
  'SOURCE_PRIORITY',
  'SUM_OF_MEMBERS',
  'BOUNDS_OF_SUM',
  'BOUNDS_OF_DISTINCT',
  'NEVER_COMBINED',
  'END_OF_PERIOD',
  'COUNTED',
  'CROSSWALK',
] as const

/** The name of a rule. */
export type ExplanationRule = (typeof explanationRules)[number]

/** One step of an explanation: a sentence, and the rule it tells of. */
export type Step = {
  readonly kind: StepKind
  readonly rule: ExplanationRule | null
  readonly sentence: string
}
