import type { ModelAdditivity } from './model-catalogue.ts'
import { compared, type Fraction, greatest, least, plus, zero } from './model-fraction.ts'

export type ModelKind = 'PUBLISHED' | 'SUM' | 'BOUNDED' | 'UNAVAILABLE'

/** What is known of a target, and how. */
export type ModelFigure = {
  readonly kind: ModelKind
  readonly value: Fraction | null
  readonly lower: Fraction | null
  readonly upper: Fraction | null
  readonly status: string | null
  readonly reason: string | null
  readonly members: readonly ModelMember[]
}

/** A member of a target, with what is known of it. */
export type ModelMember = {
  readonly dimension: 'REGION' | 'SCHEME' | 'PERIOD' | 'CODE_LIST'
  readonly code: string
  readonly figure: ModelFigure
}

/** A figure of which nothing is known. */
export function unavailable(
  reason: string,
  status: string | null = null,
  members: readonly ModelMember[] = [],
): ModelFigure {
  return { kind: 'UNAVAILABLE', value: null, lower: null, upper: null, status, reason, members }
}

/** A figure that is known exactly. */
export function exact(
  kind: 'PUBLISHED' | 'SUM',
  value: Fraction,
  status: string | null,
  members: readonly ModelMember[] = [],
): ModelFigure {
  return { kind, value, lower: value, upper: value, status, reason: null, members }
}

/** Says whether a figure has an exact value. */
export function isExact({ kind }: ModelFigure): boolean {
  return kind === 'PUBLISHED' || kind === 'SUM'
}

/** The codes of the members of which nothing is known. */
export function missingOf({ members }: ModelFigure): readonly string[] {
  return members.filter(({ figure }) => figure.kind === 'UNAVAILABLE').map(({ code }) => code)
}

/** What members say of their whole; `minimum` is the least value that the indicator may have, where one is known. */
export function combined(
  members: readonly ModelMember[],
  complete: boolean,
  additivity: ModelAdditivity,
  minimum: string | null,
): ModelFigure {
  const figures = members.map(({ figure }) => figure)
  const missing = figures.filter(({ kind }) => kind === 'UNAVAILABLE')
  const hidden = complete && missing.every(({ reason }) => reason === 'SUPPRESSED')
  const lacking = missing.length === 0 && complete ? null : hidden ? 'SUPPRESSED' : 'MEMBERS_MISSING'
  if (figures.every(({ kind }) => kind === 'UNAVAILABLE')) return unavailable('NO_FIGURE', null, members)
  if (additivity === 'NONE') return unavailable('NOT_ADDITIVE', null, members)
  const upper = complete ? sumOf(figures.map((figure) => figure.upper)) : null
  if (additivity === 'DISTINCT') {
    let lower: Fraction | null = null
    for (const figure of figures)
      if (figure.lower !== null) lower = lower === null ? figure.lower : greatest(lower, figure.lower)
    return bounded(lower, upper, lacking ?? 'NOT_ADDITIVE', members)
  }
  if (complete && figures.every(isExact)) {
    const sum = sumOf(figures.map(({ value }) => value))
    if (sum === null) throw new Error('an exact figure has no value')
    return exact('SUM', sum, null, members)
  }
  const neverBelowZero = minimum !== null && !minimum.startsWith('-')
  const lowers = figures.map(({ kind, lower }) => (kind === 'UNAVAILABLE' && neverBelowZero ? zero : lower))
  const lower = !complete && !neverBelowZero ? null : sumOf(lowers)
  return bounded(lower, upper, lacking ?? 'MEMBERS_BOUNDED', members)
}

/** Bounds of one target from two sides are both true; where they contradict each other, the first ones stand. */
export function narrowed(first: ModelFigure, second: ModelFigure): ModelFigure {
  const lower = inBoth(first.lower, second.lower, greatest)
  const upper = inBoth(first.upper, second.upper, least)
  if (lower !== null && upper !== null && compared(lower, upper) > 0) return first
  return { ...first, lower, upper }
}

function bounded(
  lower: Fraction | null,
  upper: Fraction | null,
  reason: string,
  members: readonly ModelMember[],
): ModelFigure {
  if (lower === null && upper === null) return unavailable('NO_FIGURE', null, members)
  return { kind: 'BOUNDED', value: null, lower, upper, status: null, reason, members }
}

/** The sum; null where any is null. */
function sumOf(values: readonly (Fraction | null)[]): Fraction | null {
  let sum: Fraction | null = zero
  for (const value of values) sum = sum === null || value === null ? null : plus(sum, value)
  return sum
}

function inBoth(
  left: Fraction | null,
  right: Fraction | null,
  choose: (left: Fraction, right: Fraction) => Fraction,
): Fraction | null {
  if (left === null || right === null) return left ?? right
  return choose(left, right)
}
