import { compared, fraction } from './model-fraction.ts'

/** One figure that a release says. A status that means "missing" comes without a value. */
export type ClaimedFigure = {
  readonly indicator: string
  readonly region: string
  readonly scheme: string
  readonly period: string
  readonly value: string | null
  readonly status: string
}

/**
 * A release, and between which positions it speaks: from `spokeAt` (infinite while it is under embargo), until
 * `withdrawnAt` where it was taken back.
 */
export type SpokenRelease = {
  readonly source: string
  readonly publishedAt: number | null
  readonly spokeAt: number
  readonly withdrawnAt: number | null
  readonly says: readonly ClaimedFigure[]
}

/** What a source says of one figure at a position. `publishedAt` is that of the release which the figure cites. */
export type SaidFigure = ClaimedFigure & { readonly source: string; readonly publishedAt: number | null }

/** The key of a figure in one source. */
export function keyOf(
  source: string,
  { indicator, region, scheme, period }: Omit<ClaimedFigure, 'value' | 'status'>,
): string {
  return [source, indicator, region, scheme, period].join('/')
}

/**
 * The facts at a position: of the releases that speak then, in the order in which they spoke, the one published last
 * wins each figure; where a date is not known, the one that spoke last. Who repeats a figure is not cited for it.
 */
export function factsAt(
  releases: readonly SpokenRelease[],
  position: number,
): ReadonlyMap<string, SaidFigure> {
  const facts = new Map<string, SaidFigure>()
  const newest = new Map<string, number>()
  const speaking = releases
    .filter(({ spokeAt, withdrawnAt }) => spokeAt <= position && (withdrawnAt ?? Infinity) > position)
    .toSorted((left, right) => left.spokeAt - right.spokeAt)
  for (const { source, publishedAt, says } of speaking) {
    for (const said of says) {
      const key = keyOf(source, said)
      const date = newest.get(key)
      if (publishedAt !== null && date !== undefined && publishedAt < date) continue
      if (publishedAt !== null) newest.set(key, publishedAt)
      const known = facts.get(key)
      const repeats =
        known !== undefined && known.status === said.status && sameValue(known.value, said.value)
      if (!repeats) facts.set(key, { ...said, source, publishedAt })
    }
  }
  return facts
}

function sameValue(left: string | null, right: string | null): boolean {
  return left === null || right === null ? left === right : compared(fraction(left), fraction(right)) === 0
}
