import { found, versionIn } from './model-catalogue.ts'
import { isExact, type ModelFigure, type ModelKind, unavailable } from './model-figure.ts'
import { firstDay, periodsWithin } from './model-period.ts'
import { figureOf, type ModelWorld, resolved, type Target } from './model-resolve.ts'

/** What a cell is about, before a source and a period are chosen. */
export type CellTarget = Pick<Target, 'indicator' | 'regions' | 'schemes' | 'version'>

/** A figure in a table: of which source and period, and in which version of the code list (null: in none). */
export type ModelCell = {
  readonly target: CellTarget
  readonly figure: ModelFigure
  readonly source: string | null
  readonly period: string | null
  /** The period of the row; null where the table asked for the latest. */
  readonly asked: string | null
}

/** How one of several sources is chosen. */
export type ModelRule = 'SOURCE_PRIORITY' | 'LATEST_PUBLISHED'

const order: readonly ModelKind[] = ['PUBLISHED', 'SUM', 'BOUNDED', 'UNAVAILABLE']

/** The cell of a target in a period: the best that one of the sources has. */
export function cellIn(
  world: ModelWorld,
  target: CellTarget,
  period: string,
  sources: readonly string[],
  rule: ModelRule,
): ModelCell {
  const cells = inOrder(world, sources).map((source): ModelCell => {
    const found = figureOf(world, { ...target, period, source })
    return { target, figure: found.figure, source, period: found.period, asked: period }
  })
  return bestOf(world, cells, rule, false) ?? nothing(target, period)
}

/** The latest cell of a target: of the last period with a figure that is exact or withheld, else of the last with bounds. */
export function latestCell(
  world: ModelWorld,
  target: CellTarget,
  within: (period: string) => boolean,
  sources: readonly string[],
  rule: ModelRule,
): ModelCell {
  const cells = inOrder(world, sources).map((source): ModelCell => {
    const periods = periodsOf(world, source).filter(within).toReversed()
    const cells = periods.map(
      (period): ModelCell => ({
        target,
        figure: resolved(world, { ...target, period, source }),
        source,
        period,
        asked: null,
      }),
    )
    const exact = cells.find(({ figure }) => isExact(figure) || figure.reason === 'SUPPRESSED')
    const bounded = cells.find(({ figure }) => figure.kind === 'BOUNDED')
    return exact ?? bounded ?? { ...nothing(target, null), source }
  })
  return bestOf(world, cells, rule, true) ?? nothing(target, null)
}

/** All periods of which a source says anything, in order. */
export function periodsOf(world: ModelWorld, source: string): readonly string[] {
  const said = [...world.facts.values()].filter((fact) => fact.source === source)
  return [...new Set(said.map(({ period }) => period))].sort()
}

/** The version of the code list that a cell is counted by; null where its source has none. */
export function versionOfCell(world: ModelWorld, { source, period, target }: ModelCell): string | null {
  if (source === null || period === null) return null
  const held = versionIn(world.catalogue, source, baseOf(world, source, period))
  return held === null ? null : (target.version ?? held)
}

/** The last period of a source's own frequency within a period. */
export function baseOf({ catalogue }: ModelWorld, source: string, period: string): string {
  const { frequency } = found(catalogue.sources, source)
  return periodsWithin(period, frequency).at(-1) ?? period
}

/** Sources as the catalogue prefers them. */
function inOrder({ catalogue }: ModelWorld, sources: readonly string[]): readonly string[] {
  return catalogue.sources
    .filter(({ code }) => sources.includes(code))
    .toSorted((left, right) => left.priority - right.priority || (left.code < right.code ? -1 : 1))
    .map(({ code }) => code)
}

/** The best cell; the first of equals. */
function bestOf(
  world: ModelWorld,
  cells: readonly ModelCell[],
  rule: ModelRule,
  latest: boolean,
): ModelCell | null {
  let best: ModelCell | null = null
  for (const cell of cells) if (best === null || isBetter(world, cell, best, rule, latest)) best = cell
  return best
}

function isBetter(
  world: ModelWorld,
  next: ModelCell,
  first: ModelCell,
  rule: ModelRule,
  latest: boolean,
): boolean {
  if (latest) {
    if (isExact(next.figure) !== isExact(first.figure)) return isExact(next.figure)
    const [later, earlier] = [endOf(next.period), endOf(first.period)]
    if (later !== earlier) return later > earlier
  }
  const kinds = order.indexOf(next.figure.kind) - order.indexOf(first.figure.kind)
  if (kinds !== 0) return kinds < 0
  if (next.figure.kind === 'UNAVAILABLE')
    return next.figure.reason !== 'NO_FIGURE' && first.figure.reason === 'NO_FIGURE'
  if (rule !== 'LATEST_PUBLISHED' || next.figure.kind !== 'PUBLISHED') return false
  return publishedAt(world, next) > publishedAt(world, first)
}

/** When the release that said a published cell was published; undated before all dates. */
function publishedAt(world: ModelWorld, { target, source, period }: ModelCell): number {
  const [region, scheme] = [target.regions[0] ?? '', target.schemes[0] ?? '']
  for (const fact of world.facts.values()) {
    if (fact.source !== source || fact.indicator !== target.indicator || fact.region !== region) continue
    if (fact.scheme === scheme && fact.period === period) return fact.publishedAt ?? -Infinity
  }
  return -Infinity
}

/** The first day of the last month of a period, by which periods of several frequencies are compared. */
function endOf(period: string | null): string {
  return period === null ? '' : firstDay(periodsWithin(period, 'M').at(-1) ?? period)
}

function nothing(target: CellTarget, asked: string | null): ModelCell {
  return { target, figure: unavailable('NO_FIGURE'), source: null, period: null, asked }
}
