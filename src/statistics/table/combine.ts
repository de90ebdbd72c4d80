import type { Additivity } from '../../catalogue/indicator/terms.ts'
import { compareDecimals, type Decimal } from '../../kernel/decimal.ts'
import { sumOf } from '../../kernel/decimal-sum.ts'
import type { ObservationStatus } from '../terms.ts'
import type { Figure, FigureReason, Member } from './terms.ts'

/** Members to be combined, and what allows it. */
export type Combination = {
  readonly members: readonly Member[]
  /** The members are all there are; false where others exist that nobody lists. */
  readonly complete: boolean
  readonly additivity: Additivity
  /** No figure of the indicator can be below 0, so that a missing member counts at least 0. */
  readonly neverNegative: boolean
}

/** The figure of which nothing is known. */
export const noFigure: Figure = {
  kind: 'UNAVAILABLE',
  value: null,
  lower: null,
  upper: null,
  status: null,
  reason: 'NO_FIGURE',
  along: null,
  members: [],
  breaks: false,
  publishedAt: null,
}

/** A figure as its source published it; where the status says that it is missing, that. */
export function statedFigure(
  value: Decimal | null,
  status: ObservationStatus,
  publishedAt: Date | null,
): Figure {
  const said = { ...noFigure, status, breaks: status === 'B', publishedAt }
  if (value === null) return { ...said, reason: missingReason(status) }
  return { ...said, kind: 'PUBLISHED', value, lower: value, upper: value, reason: null }
}

/** What members give together: an exact sum, bounds, or nothing. Never more than what is certain. */
export function combine({ members, complete, additivity, neverNegative }: Combination): Figure {
  const breaks = members.some(({ figure }) => figure.breaks)
  const made = { along: members[0]?.dimension ?? null, members, breaks }
  if (members.every(({ figure }) => figure.kind === 'UNAVAILABLE')) return { ...noFigure, ...made }
  if (additivity === 'NONE') return { ...noFigure, reason: 'NOT_ADDITIVE', ...made }
  const exact = exactValues(members)
  if (additivity === 'ADDITIVE' && complete && exact !== null) {
    const value = sumOf(exact)
    return { ...noFigure, kind: 'SUM', value, lower: value, upper: value, reason: null, ...made }
  }
  const whole = complete && members.every(({ figure }) => figure.kind !== 'UNAVAILABLE')
  const reason = boundsReason(additivity, whole, complete && membersHidden(members))
  return bounded(
    lowerOf(members, complete, additivity, neverNegative),
    upperOf(members, complete),
    reason,
    made,
  )
}

/** Two true statements about one target, made one: the narrower bounds, unless they contradict each other. */
export function narrowed(first: Figure, second: Figure): Figure {
  if (first.kind !== 'BOUNDED') return second.kind === 'BOUNDED' ? second : first
  if (second.kind !== 'BOUNDED') return first
  const lower = extreme([first.lower, second.lower], 1)
  const upper = extreme([first.upper, second.upper], -1)
  if (lower !== null && upper !== null && compareDecimals(lower, upper) > 0) return first
  return { ...first, lower, upper }
}

/** Says whether a figure is one exact number. */
export function isExact(figure: Figure): figure is Figure & { readonly value: Decimal } {
  return figure.value !== null
}

function bounded(
  lower: Decimal | null,
  upper: Decimal | null,
  reason: FigureReason,
  rest: Pick<Figure, 'along' | 'members' | 'breaks'>,
): Figure {
  if (lower === null && upper === null) return { ...noFigure, ...rest }
  return { ...noFigure, kind: 'BOUNDED', lower, upper, reason, ...rest }
}

/** Says whether all members of which nothing is known are withheld, so that it is this that leaves bounds only. */
function membersHidden(members: readonly Member[]): boolean {
  return members.every(({ figure }) => figure.kind !== 'UNAVAILABLE' || figure.reason === 'SUPPRESSED')
}

function boundsReason(additivity: Additivity, whole: boolean, hidden: boolean): FigureReason {
  if (!whole) return hidden ? 'SUPPRESSED' : 'MEMBERS_MISSING'
  return additivity === 'ADDITIVE' ? 'MEMBERS_BOUNDED' : 'NOT_ADDITIVE'
}

/** Of things counted once each the greatest count holds; of what adds up the sum of what is there. */
function lowerOf(
  members: readonly Member[],
  complete: boolean,
  additivity: Additivity,
  neverNegative: boolean,
): Decimal | null {
  const lowers = members.map(({ figure }) => figure.lower)
  if (additivity === 'DISTINCT') return extreme(lowers, 1)
  const known = lowers.filter((lower) => lower !== null)
  const certain = neverNegative || (complete && known.length === lowers.length)
  return certain && known.length > 0 ? sumOf(known) : null
}

function upperOf(members: readonly Member[], complete: boolean): Decimal | null {
  const uppers = members.flatMap(({ figure }) => figure.upper ?? [])
  return complete && uppers.length === members.length ? sumOf(uppers) : null
}

function exactValues(members: readonly Member[]): readonly Decimal[] | null {
  const values: Decimal[] = []
  for (const { figure } of members) {
    if (figure.value === null) return null
    values.push(figure.value)
  }
  return values
}

function extreme(values: readonly (Decimal | null)[], sign: 1 | -1): Decimal | null {
  return values.reduce<Decimal | null>((best, value) => {
    if (value === null) return best
    return best === null || compareDecimals(value, best) * sign > 0 ? value : best
  }, null)
}

function missingReason(status: ObservationStatus): FigureReason {
  if (status === 'Q') return 'SUPPRESSED'
  if (status === 'L') return 'NOT_COLLECTED'
  return status === 'M' ? 'CANNOT_EXIST' : 'NOT_PUBLISHED'
}
