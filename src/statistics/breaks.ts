import type { CrosswalkLines, CrosswalkRelation } from '../catalogue/crosswalk/terms.ts'
import type { Names } from '../kernel/language.ts'
import type { Period } from '../kernel/period.ts'
import type { SeriesKey } from './terms.ts'

/**
 * Why figures before and after a period are not simply one line. CODE_LIST_CHANGED: the list has another version from
 * here on, and the crosswalk says that the content stayed. CONTENT_CHANGED: it has, and the content is another or cannot
 * be told to be the same. STATUS_B: the source itself marks the figure as the first after a break.
 */
export const breakKinds = ['CODE_LIST_CHANGED', 'CONTENT_CHANGED', 'STATUS_B'] as const

/** A kind of break. */
export type BreakKind = (typeof breakKinds)[number]

/** A break of a series: at the first period of what comes after it. */
export type Break = {
  readonly period: Period
  readonly kind: BreakKind
  /** The versions of the code list before and after; both null for STATUS_B. */
  readonly fromVersion: string | null
  readonly toVersion: string | null
  readonly note: Names | null
}

/** A series in a neighbouring version, by its key, and what the crosswalk says of both. */
export type Continuation = {
  readonly key: SeriesKey
  readonly fromVersion: string
  readonly toVersion: string
  readonly relation: CrosswalkRelation
  readonly note: Names | null
}

/** What a series goes on from, and what goes on from it, by the crosswalks to the neighbouring versions. */
export type Continuations = {
  readonly before: readonly Continuation[]
  readonly after: readonly Continuation[]
}

/** The keys that continue a series, or that it continues; whether there are such series is for a read to say. */
export function continuationsOf(
  key: SeriesKey,
  codeList: string | null,
  crosswalks: readonly CrosswalkLines[],
): Continuations {
  const lines = crosswalks
    .filter((crosswalk) => codeList !== null && crosswalk.codeList === codeList)
    .flatMap(({ fromVersion, toVersion, entries }) =>
      entries.flatMap((entry) =>
        entry.to === null ? [] : [{ ...entry, to: entry.to, fromVersion, toVersion }],
      ),
    )
  return {
    before: lines
      .filter((line) => line.toVersion === key.codeListVersion && line.to === key.scheme)
      .flatMap((line) => line.from.map((scheme) => sibling(key, scheme, line.fromVersion, line))),
    after: lines
      .filter((line) => line.fromVersion === key.codeListVersion && line.from.includes(key.scheme))
      .map((line) => sibling(key, line.to, line.toVersion, line)),
  }
}

/** The break where one series goes over into another, at the first period of the later one. */
export function breakAt(period: Period, { fromVersion, toVersion, relation, note }: Continuation): Break {
  const same = relation === 'EQUAL' || relation === 'MERGED'
  return { period, kind: same ? 'CODE_LIST_CHANGED' : 'CONTENT_CHANGED', fromVersion, toVersion, note }
}

function sibling(
  key: SeriesKey,
  scheme: string,
  codeListVersion: string,
  { fromVersion, toVersion, relation, note }: Omit<Continuation, 'key'>,
): Continuation {
  return { key: { ...key, scheme, codeListVersion }, fromVersion, toVersion, relation, note }
}
