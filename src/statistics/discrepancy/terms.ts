import type { Fact } from '../../access/read.ts'
import type { Decimal } from '../../kernel/decimal.ts'
import type { Frequency, Period } from '../../kernel/period.ts'
import type { Position } from '../../kernel/position.ts'
import { seriesKeyText } from '../terms.ts'

/** What became of a discrepancy: nobody has spoken of it, or somebody has settled it with a note. */
export const discrepancyStatuses = ['OPEN', 'SETTLED'] as const

/** A status of a discrepancy. */
export type DiscrepancyStatus = (typeof discrepancyStatuses)[number]

/** What two sources say differently: whichever source says it, and in whichever version of its code list. */
export type Figure = {
  readonly indicator: string
  readonly region: string
  readonly scheme: string
  readonly frequency: Frequency
  readonly unit: string
  readonly period: Period
}

/** Two sources say values of one figure that are further apart than the indicator's tolerance. */
export type Discrepancy = Fact &
  Figure & {
    readonly id: string
    /** The source whose code comes first, its code list's version, and what it says. */
    readonly firstSource: string
    readonly firstVersion: string
    readonly firstValue: Decimal
    readonly secondSource: string
    readonly secondVersion: string
    readonly secondValue: Decimal
    readonly absoluteSize: Decimal
    /** The part of the larger figure, cut after 12 places. */
    readonly relativeSize: Decimal
    readonly openedPosition: Position
    readonly openedRecordedAt: Date
    readonly openedKind: string
    readonly status: DiscrepancyStatus
    readonly note: string | null
    /** The code of the source that whoever settled it holds to be right. */
    readonly preferred: string | null
    /** The id of the access key by which it was settled. */
    readonly settledBy: string | null
    readonly settledPosition: Position | null
    readonly settledRecordedAt: Date | null
    readonly settledKind: string | null
    /** The note of the settlement before a value changed and it opened anew. */
    readonly earlierNote: string | null
  }

/** One of the two that disagree. */
export type DiscrepancySide = Fact & {
  readonly source: string
  readonly value: Decimal
  /** The key of its observation: the global id without the noun. */
  readonly observationKey: string
}

/** Where one side's value came from, as far as it is kept: claim, delivery and release. */
export type DiscrepancyEvidence = Fact & {
  readonly releaseId: string
  readonly address: string | null
  readonly line: number
  readonly column: string | null
  readonly original: string
  readonly file: string
  readonly digest: string
  readonly receivedAt: Date
}

/** The two sides of a discrepancy, by the codes of their sources. */
export function sidesOf(discrepancy: Discrepancy): readonly [DiscrepancySide, DiscrepancySide] {
  const { firstSource, firstVersion, firstValue, secondSource, secondVersion, secondValue } = discrepancy
  const side = (source: string, codeListVersion: string, value: Decimal): DiscrepancySide => {
    const series = seriesKeyText({ ...discrepancy, source, codeListVersion })
    const { readAt, pinned, period } = discrepancy
    return { source, value, observationKey: `${series}/${period}`, readAt, pinned }
  }
  return [side(firstSource, firstVersion, firstValue), side(secondSource, secondVersion, secondValue)]
}
