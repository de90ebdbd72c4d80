import type { Fact } from '../access/read.ts'
import type { Decimal } from '../kernel/decimal.ts'
import type { Frequency, Period } from '../kernel/period.ts'
import type { Position } from '../kernel/position.ts'

/** SDMX CL_OBS_STATUS: how sure a figure is, and in which way one is missing. */
export const observationStatuses = [
  'A',
  'B',
  'D',
  'E',
  'F',
  'G',
  'H',
  'I',
  'J',
  'K',
  'L',
  'M',
  'N',
  'O',
  'P',
  'Q',
  'S',
  'U',
  'V',
  'W',
] as const

/** A status of an observation. */
export type ObservationStatus = (typeof observationStatuses)[number]

/** The statuses of a figure that is not there: holiday, not collected, cannot exist, missing, suppressed. */
export const missingStatuses: ReadonlySet<string> = new Set(['H', 'L', 'M', 'O', 'Q'])

/** What makes a series that series and no other. */
export type SeriesKey = {
  readonly indicator: string
  readonly region: string
  readonly scheme: string
  readonly frequency: Frequency
  readonly source: string
  readonly unit: string
  /** The version of the code list its scheme stands in; empty where it stands in none. */
  readonly codeListVersion: string
}

/** A series of figures: one indicator, region and scheme of one source. Immutable. */
export type Series = Fact & SeriesKey & { readonly id: string; readonly seriesId: number }

/** One figure of a series, as it stood at a position. */
export type Observation = Fact &
  SeriesKey & {
    readonly id: string
    readonly observationId: number
    readonly period: Period
    readonly value: Decimal | null
    readonly status: ObservationStatus
    readonly releaseId: string
    /** 1 for the figure as it first came, one more with each revision. */
    readonly revision: number
    /** The position at which this revision began. */
    readonly position: Position
    readonly recordedAt: Date
  }

/** A series' key as one text: the part of its global id after the noun. */
export function seriesKeyText(key: SeriesKey): string {
  const { indicator, region, scheme, frequency, source, unit, codeListVersion } = key
  return [indicator, region, scheme, frequency, source, unit, codeListVersion || '-'].join('/')
}

/** The series' key that a text names, and the period after it where there is one; null where it is not of that form. */
export function parseKeyText(
  text: string,
): { readonly key: SeriesKey; readonly period: Period | null } | null {
  const [indicator, region, scheme, frequency, source, unit, version, period, ...more] = text.split('/')
  if (indicator === undefined || region === undefined || scheme === undefined || frequency === undefined)
    return null
  if (source === undefined || unit === undefined || version === undefined || more.length > 0) return null
  const codeListVersion = version === '-' ? '' : version
  return {
    key: { indicator, region, scheme, frequency: frequency as Frequency, source, unit, codeListVersion },
    period: period ?? null,
  }
}
