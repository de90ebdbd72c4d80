import {
  found,
  type ModelCatalogue,
  partsOfRegion,
  partsOfScheme,
  translated,
  versionIn,
  versionsOf,
} from './model-catalogue.ts'
import { keyOf, type SaidFigure } from './model-claims.ts'
import {
  combined,
  exact,
  isExact,
  type ModelFigure,
  type ModelMember,
  narrowed,
  unavailable,
} from './model-figure.ts'
import { fraction } from './model-fraction.ts'
import { frequencyOfPeriod, monthsIn, periodsWithin } from './model-period.ts'

/** Everything the model knows: the catalogue, and what each source says. */
export type ModelWorld = {
  readonly catalogue: ModelCatalogue
  readonly facts: ReadonlyMap<string, SaidFigure>
}

/** What a figure is about. Several regions or schemes are taken together; `version` is the one that was asked for. */
export type Target = {
  readonly indicator: string
  readonly regions: readonly string[]
  readonly schemes: readonly string[]
  readonly period: string
  readonly source: string
  readonly version: string | null
}

/** What is known of a target in a period of any frequency. `period` is the one that the figure is of, if it can be of any. */
export function figureOf(
  world: ModelWorld,
  target: Target,
): { readonly figure: ModelFigure; readonly period: string | null } {
  const { frequency } = found(world.catalogue.sources, target.source)
  const indicator = found(world.catalogue.indicators, target.indicator)
  const asked = frequencyOfPeriod(target.period)
  if (monthsIn(asked) < monthsIn(frequency)) return { figure: unavailable('NO_FIGURE'), period: null }
  if (asked === frequency) return { figure: resolved(world, target), period: target.period }
  const within = periodsWithin(target.period, frequency)
  if (indicator.additivity.period === 'ADDITIVE') {
    const members = within.map((period) => member('PERIOD', period, resolved(world, { ...target, period })))
    return {
      figure: combined(members, true, indicator.additivity.period, indicator.minimum),
      period: target.period,
    }
  }
  const period = within[within.length - 1] ?? target.period
  const figure = resolved(world, { ...target, period })
  if (figure.kind !== 'UNAVAILABLE' || figure.reason !== 'NO_FIGURE') return { figure, period }
  return { figure: { ...figure, reason: 'END_OF_PERIOD_MISSING' }, period }
}

/** What is known of a target in a period of its source's own frequency. */
export function resolved(world: ModelWorld, target: Target): ModelFigure {
  const { catalogue } = world
  const { regions, schemes, period, source, version } = target
  const [region, scheme] = [only(regions), only(schemes)]
  const indicator = found(catalogue.indicators, target.indicator)
  const { codeList } = found(catalogue.sources, source)
  const held = versionIn(catalogue, source, period)
  const another =
    version !== null &&
    codeList !== null &&
    held !== null &&
    versionsOf(catalogue, codeList).includes(version)
  if (another && version !== held && scheme !== null) {
    const translation = translated(catalogue, codeList, { version, code: scheme }, held)
    const inOlder = (code: string) => resolved(world, { ...target, schemes: [code], version: null })
    const members = translation.codes.map((one) => member('CODE_LIST', one, inOlder(one)))
    const known = members.some(({ figure }) => figure.kind !== 'UNAVAILABLE')
    if (translation.lost === 'CONTENT_CHANGED' && !known) return unavailable('NO_FIGURE')
    if (translation.lost !== null) return unavailable(translation.lost, null, members)
    const [same, ...more] = members
    if (same !== undefined && more.length === 0) return same.figure
    return combined(members, true, indicator.additivity.scheme, indicator.minimum)
  }

  let status: string | null = null
  if (region !== null && scheme !== null) {
    const said = world.facts.get(keyOf(source, { indicator: indicator.code, region, scheme, period }))
    if (said !== undefined && said.value !== null)
      return exact('PUBLISHED', fraction(said.value), said.status)
    status = said?.status ?? null
  }

  const inRegions = region === null ? { codes: regions, complete: true } : partsOfRegion(catalogue, region)
  const alongRegion =
    inRegions === null
      ? null
      : combined(
          inRegions.codes.map((code) =>
            member('REGION', code, resolved(world, { ...target, regions: [code] })),
          ),
          inRegions.complete,
          indicator.additivity.region,
          indicator.minimum,
        )
  if (alongRegion !== null && isExact(alongRegion)) return { ...alongRegion, status }

  const inSchemes =
    scheme === null ? { codes: schemes, complete: true } : partsOfScheme(catalogue, codeList, held, scheme)
  const alongScheme =
    inSchemes === null
      ? null
      : combined(
          inSchemes.codes.map((code) =>
            member('SCHEME', code, resolved(world, { ...target, schemes: [code] })),
          ),
          inSchemes.complete,
          indicator.additivity.scheme,
          indicator.minimum,
        )
  if (alongScheme !== null && isExact(alongScheme)) return { ...alongScheme, status }

  const bounds = [alongRegion, alongScheme].filter((one) => one !== null && one.kind === 'BOUNDED')
  const [first, second] = bounds as ModelFigure[]
  if (first !== undefined) return { ...(second === undefined ? first : narrowed(first, second)), status }
  if (status !== null) return unavailable(reasonOf(status), status)
  const looked = alongScheme?.reason === 'NOT_ADDITIVE' ? alongScheme : (alongRegion ?? alongScheme)
  return looked ?? unavailable('NO_FIGURE')
}

/** Why a value is missing, by the status that its source gave. */
function reasonOf(status: string): string {
  if (status === 'Q') return 'SUPPRESSED'
  if (status === 'L') return 'NOT_COLLECTED'
  if (status === 'M') return 'CANNOT_EXIST'
  return 'NOT_PUBLISHED'
}

/** A member with what is known of it. */
export function member(dimension: ModelMember['dimension'], code: string, figure: ModelFigure): ModelMember {
  return { dimension, code, figure }
}

/** The code, where there is only one. */
function only(codes: readonly string[]): string | null {
  const [code] = codes
  return codes.length === 1 && code !== undefined ? code : null
}
