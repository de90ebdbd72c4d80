import { sumOf } from '../../kernel/decimal-sum.ts'
import { type Period, periodForm } from '../../kernel/period.ts'
import { combine, narrowed, noFigure, statedFigure } from './combine.ts'
import type { Members, Membership } from './membership.ts'
import type { Outline, OutlineIndicator, OutlineSource } from './outline.ts'
import type { Stated, StatedFigures } from './stated.ts'
import type { Figure, Member, MemberDimension, Target } from './terms.ts'

/** What resolving needs: who is whose member, what was stated, and in which version of the code lists to answer. */
export type ResolveParts = {
  readonly outline: Outline
  readonly membership: Membership
  readonly stated: StatedFigures
  readonly codeListVersion: string | null
}

/** Not known yet: figures that it takes have not been read. */
export type Pending = undefined

/**
 * Resolves targets by the rules of the README. Everything is decided in memory: where figures have not been read,
 * the answer is pending, the store knows what is wanted, and the same question is asked again after it was loaded.
 */
export class Resolver {
  readonly #parts: ResolveParts
  readonly #known = new Map<string, Figure>()
  readonly #pending = new Set<string>()
  #pendingAt = 0
  readonly #ofMembers = new Map<string, MemberFigures>()

  constructor(parts: ResolveParts) {
    this.#parts = parts
  }

  /** The figure of a target in one source and a period of the source's own frequency. */
  figure(source: OutlineSource, target: Target, period: Period): Figure | Pending {
    const own = this.#parts.membership.versionIn(source, period)
    return this.#figureIn(this.versionFor(source, period), own, source, target, period)
  }

  /** The version of the source's code list that a figure of a period is answered in; empty where it has none. */
  versionFor(source: OutlineSource, period: Period): string {
    const own = this.#parts.membership.versionIn(source, period)
    return own === '' ? '' : (this.#parts.codeListVersion ?? own)
  }

  /** The figure of a coarser period: combined where the indicator adds up over time, else that of its last period. */
  figureOfCoarse(source: OutlineSource, target: Target, period: Period): Figure | Pending {
    const within = this.#parts.membership.ofPeriod(period, source.frequency)
    const last = within.at(-1)
    if (last === undefined) throw new Error(`${period} holds no period of ${source.frequency}; ${periodForm}`)
    if (last === period) return this.figure(source, target, period)
    const indicator = this.#indicator(target)
    if (indicator.additivity.period === 'ADDITIVE') {
      const figures = within.map((each) => this.figure(source, target, each))
      return this.#combined('PERIOD', { codes: within, complete: true }, figures, indicator)
    }
    const figure = this.figure(source, target, last)
    if (figure === undefined || figure.kind !== 'UNAVAILABLE' || figure.reason !== 'NO_FIGURE') return figure
    return { ...figure, reason: 'END_OF_PERIOD_MISSING' }
  }

  /** What the members of a target give together, whatever was published of the target itself. */
  composition(
    source: OutlineSource,
    target: Target,
    period: Period,
    along: 'REGION' | 'SCHEME',
    leaves: boolean,
  ): Figure | Pending {
    const last = this.#parts.membership.ofPeriod(period, source.frequency).at(-1) ?? period
    const version = this.versionFor(source, last)
    const direct = this.#members(along, along === 'REGION' ? target.region : target.scheme, source, version)
    const members = leaves ? this.#leaves(along, direct, source, version) : direct
    if (members.codes.length === 0) return noFigure
    const figures = members.codes.map((code) =>
      this.figureOfCoarse(source, withCode(target, along, code), period),
    )
    return this.#combined(along, members, figures, this.#indicator(target))
  }

  #figureIn(
    version: string,
    own: string,
    source: OutlineSource,
    target: Target,
    period: Period,
  ): Figure | Pending {
    const { indicator, region, scheme } = target
    // Periods of which nothing was said are alike, and a table may have a hundred thousand of them.
    const when = this.#parts.stated.speaksIn(source.code, indicator, period) ? period : `-${own}`
    const name = `${version}|${source.code}|${indicator}|${region}|${scheme}|${when}`
    const known = this.#known.get(name)
    if (known !== undefined) return known
    if (this.#stillPending(name)) return undefined
    const figure =
      version !== own && !target.scheme.includes('+')
        ? this.#translated(version, own, source, target, period)
        : this.#ownFigure(version, own, source, target, period)
    if (figure === undefined) this.#pending.add(name)
    else this.#known.set(name, figure)
    return figure
  }

  /** Whether a figure was pending, and nothing has been read since: what it takes is wanted already. */
  #stillPending(name: string): boolean {
    const { loads } = this.#parts.stated
    if (this.#pendingAt !== loads) this.#pending.clear()
    this.#pendingAt = loads
    return this.#pending.has(name)
  }

  #ownFigure(
    version: string,
    own: string,
    source: OutlineSource,
    target: Target,
    period: Period,
  ): Figure | Pending {
    const said = this.#stated(source, target, period)
    if (said === undefined) return undefined
    if (said !== null && (said.value !== null || this.#counts(source)))
      return statedFigure(said.value, said.status, said.publishedAt)
    const along = (dimension: 'REGION' | 'SCHEME') => {
      const code = dimension === 'REGION' ? target.region : target.scheme
      const members = this.#members(dimension, code, source, version)
      if (members.codes.length === 0) return noFigure
      const summed =
        dimension === 'REGION' && version === own ? this.#statedSum(members, source, target, period) : null
      if (summed !== null) return summed
      const figures =
        version === own ? this.#memberFigures(version, dimension, members.codes, source, target) : null
      if (figures === undefined) return undefined
      return (
        this.#plainSum(dimension, members, figures, target, period) ??
        this.#combined(
          dimension,
          members,
          members.codes.map((each) =>
            this.#figureIn(version, own, source, withCode(target, dimension, each), period),
          ),
          this.#indicator(target),
        )
      )
    }
    const byRegion = along('REGION')
    if (byRegion === undefined || byRegion.kind === 'SUM') return withStatus(byRegion, said)
    const byScheme = along('SCHEME')
    if (byScheme === undefined || byScheme.kind === 'SUM') return withStatus(byScheme, said)
    const best = narrowed(byRegion, byScheme)
    if (best.kind === 'BOUNDED') return withStatus(best, said)
    return said === null ? nothingOf(byRegion, byScheme) : statedFigure(null, said.status, said.publishedAt)
  }

  /** What the database adds up over all regions; null where it does not, undefined while it has not been read. */
  #statedSum(
    { codes, complete }: Members,
    source: OutlineSource,
    target: Target,
    period: Period,
  ): Figure | null | Pending {
    const { sums } = this.#parts.stated
    if (
      sums === null ||
      !complete ||
      this.#counts(source) ||
      this.#additivity(target, 'REGION') !== 'ADDITIVE'
    )
      return null
    if (target.scheme.includes('+') || codes.some((code) => code.includes('+'))) return null
    const { indicator, region, scheme } = target
    const read = sums.of({ source: source.code, indicator, region, scheme, regions: codes })
    if (read === undefined) return undefined
    const sum = read.get(period)
    if (sum === undefined) return null
    const { value, breaks } = sum
    return {
      ...noFigure,
      kind: 'SUM',
      value,
      lower: value,
      upper: value,
      reason: null,
      along: 'REGION',
      breaks,
    }
  }

  /** Members that are all stated and add up, without a figure for each: the common case of large tables. */
  #plainSum(
    dimension: 'REGION' | 'SCHEME',
    { codes, complete }: Members,
    figures: readonly ReadonlyMap<Period, Stated>[] | null,
    target: Target,
    period: Period,
  ): Figure | null {
    if (!complete || figures === null || this.#additivity(target, dimension) !== 'ADDITIVE') return null
    const values: string[] = []
    const all: Stated[] = []
    for (const ofMember of figures) {
      const said = ofMember.get(period)
      if (said === undefined || said.value === null) return null
      values.push(said.value)
      all.push(said)
    }
    const value = sumOf(values)
    return {
      ...noFigure,
      kind: 'SUM',
      value,
      lower: value,
      upper: value,
      reason: null,
      along: dimension,
      breaks: all.some(({ status }) => status === 'B'),
      get members() {
        return all.map(({ value: own, status, publishedAt }, index) => {
          const figure = statedFigure(own, status, publishedAt)
          return { dimension, code: codes[index] ?? '', figure }
        })
      },
    }
  }

  /** What a source that counts says of a target is all there is to say, also that it is hidden. */
  #counts({ code }: OutlineSource): boolean {
    return this.#parts.outline.measures.has(code)
  }

  /** The figures of all members, looked up once for all periods; undefined while some have not been read. */
  #memberFigures(
    version: string,
    dimension: 'REGION' | 'SCHEME',
    codes: readonly string[],
    source: OutlineSource,
    target: Target,
  ): readonly ReadonlyMap<Period, Stated>[] | undefined {
    const { loads } = this.#parts.stated
    const name = `${version}|${source.code}|${target.indicator}|${target.region}|${target.scheme}|${dimension}`
    const known = this.#ofMembers.get(name)
    if (known !== undefined && (known.figures !== undefined || known.loads === loads)) return known.figures
    const found = codes.map((code) => this.#series(source, withCode(target, dimension, code)))
    const read = found.filter((figures) => figures !== undefined)
    const figures = read.length < found.length ? undefined : read
    this.#ofMembers.set(name, { figures, loads })
    return figures
  }

  /** A figure in the codes of another version than the one that held: by the crosswalk. */
  #translated(
    version: string,
    own: string,
    source: OutlineSource,
    target: Target,
    period: Period,
  ): Figure | Pending {
    const { membership } = this.#parts
    const code = membership.translation(source.codeList ?? '', own, version).codes.get(target.scheme)
    if (code === undefined || code.members.length === 0) return { ...noFigure, reason: 'UNMAPPED' }
    const figures = code.members.map((each) =>
      this.#figureIn(own, own, source, { ...target, scheme: each }, period),
    )
    const [only] = figures
    if (code.exactness === 'EXACT' && figures.length === 1) return only
    const combined = this.#combined(
      'CODE_LIST',
      { codes: code.members, complete: true },
      figures,
      this.#indicator(target),
    )
    if (combined === undefined || code.exactness === 'EXACT') return combined
    if (figures.every((figure) => figure?.kind === 'UNAVAILABLE')) return noFigure
    const { along, members, breaks } = combined
    return { ...noFigure, reason: 'CONTENT_CHANGED', along, members, breaks }
  }

  #combined(
    dimension: MemberDimension,
    { codes, complete }: Members,
    figures: readonly (Figure | Pending)[],
    indicator: OutlineIndicator,
  ): Figure | Pending {
    const members: Member[] = []
    for (const [index, figure] of figures.entries()) {
      if (figure === undefined) return undefined
      members.push({ dimension, code: codes[index] ?? '', figure })
    }
    return combine({
      members,
      complete,
      additivity: additivityOf(indicator, dimension),
      neverNegative: indicator.minimum !== null && !indicator.minimum.startsWith('-'),
    })
  }

  /** What the source says of the target, by period; nothing of codes taken together, undefined while not read. */
  #series(source: OutlineSource, target: Target): ReadonlyMap<Period, Stated> | undefined {
    if (target.region.includes('+') || target.scheme.includes('+')) return nothing
    const { indicator, region, scheme } = target
    return this.#parts.stated.of({ source: source.code, indicator, region, scheme })
  }

  /** What the source says of the target itself; null where nothing, undefined while it has not been read. */
  #stated(source: OutlineSource, target: Target, period: Period): Stated | null | undefined {
    const figures = this.#series(source, target)
    return figures === undefined ? undefined : (figures.get(period) ?? null)
  }

  #members(along: 'REGION' | 'SCHEME', code: string, source: OutlineSource, version: string): Members {
    const { membership } = this.#parts
    return along === 'REGION'
      ? membership.ofRegion(code)
      : membership.ofScheme(code, source.codeList, version)
  }

  #leaves(along: 'REGION' | 'SCHEME', members: Members, source: OutlineSource, version: string): Members {
    const parts = members.codes.map((code) => {
      const below = this.#members(along, code, source, version)
      return below.codes.length === 0
        ? { codes: [code], complete: true }
        : this.#leaves(along, below, source, version)
    })
    return {
      codes: parts.flatMap(({ codes }) => codes),
      complete: members.complete && parts.every(({ complete }) => complete),
    }
  }

  #indicator({ indicator }: Target): OutlineIndicator {
    const known = this.#parts.outline.indicators.get(indicator)
    if (known === undefined) throw new Error(`the indicator ${indicator} is not in the outline`)
    return known
  }

  #additivity(target: Target, dimension: MemberDimension) {
    return additivityOf(this.#indicator(target), dimension)
  }
}

/** The figures of members, or how often figures had been read when they were not all there. */
type MemberFigures = {
  readonly figures: readonly ReadonlyMap<Period, Stated>[] | undefined
  readonly loads: number
}

const nothing: ReadonlyMap<Period, Stated> = new Map()

/** Schemes and their codes from version to version add up alike. */
function additivityOf({ additivity }: OutlineIndicator, dimension: MemberDimension) {
  if (dimension === 'REGION') return additivity.region
  return dimension === 'PERIOD' ? additivity.period : additivity.scheme
}

function withCode(target: Target, along: 'REGION' | 'SCHEME', code: string): Target {
  return along === 'REGION' ? { ...target, region: code } : { ...target, scheme: code }
}

function withStatus(figure: Figure | Pending, said: Stated | null): Figure | Pending {
  return figure === undefined || said === null ? figure : { ...figure, status: said.status }
}

/** Nothing is known; the members that were looked for are named, and an indicator that never adds up is told. */
function nothingOf(byRegion: Figure, byScheme: Figure): Figure {
  if (byScheme.reason === 'NOT_ADDITIVE') return byScheme
  return byRegion.members.length > 0 ? byRegion : byScheme
}
