import { type ModelCatalogue, partsOfRegion, partsOfScheme } from './model-catalogue.ts'
import { cellIn, latestCell, type ModelCell, type ModelRule } from './model-cell.ts'
import { frequencyOfPeriod, liesWithin, monthsIn, periodAround, periodsBetween } from './model-period.ts'
import type { ModelWorld } from './model-resolve.ts'

/** Which codes: one, several, or the members of one. */
export type ModelSelection = {
  readonly eq?: string
  readonly in?: readonly string[]
  readonly memberOf?: string
}

/** Which periods. */
export type ModelPeriods = {
  readonly eq?: string
  readonly in?: readonly string[]
  readonly from?: string
  readonly to?: string
  readonly last?: number
}

/** What is asked of a table. */
export type ModelInput = {
  readonly indicators: readonly string[]
  readonly where: {
    readonly region?: ModelSelection
    readonly scheme?: ModelSelection
    readonly source?: ModelSelection
    readonly period?: ModelPeriods
  }
  readonly groupBy: readonly string[]
  readonly codeListVersion?: string
  readonly sourceRule: ModelRule
  readonly fillGaps: boolean
}

/** A row: what it is about, and a cell for each indicator. */
export type ModelRow = {
  readonly regions: readonly string[]
  readonly schemes: readonly string[]
  readonly period: string | null
  readonly source: string | null
  readonly cells: readonly ModelCell[]
}

/** A table, or the code of the error with which it is refused. */
export type ModelTable =
  | { readonly refused: string }
  | {
      readonly rows: readonly ModelRow[]
      /** Null where some rows hold others, so that nobody may take them together. */
      readonly totals: readonly ModelRow[] | null
    }

/** The series there ever were up to the position, whatever became of their figures. */
export type ModelSeries = {
  readonly source: string
  readonly indicator: string
  readonly region: string
  readonly scheme: string
}

/** Codes of a dimension: one element per row, or all of them together where it is not grouped. */
type Elements = readonly (readonly string[])[]

/** The table of an input. */
export function tableOf(world: ModelWorld, series: readonly ModelSeries[], input: ModelInput): ModelTable {
  const { catalogue } = world
  const { where, groupBy } = input
  const all = catalogue.sources.map(({ code }) => code)
  const sources = all.filter((code) => (namedIn(where.source) ?? all).includes(code))
  const seen = series.filter(
    (one) => sources.includes(one.source) && input.indicators.includes(one.indicator),
  )
  const versions = listsOf(catalogue, sources).map(({ version }) => version)
  if (input.codeListVersion !== undefined && !versions.includes(input.codeListVersion))
    return { refused: 'UNKNOWN_CROSSWALK' }
  const byRegion = groupBy.find((one) => one in regionLevels)
  const byScheme = groupBy.find((one) => schemeLevels.includes(one))
  const regions = regionElements(catalogue, where.region, byRegion, seen)
  const schemes = schemeElements(catalogue, where.scheme, byScheme, seen, sources, input)
  if (regions === null || schemes === null) return { refused: 'OVERLAPPING_CODES' }
  const periods = periodElements(world, input, sources)
  const wholeRegion = wholeOfRegions(catalogue, where.region, byRegion, regions)
  const wholeScheme = wholeOfSchemes(catalogue, where.scheme, byScheme, schemes)
  const bySource = groupBy.includes('SOURCE') ? sources : [null]
  const rowsOf = (regions: Elements, schemes: Elements, among: readonly (string | null)[]) =>
    regions.flatMap((region) =>
      schemes.flatMap((scheme) =>
        among.flatMap((period) =>
          bySource.map((source) => rowAt(world, input, sources, region, scheme, period, source)),
        ),
      ),
    )
  const kept = (rows: readonly ModelRow[]) =>
    rows.filter((row) => {
      const asked = row.source === null ? sources : [row.source]
      return input.fillGaps || row.cells.some((cell) => isTold(world, cell, asked))
    })
  const rows = kept(rowsOf(regions, schemes, periods))
  if ((byRegion === undefined && byScheme === undefined) || rows.length === 0) return { rows, totals: [] }
  if (wholeRegion === null || wholeScheme === null) return { rows, totals: null }
  const among = [...new Set(rows.map(({ period }) => period))]
  const spoken = new Set(rows.map(({ source }) => source))
  const totals = rowsOf([wholeRegion], [wholeScheme], among).filter(({ source }) => spoken.has(source))
  return { rows, totals: kept(totals) }
}

/**
 * A row is there where something is known of it, its source says how it is missing, its content changed, or something is
 * said of the target itself within a period of whose end nothing is known.
 */
function isTold(
  world: ModelWorld,
  { figure, target, asked }: ModelCell,
  sources: readonly string[],
): boolean {
  if (figure.kind !== 'UNAVAILABLE' || figure.status !== null) return true
  if (figure.reason === 'CONTENT_CHANGED') return true
  if (figure.reason !== 'END_OF_PERIOD_MISSING' || asked === null) return false
  return [...world.facts.values()].some(
    (fact) =>
      sources.includes(fact.source) &&
      fact.indicator === target.indicator &&
      target.regions.join() === fact.region &&
      target.schemes.join() === fact.scheme &&
      liesWithin(fact.period, asked),
  )
}

function rowAt(
  world: ModelWorld,
  input: ModelInput,
  sources: readonly string[],
  regions: readonly string[],
  schemes: readonly string[],
  period: string | null,
  source: string | null,
): ModelRow {
  const asked = source === null ? sources : [source]
  const within = periodTest(world, input, sources)
  const cells = input.indicators.map((indicator) => {
    const target = { indicator, regions, schemes, version: input.codeListVersion ?? null }
    return period === null
      ? latestCell(world, target, within, asked, input.sourceRule)
      : cellIn(world, target, period, asked, input.sourceRule)
  })
  return { regions, schemes, period, source, cells }
}

/** Which regions stand in rows of a level. */
const regionLevels: Readonly<Record<string, (code: string, level: string) => boolean>> = {
  REGION: () => true,
  COUNTRY: (_, level) => level === 'COUNTRY',
  PROVINCE: (_, level) => level === 'PROVINCE',
  CITY: (_, level) => level === 'PREFECTURE' || level === 'SAR',
  GBA: (code) => code === 'GBA',
  GBA9: (code) => code === 'GBA9',
}

const schemeLevels: readonly string[] = ['SCHEME', 'FIELD', 'CATEGORY']

function regionElements(
  catalogue: ModelCatalogue,
  where: ModelSelection | undefined,
  level: string | undefined,
  seen: readonly ModelSeries[],
): Elements | null {
  const selected =
    where?.memberOf === undefined ? namedIn(where) : (partsOfRegion(catalogue, where.memberOf)?.codes ?? [])
  if (level === undefined) {
    const together = where?.memberOf === undefined ? (selected ?? ['ALL']) : [where.memberOf]
    const whole = togetherInRegions(catalogue, together)
    return whole === null ? null : [whole]
  }
  if (level === 'REGION') return each(selected ?? [...new Set(seen.map(({ region }) => region))].sort())
  const ofLevel = catalogue.regions.filter((one) => regionLevels[level]?.(one.code, one.level))
  const codes = ofLevel.map(({ code }) => code).sort()
  return each(codes.filter((code) => selected === null || selected.includes(code)))
}

function schemeElements(
  catalogue: ModelCatalogue,
  where: ModelSelection | undefined,
  level: string | undefined,
  seen: readonly ModelSeries[],
  sources: readonly string[],
  { codeListVersion }: ModelInput,
): Elements | null {
  const lists = listsOf(catalogue, sources, codeListVersion)
  const entries = lists.flatMap((list) => list.entries)
  const below = (parent: string) => entries.filter((one) => one.parent === parent).map(({ code }) => code)
  const selected = where?.memberOf === undefined ? namedIn(where) : below(where.memberOf)
  if (level === undefined) {
    const together = where?.memberOf === undefined ? (selected ?? ['TOTAL']) : [where.memberOf]
    return overlapInSchemes(catalogue, together) ? null : [together.toSorted()]
  }
  const unlisted = seen.filter(({ source }) => {
    const list = catalogue.sources.find(({ code }) => code === source)?.codeList ?? null
    return list === null || codeListVersion === undefined
  })
  const inVersion = codeListVersion === undefined ? [] : entries.map(({ code }) => code)
  if (level === 'SCHEME') {
    const observed = [...unlisted.map(({ scheme }) => scheme), ...inVersion]
    return each(selected ?? [...new Set(observed)].sort())
  }
  const roots = entries.filter(({ parent }) => parent === null).map(({ code }) => code)
  const fits = ({ code, parent }: { readonly code: string; readonly parent: string | null }) =>
    level === 'FIELD' ? below(code).length === 0 : parent !== null && roots.includes(parent)
  const codes = [...new Set(entries.filter(fits).map(({ code }) => code))]
  return each(codes.filter((code) => selected === null || selected.includes(code)))
}

function periodElements(
  world: ModelWorld,
  { where: { period = {} }, groupBy, indicators }: ModelInput,
  sources: readonly string[],
): readonly (string | null)[] {
  const frequency = groupBy.includes('MONTH')
    ? 'M'
    : groupBy.includes('QUARTER')
      ? 'Q'
      : groupBy.includes('YEAR')
        ? 'A'
        : null
  if (frequency === null) return [null]
  if (period.eq !== undefined) return [period.eq]
  if (period.in !== undefined) return [...new Set(period.in)].sort()
  const finer = sources.filter((source) => {
    const own = world.catalogue.sources.find(({ code }) => code === source)?.frequency ?? ''
    return monthsIn(own) <= monthsIn(frequency)
  })
  const said = [...world.facts.values()].filter(
    (fact) => finer.includes(fact.source) && indicators.includes(fact.indicator),
  )
  const coarse = [...new Set(said.map((fact) => periodAround(fact.period, frequency)))].sort()
  if (period.last !== undefined) return coarse.slice(-period.last)
  const [first, last] = [period.from ?? coarse[0], period.to ?? coarse.at(-1)]
  return first === undefined || last === undefined ? [] : periodsBetween(first, last)
}

/** Which periods the latest figure may be of. */
function periodTest(
  world: ModelWorld,
  { where: { period = {} }, indicators }: ModelInput,
  sources: readonly string[],
): (period: string) => boolean {
  if (period.eq !== undefined) return (one) => one === period.eq
  if (period.in !== undefined) return (one) => period.in?.includes(one) ?? false
  const [from, to] = [period.from, period.to]
  if (period.last === undefined) {
    // A range of months holds months; figures of other frequencies are not in it.
    const end = from ?? to
    return (one) =>
      (end === undefined || frequencyOfPeriod(one) === frequencyOfPeriod(end)) &&
      (from === undefined || from <= one) &&
      (to === undefined || one <= to)
  }
  const newest = new Set<string>()
  for (const frequency of ['M', 'Q', 'A']) {
    const told = new Set<string>()
    for (const source of sources) {
      if (world.catalogue.sources.find(({ code }) => code === source)?.frequency !== frequency) continue
      const facts = [...world.facts.values()].filter((fact) => fact.source === source)
      for (const fact of facts) if (indicators.includes(fact.indicator)) told.add(fact.period)
    }
    for (const one of [...told].sort().slice(-period.last)) newest.add(one)
  }
  return (one) => newest.has(one)
}

function wholeOfRegions(
  catalogue: ModelCatalogue,
  where: ModelSelection | undefined,
  level: string | undefined,
  elements: Elements,
): readonly string[] | null {
  if (level === undefined) return elements[0] ?? null
  if (where?.memberOf !== undefined) return [where.memberOf]
  const selected = namedIn(where)
  if (selected === null && level === 'CITY') return togetherInRegions(catalogue, elements.flat())
  if (selected === null) return [{ PROVINCE: 'CN', GBA: 'GBA', GBA9: 'GBA9' }[level] ?? 'ALL']
  return togetherInRegions(catalogue, elements.flat())
}

function wholeOfSchemes(
  catalogue: ModelCatalogue,
  where: ModelSelection | undefined,
  level: string | undefined,
  elements: Elements,
): readonly string[] | null {
  if (level === undefined) return elements[0] ?? null
  if (where?.memberOf !== undefined) return [where.memberOf]
  if (namedIn(where) === null) return ['TOTAL']
  const codes = elements.flat()
  return overlapInSchemes(catalogue, codes) ? null : codes.toSorted()
}

/** Regions taken together: the aggregate that they are, or themselves; null where two of them hold the same. */
function togetherInRegions(catalogue: ModelCatalogue, codes: readonly string[]): readonly string[] | null {
  const name = codes.toSorted().join()
  const aggregate = catalogue.regions.find(({ members }) => members?.toSorted().join() === name)
  if (codes.length > 1 && aggregate !== undefined) return [aggregate.code]
  const within = (code: string): readonly string[] =>
    (partsOfRegion(catalogue, code)?.codes ?? []).flatMap((part) => [part, ...within(part)])
  return holdTheSame(codes, within) ? null : codes.toSorted()
}

/** Says whether one code holds another, or two of them hold something in common. */
function holdTheSame(codes: readonly string[], within: (code: string) => readonly string[]): boolean {
  const held = codes.flatMap((code) => [...new Set([code, ...within(code)])])
  return new Set(held).size < held.length
}

/** Says whether a scheme holds another in any version of any list, whether or not the sources follow it. */
function overlapInSchemes(catalogue: ModelCatalogue, codes: readonly string[]): boolean {
  return catalogue.codeLists.some((list) => {
    const within = (code: string): readonly string[] =>
      (partsOfScheme(catalogue, list.code, list.version, code)?.codes ?? []).flatMap((part) => [
        part,
        ...within(part),
      ])
    return holdTheSame(codes, within)
  })
}

/** The lists in which schemes of the sources stand, in the version asked for or in all. */
function listsOf({ codeLists, sources }: ModelCatalogue, spoken: readonly string[], version?: string) {
  const named = sources.filter(({ code }) => spoken.includes(code)).map(({ codeList }) => codeList)
  return codeLists.filter(
    (list) => named.includes(list.code) && (version === undefined || list.version === version),
  )
}

function namedIn(where: ModelSelection | undefined): readonly string[] | null {
  if (where?.eq !== undefined) return [where.eq]
  return where?.in ?? null
}

function each(codes: readonly string[]): Elements {
  return codes.map((code) => [code])
}
