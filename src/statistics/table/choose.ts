import { type Frequency, firstDayOf, frequencyOf, type Period } from '../../kernel/period.ts'
import { liesWithin, periodAfter } from '../../kernel/period-steps.ts'
import { compareTexts } from '../../kernel/text.ts'
import type { SourceRule } from '../preference.ts'
import { isExact, noFigure, statedFigure } from './combine.ts'
import type { Membership } from './membership.ts'
import type { Outline, OutlineSource } from './outline.ts'
import type { Pending, Resolver } from './resolve.ts'
import type { Stated, StatedFigures } from './stated.ts'
import type { StatedKey } from './stated-sql.ts'
import { type Cell, type Figure, figureKinds, type Target } from './terms.ts'

/** What choosing a cell needs. */
export type ChooseParts = {
  readonly outline: Outline
  readonly membership: Membership
  readonly resolver: Resolver
  readonly stated: StatedFigures
  readonly sourceRule: SourceRule
  readonly codeListVersion: string | null
}

/** A figure of one source, and of which of its periods it is. */
type Found = { readonly source: OutlineSource; readonly period: Period | null; readonly figure: Figure }

/**
 * The cell of a target in a period: of the one source, or of the best of several by the rule. Pending while figures that
 * it takes have not been read.
 */
export function cellIn(
  parts: ChooseParts,
  sources: readonly OutlineSource[],
  target: Target,
  period: Period,
): Cell | Pending {
  const frequency = frequencyOf(period)
  const found: Found[] = []
  for (const source of sources) {
    const figure = frequency === null ? noFigure : figureIn(parts, source, target, period, frequency)
    if (figure === undefined) return undefined
    found.push({ source, period: ownPeriod(parts.membership, source, period), figure })
  }
  return cellOf(parts, target, period, best(found, parts.sourceRule))
}

/** The cell of a target in its latest period up to a last one, of the best source. */
export function latestCell(
  parts: ChooseParts,
  sources: readonly OutlineSource[],
  target: Target,
  within: (period: Period) => boolean,
): Cell | Pending {
  const found: Found[] = []
  let pending = false
  for (const source of sources) {
    const latest = latestIn(parts, source, target, within)
    if (latest === undefined) pending = true
    else found.push(latest)
  }
  return pending ? undefined : cellOf(parts, target, null, bestLatest(found, parts.sourceRule))
}

function figureIn(
  { resolver }: ChooseParts,
  source: OutlineSource,
  target: Target,
  period: Period,
  frequency: Frequency,
): Figure | Pending {
  if (frequency === source.frequency) return resolver.figure(source, target, period)
  return liesWithin(source.frequency, frequency) ? resolver.figureOfCoarse(source, target, period) : noFigure
}

/** The last period of a source's own frequency within a period; null where none lies within. */
export function ownPeriod(membership: Membership, source: OutlineSource, period: Period): Period | null {
  const frequency = frequencyOf(period)
  if (frequency === source.frequency) return period
  if (frequency === null || !liesWithin(source.frequency, frequency)) return null
  return membership.ofPeriod(period, source.frequency).at(-1) ?? null
}

/**
 * The latest figure in one source. Where the target itself has a value and no member has a later one, that is it: for
 * this each series' newest value is enough. Else every period with a figure is tried, the latest first; what is withheld is
 * told as that, and no earlier figure in its place.
 */
function latestIn(
  parts: ChooseParts,
  source: OutlineSource,
  target: Target,
  within: (period: Period) => boolean,
): Found | Pending {
  const keys = parts.stated.newest === null ? [] : keysWithin(parts, source, target)
  const newest = parts.stated.newest === null ? null : newestStated(parts.stated.newest, keys, target)
  if (newest === undefined) return undefined
  // A range is read by its text, and so finds periods of another frequency too.
  if (newest !== null && within(newest.period)) return { source, ...newest }
  const periods = periodsWithin(parts, source, target)
  if (periods === undefined) return undefined
  let bounded: Found | null = null
  for (const period of periods.filter(within)) {
    const figure = parts.resolver.figure(source, target, period)
    if (figure === undefined) return undefined
    if (isExact(figure) || figure.reason === 'SUPPRESSED') return { source, period, figure }
    if (figure.kind === 'BOUNDED') bounded ??= { source, period, figure }
  }
  return bounded ?? { source, period: null, figure: noFigure }
}

/** The newest value of the target itself, where no key of its members has a later one; else null. */
function newestStated(
  newest: StatedFigures,
  keys: readonly StatedKey[],
  { region, scheme }: Target,
): { readonly period: Period; readonly figure: Figure } | null | Pending {
  let latest: Period = ''
  let own: ReadonlyMap<Period, Stated> | null = null
  let pending = false
  for (const key of keys) {
    const figures = newest.of(key)
    if (figures === undefined) pending = true
    else {
      for (const period of figures.keys()) if (period > latest) latest = period
      if (key.region === region && key.scheme === scheme) own = figures
    }
  }
  if (pending) return undefined
  const said = own?.get(latest)
  if (said === undefined || said.value === null) return null
  return { period: latest, figure: statedFigure(said.value, said.status, said.publishedAt) }
}

/** The periods in which a source says anything that figures of a target may be made of, the latest first. */
export function periodsWithin(
  parts: ChooseParts,
  source: OutlineSource,
  target: Target,
): readonly Period[] | Pending {
  const periods = periodsOf(parts.stated, keysWithin(parts, source, target))
  return periods === undefined ? undefined : [...periods].sort(compareTexts).reverse()
}

function periodsOf(stated: StatedFigures, keys: readonly StatedKey[]): ReadonlySet<Period> | Pending {
  const periods = new Set<Period>()
  let pending = false
  for (const key of keys) {
    const figures = stated.of(key)
    if (figures === undefined) pending = true
    else for (const period of figures.keys()) periods.add(period)
  }
  return pending ? undefined : periods
}

/** What a figure of a target in any period can be made of, in one source. */
function keysWithin(
  { membership, outline, codeListVersion }: ChooseParts,
  source: OutlineSource,
  target: Target,
): readonly StatedKey[] {
  const versions = outline.lists.filter(({ code }) => code === source.codeList).map(({ version }) => version)
  const schemes = new Set(
    ['', ...versions].flatMap((version) => [
      ...membership.schemesWithin(target.scheme, source.codeList, version),
      ...olderCodes(membership, source, target.scheme, version, codeListVersion),
    ]),
  )
  const { indicator } = target
  const group = target.region.includes('+') || outline.regions.get(target.region)?.level === 'GROUP'
  // What is counted is counted of a region whole, so its members have no other periods.
  const whole = outline.measures.has(source.code) && !group
  return (whole ? [target.region] : membership.regionsWithin(target.region))
    .flatMap((region) => [...schemes].map((scheme) => ({ source: source.code, indicator, region, scheme })))
    .filter(({ region, scheme }) => !region.includes('+') && !scheme.includes('+'))
}

/** The codes of a version by which the crosswalk makes codes at or below a scheme of the version asked for. */
function olderCodes(
  membership: Membership,
  source: OutlineSource,
  scheme: string,
  version: string,
  asked: string | null,
): readonly string[] {
  if (asked === null || version === '' || source.codeList === null || version === asked) return []
  const { codes } = membership.translation(source.codeList, version, asked)
  return membership
    .schemesWithin(scheme, source.codeList, asked)
    .flatMap((code) => codes.get(code)?.members ?? [])
    .flatMap((code) => membership.schemesWithin(code, source.codeList, version))
}

/** Published before summed before bounded before nothing; among equals by the rule, then in the catalogue's order. */
function best(found: readonly Found[], rule: SourceRule): Found | null {
  return found.reduce<Found | null>(
    (first, next) => (first === null || betterKind(next, first, rule) ? next : first),
    null,
  )
}

function bestLatest(found: readonly Found[], rule: SourceRule): Found | null {
  return found.reduce<Found | null>((first, next) => {
    if (first === null) return next
    const exactness = Number(isExact(next.figure)) - Number(isExact(first.figure))
    if (exactness !== 0) return exactness > 0 ? next : first
    const later = compareEnds(next.period, first.period)
    if (later !== 0) return later > 0 ? next : first
    return betterKind(next, first, rule) ? next : first
  }, null)
}

/** By the days on which periods end: sources may publish by other frequencies. */
function compareEnds(left: Period | null, right: Period | null): number {
  const end = (period: Period | null) => (period === null ? '' : firstDayOf(periodAfter(period, 1) ?? period))
  return compareTexts(end(left), end(right))
}

/** Sources come in the order of preference, so a later one must be strictly better. */
function betterKind(next: Found, first: Found, rule: SourceRule): boolean {
  const difference = figureKinds.indexOf(next.figure.kind) - figureKinds.indexOf(first.figure.kind)
  if (difference !== 0) return difference < 0
  if (next.figure.kind === 'UNAVAILABLE')
    return next.figure.reason !== 'NO_FIGURE' && first.figure.reason === 'NO_FIGURE'
  if (rule !== 'LATEST_PUBLISHED' || next.figure.kind !== 'PUBLISHED') return false
  const dated = (one: Found) => one.figure.publishedAt?.getTime() ?? Number.NEGATIVE_INFINITY
  return dated(next) > dated(first)
}

/** A figure where it stands; its members are made when they are asked for. */
export function cellOf(
  { stated, resolver, outline }: ChooseParts,
  target: Target,
  asked: Period | null,
  found: Found | null,
): Cell {
  const { source, period, figure } = found ?? { source: null, period: null, figure: noFigure }
  return {
    indicator: target.indicator,
    region: target.region,
    scheme: target.scheme,
    kind: figure.kind,
    value: figure.value,
    lower: figure.lower,
    upper: figure.upper,
    status: figure.status,
    reason: figure.reason,
    along: figure.along,
    breaks: figure.breaks,
    publishedAt: figure.publishedAt,
    get members() {
      return figure.members
    },
    source: source?.code ?? '',
    period,
    asked,
    version: source === null || period === null ? '' : resolver.versionFor(source, period),
    unit: stated.unitOf(target.indicator) ?? outline.indicators.get(target.indicator)?.unit ?? '',
  }
}
