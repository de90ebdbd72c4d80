import { found, type Parts, partsOfRegion, partsOfScheme, versionIn } from './model-catalogue.ts'
import { baseOf, type ModelCell, periodsOf, versionOfCell } from './model-cell.ts'
import { combined, isExact, type ModelFigure } from './model-figure.ts'
import { compared, divided, type Fraction, minus, rounded } from './model-fraction.ts'
import { frequencyOfPeriod, periodAround, periodAway, periodsBetween, yearBefore } from './model-period.ts'
import { figureOf, type ModelWorld, member, resolved } from './model-resolve.ts'

/** A rate with what it was made of; where there is no rate, why. */
export type ModelRate = {
  readonly rate: Fraction | null
  readonly absolute: Fraction | null
  readonly base: Fraction | null
  readonly reason: string | null
}

export type ModelBase = 'PREVIOUS' | 'YEAR_BEFORE' | 'LAST_KNOWN'

/** How much a cell has grown since an earlier period of the same source. */
export function growthOf(world: ModelWorld, cell: ModelCell, on: ModelBase): ModelRate {
  const { source, figure, target } = cell
  const period = cell.asked ?? cell.period
  if (source === null || period === null) return none('NO_BASE')
  const earlier = earlierPeriod(world, cell, period, on)
  if (earlier === null) return none('NO_BASE')
  const base = figureOf(world, { ...target, period: earlier, source })
  const known = base.figure.value
  if (base.figure.reason === 'CONTENT_CHANGED' || figure.reason === 'CONTENT_CHANGED')
    return none('CONTENT_CHANGED', known)
  if (base.figure.kind === 'UNAVAILABLE' || base.period === null) return none('NO_BASE')
  const [first, last] = [baseOf(world, source, base.period), baseOf(world, source, cell.period ?? period)]
  const [held, holds] = [first, last].map((one) => versionIn(world.catalogue, source, one))
  if (held !== holds && target.version === null) return none('CODE_LIST_CHANGED', known)
  if (figure.value === null || known === null) return none('NOT_EXACT', known)
  for (const between of periodsBetween(periodAway(first, 1), last))
    if (beginsAnew(resolved(world, { ...target, period: between, source }))) return none('BREAK', known)
  const absolute = minus(figure.value, known)
  if (known.over === 0n) return { rate: null, absolute, base: known, reason: 'ZERO_BASE' }
  return { rate: rounded(divided(absolute, known), 6), absolute, base: known, reason: null }
}

/** What part of its parent region or parent scheme a cell is, in the same source and period. */
export function shareOf(world: ModelWorld, cell: ModelCell, of: 'REGION' | 'SCHEME'): ModelRate {
  const { source, period, target } = cell
  const parent = parentOf(world, cell, of)
  if (source === null || period === null || parent === null) return none('NO_WHOLE')
  const larger = of === 'REGION' ? { ...target, regions: [parent] } : { ...target, schemes: [parent] }
  const { figure } = figureOf(world, { ...larger, period: cell.asked ?? period, source })
  if (figure.kind === 'UNAVAILABLE') return none('NO_WHOLE')
  if (cell.figure.value === null || figure.value === null) return none('NOT_EXACT', figure.value)
  if (figure.value.over === 0n) return { rate: null, absolute: null, base: figure.value, reason: 'ZERO_BASE' }
  const rate = rounded(divided(cell.figure.value, figure.value), 6)
  return { rate, absolute: null, base: figure.value, reason: null }
}

/** What the members of a cell give together; with `leaves` those that hold no others themselves. */
export function compositionOf(
  world: ModelWorld,
  cell: ModelCell,
  along: 'REGION' | 'SCHEME',
  leaves: boolean,
): ModelFigure {
  const { source, period, target } = cell
  const indicator = found(world.catalogue.indicators, target.indicator)
  if (source === null || period === null) return combined([], true, 'ADDITIVE', '0')
  const { codeList } = found(world.catalogue.sources, source)
  const version = versionOfCell(world, cell)
  const partsOf = (code: string) =>
    along === 'REGION'
      ? partsOfRegion(world.catalogue, code)
      : partsOfScheme(world.catalogue, codeList, version, code)
  const codes = along === 'REGION' ? target.regions : target.schemes
  const [code] = codes
  const direct = codes.length > 1 || code === undefined ? { codes, complete: true } : partsOf(code)
  const parts = direct === null ? { codes: [], complete: true } : leaves ? leavesOf(direct, partsOf) : direct
  const members = parts.codes.map((part) => {
    const smaller = along === 'REGION' ? { regions: [part] } : { schemes: [part] }
    return member(along, part, figureOf(world, { ...target, ...smaller, period, source }).figure)
  })
  const additivity = along === 'REGION' ? indicator.additivity.region : indicator.additivity.scheme
  return combined(members, parts.complete, additivity, indicator.minimum)
}

/** Says whether what was published can be what the members give. */
export function agrees(published: Fraction, members: ModelFigure): boolean {
  const { lower, upper } = members
  if (lower !== null && compared(published, lower) < 0) return false
  return upper === null || compared(published, upper) <= 0
}

function leavesOf(parts: Parts, partsOf: (code: string) => Parts | null): Parts {
  const codes: string[] = []
  let { complete } = parts
  for (const code of parts.codes) {
    const below = partsOf(code)
    const leaves = below === null ? null : leavesOf(below, partsOf)
    codes.push(...(leaves?.codes ?? [code]))
    complete &&= leaves?.complete ?? true
  }
  return { codes, complete }
}

/** The period that a growth is on; null where there is none. */
function earlierPeriod(world: ModelWorld, cell: ModelCell, period: string, on: ModelBase): string | null {
  if (on === 'PREVIOUS') return periodAway(period, -1)
  if (on === 'YEAR_BEFORE') return yearBefore(period)
  const { source, target } = cell
  const [oldest] = source === null ? [] : periodsOf(world, source)
  if (source === null || oldest === undefined) return null
  const first = periodAround(oldest, frequencyOfPeriod(period))
  for (let one = periodAway(period, -1); one >= first; one = periodAway(one, -1)) {
    const { figure } = figureOf(world, { ...target, period: one, source })
    if (isExact(figure) || figure.reason === 'CONTENT_CHANGED') return one
  }
  return null
}

/** Says whether a figure, or any that it was made of, has the status B. */
function beginsAnew(figure: ModelFigure): boolean {
  if (figure.status === 'B') return true
  return figure.members.some((one) => beginsAnew(one.figure))
}

function parentOf({ catalogue }: ModelWorld, cell: ModelCell, of: 'REGION' | 'SCHEME'): string | null {
  const { source, period, target } = cell
  const codes = of === 'REGION' ? target.regions : target.schemes
  const [code] = codes
  if (codes.length !== 1 || code === undefined || source === null || period === null) return null
  if (of === 'REGION') return found(catalogue.regions, code).parent
  const { codeList } = found(catalogue.sources, source)
  const version = target.version ?? versionIn(catalogue, source, period)
  const list = catalogue.codeLists.find((one) => one.code === codeList && one.version === version)
  return list?.entries.find((entry) => entry.code === code)?.parent ?? null
}

function none(reason: string, base: Fraction | null = null): ModelRate {
  return { rate: null, absolute: null, base, reason }
}

/** A place among rows: 1 is the greatest. */
export type ModelRank = { readonly rank: number; readonly of: number }

/** Where a cell stands among the rows that differ from its own in one dimension only; null where it is not exact. */
export function rankOf(
  rows: readonly RankedRow[],
  row: RankedRow,
  place: number,
  over: 'regions' | 'schemes' | 'source',
): ModelRank | null {
  const cell = row.cells[place]
  const value = cell?.figure.value
  if (cell === undefined || value == null) return null
  const fixed = (['regions', 'schemes', 'source', 'period'] as const).filter((one) => one !== over)
  const peers = rows
    .filter((other) => fixed.every((one) => String(other[one]) === String(row[one])))
    .flatMap((other) => other.cells[place] ?? [])
    .filter((other) => other.period === cell.period)
    .flatMap((other) => other.figure.value ?? [])
  return { rank: 1 + peers.filter((peer) => compared(peer, value) > 0).length, of: peers.length }
}

type RankedRow = {
  readonly regions: readonly string[]
  readonly schemes: readonly string[]
  readonly source: string | null
  readonly period: string | null
  readonly cells: readonly ModelCell[]
}
