import { setImmediate as turnEnds } from 'node:timers/promises'
import type { ReadScope } from '../../access/read.ts'
import { HubError } from '../../kernel/errors.ts'
import { frequencyOf, type Period } from '../../kernel/period.ts'
import { periodWithin } from '../../kernel/period-steps.ts'
import type { Axis } from './axes.ts'
import { type Calendar, calendarOf } from './calendar.ts'
import { CellBudget } from './cell-budget.ts'
import { type ChooseParts, cellIn, latestCell } from './choose.ts'
import { requireCountedUnit } from './counted-unit.ts'
import { countedBeside } from './measured.ts'
import { Membership } from './membership.ts'
import type { ObservedQuestion } from './observed.ts'
import type { Outline, OutlineSource } from './outline.ts'
import { periodIn } from './period-span.ts'
import { type Plan, planOf } from './plan.ts'
import type { TableInput } from './question.ts'
import { Ranks } from './rank.ts'
import { Resolver } from './resolve.ts'
import { rowRegions, rowSchemes } from './row-codes.ts'
import { StatedFigures } from './stated.ts'
import type { StatedPeriods } from './stated-sql.ts'
import type { Cell, TableRow } from './terms.ts'

/** How many cells a table may be looked for in: rows that turn out empty count too. */
export const cellLimit = 100_000

/** An open table: its rows, and what it takes to say more about its cells. */
export type Table = {
  readonly scope: ReadScope
  readonly plan: Plan
  readonly outline: Outline
  readonly membership: Membership
  /** In how many cells it was looked for. */
  readonly cells: number
  /** In the order of `groupBy`, each dimension by its codes or periods. */
  readonly rows: readonly TableRow[]
  readonly ranks: Ranks
  readonly parts: ChooseParts
  /** The periods that were read for the rows. */
  readonly periods: StatedPeriods
  /** The same over all periods, for growth. */
  readonly everPeriods: ChooseParts
}

/**
 * From how many cells on sums are left to the database. For fewer, reading the figures costs little, and is needed anyway
 * where a sum lacks one of them.
 */
const fewestSummed = 50

/** Reads a table whole at the scope's position, with sums whose members nobody will ask for where `summed`; throws a coded error for whatever cannot be asked so. */
export async function readTable(
  scope: ReadScope,
  input: TableInput,
  outline: Outline,
  budget = new CellBudget(),
  summed = false,
): Promise<Table> {
  const membership = new Membership(outline)
  const plan = planOf(input, outline, membership)
  const question = { scope, indicators: plan.indicators, sources: plan.sources, outline }
  await requireCountedUnit(plan.unit, question, outline)
  const calendar = await calendarOf(plan, question, outline)
  const places = await placesOf(plan, question, calendar, outline)
  const cells = places.length * plan.indicators.length
  budget.take(cells)
  const parts = partsOver(scope, plan, outline, membership, calendar.read, summed && cells >= fewestSummed)
  const everPeriods = partsEver(scope, plan, outline, membership, calendar.read)
  const { within } = calendar
  const found = await rowsOf(parts, plan, within, places)
  const rows = await withoutEmpty(found, plan, everPeriods)
  return {
    scope,
    plan,
    outline,
    membership,
    cells,
    rows,
    ranks: new Ranks(rows),
    parts,
    periods: calendar.read,
    everPeriods,
  }
}

/** The rows of all rows together: one for each grouped period and source; none where nothing else is grouped. */
export async function totalsOf({ plan, parts, rows, everPeriods }: Table): Promise<readonly TableRow[]> {
  const { regions, schemes } = plan
  if ((regions.kind === 'fixed' && schemes.kind === 'fixed') || rows.length === 0) return []
  const [region, scheme] = [wholeOf(regions), wholeOf(schemes)]
  const periods = [...new Set(rows.map((row) => row.period))]
  const sources = [...new Set(rows.map((row) => row.source))]
  const places = periods.flatMap((period) => sources.map((source) => ({ region, scheme, period, source })))
  const within = (period: Period) => periodIn(plan.periods, period)
  return withoutEmpty(await rowsOf(parts, plan, within, places), plan, everPeriods)
}

/** What a row is about, before its cells are known. */
export type Place = Pick<TableRow, 'region' | 'scheme' | 'period' | 'source'>

async function placesOf(
  plan: Plan,
  question: ObservedQuestion,
  calendar: Calendar,
  outline: Outline,
): Promise<readonly Place[]> {
  const regions = await rowRegions(plan, question)
  const schemes = await rowSchemes(plan, question, outline)
  const periods = calendar.rows ?? [null]
  const sources = plan.bySource ? plan.sources.map(({ code }) => code) : [null]
  const cells = regions.length * schemes.length * periods.length * sources.length * plan.indicators.length
  if (cells > cellLimit)
    throw tooManyCells(cells, { regions, schemes, periods, sources, indicators: plan.indicators })
  return regions.flatMap((region) =>
    schemes.flatMap((scheme) =>
      periods.flatMap((period) => sources.map((source) => ({ region, scheme, period, source }))),
    ),
  )
}

/** How many places are looked at in one turn, so that a large table holds up nobody. */
const placesOfTurn = 4_000

/**
 * The rows at some places, empty ones too. All places of a turn are asked before their answer is pending, so that one
 * statement reads what all of them want.
 */
export async function rowsOf(
  parts: ChooseParts,
  plan: Plan,
  within: (period: Period) => boolean,
  places: readonly Place[],
): Promise<readonly TableRow[]> {
  const rows: TableRow[] = []
  for (let start = 0; start < places.length; start += placesOfTurn) {
    if (start > 0) await turnEnds()
    const ofTurn = places.slice(start, start + placesOfTurn)
    const there: (TableRow | undefined)[] = ofTurn.map(() => undefined)
    const found = await parts.stated.settled(() => {
      for (const [index, place] of ofTurn.entries()) there[index] ??= rowAt(parts, plan, within, place)
      return there.includes(undefined) ? undefined : (there as readonly TableRow[])
    })
    for (const row of found) rows.push(row)
  }
  return rows
}

function rowAt(
  parts: ChooseParts,
  plan: Plan,
  within: (period: Period) => boolean,
  place: Place,
): TableRow | undefined {
  const { region, scheme, period, source } = place
  const sources = sourcesOf(plan, source)
  const cells: Cell[] = []
  for (const indicator of plan.indicators) {
    const target = { indicator, region, scheme }
    const cell =
      period === null ? latestCell(parts, sources, target, within) : cellIn(parts, sources, target, period)
    if (cell !== undefined) cells.push(cell)
  }
  if (cells.length < plan.indicators.length) return undefined
  return { ...place, key: keyOf(region, scheme, period, source), cells }
}

/** Rows that say something: all of them where gaps are to be filled. */
async function withoutEmpty(
  rows: readonly TableRow[],
  plan: Plan,
  everPeriods: ChooseParts,
): Promise<readonly TableRow[]> {
  if (plan.fillGaps) return rows
  const ask = () => {
    const said = rows.map((row) => {
      const sources = sourcesOf(plan, row.source)
      const answers = row.cells.map((cell) => isSaid(cell) || saidEarlierWithin(cell, sources, everPeriods))
      return answers.includes(true) ? true : answers.includes(undefined) ? undefined : false
    })
    return said.includes(undefined) ? undefined : rows.filter((_, index) => said[index])
  }
  return everPeriods.stated.settled(ask)
}

function isSaid({ kind, status, reason }: Cell): boolean {
  return kind !== 'UNAVAILABLE' || status !== null || reason === 'CONTENT_CHANGED'
}

/** Nothing is known of the end of a period, but something of a month within: that the end is missing is worth a row. */
function saidEarlierWithin(
  cell: Cell,
  sources: readonly OutlineSource[],
  { stated }: ChooseParts,
): boolean | undefined {
  const { asked, reason, indicator, region, scheme } = cell
  if (reason !== 'END_OF_PERIOD_MISSING' || asked === null) return false
  if (region.includes('+') || scheme.includes('+')) return false
  const frequency = frequencyOf(asked)
  const answers = sources.map((source) => {
    const figures = stated.of({ source: source.code, indicator, region, scheme })
    if (figures === undefined) return undefined
    return [...figures.keys()].some(
      (period) => frequency !== null && periodWithin(period, frequency) === asked,
    )
  })
  return answers.includes(undefined) ? undefined : answers.includes(true)
}

/** The sources that may speak in a row. */
export function sourcesOf({ sources }: Plan, source: string | null): readonly OutlineSource[] {
  return source === null ? sources : sources.filter(({ code }) => code === source)
}

function wholeOf(axis: Axis): string {
  return axis.kind === 'fixed' ? axis.code : axis.whole()
}

/** The name of a row within its table. */
export function keyOf(region: string, scheme: string, period: Period | null, source: string | null): string {
  return `${region}/${scheme}/${period ?? '-'}/${source ?? '-'}`
}

/** What it takes to make cells of all periods, beside figures of some. */
export function partsEver(
  scope: ReadScope,
  plan: Plan,
  outline: Outline,
  membership: Membership,
  beside: StatedPeriods,
): ChooseParts {
  const all = { from: null, to: null }
  return partsOver(scope, plan, outline, membership, all, false, countedBeside(beside))
}

/** What it takes to make cells of the figures of some periods. */
export function partsOver(
  scope: ReadScope,
  plan: Plan,
  outline: Outline,
  membership: Membership,
  periods: StatedPeriods,
  summed = false,
  counted = periods,
): ChooseParts {
  const { sourceRule, codeListVersion } = plan
  const stated = new StatedFigures(scope, {
    unit: plan.unit,
    periods,
    counted,
    latest: plan.periods.frequency === null && codeListVersion === null,
    dated: sourceRule === 'LATEST_PUBLISHED',
    summed,
    frequencies: new Map(plan.sources.map(({ code, frequency }) => [code, frequency])),
    outline,
  })
  const resolver = new Resolver({ outline, membership, stated, codeListVersion })
  return { outline, membership, resolver, stated, sourceRule, codeListVersion }
}

function tooManyCells(cells: number, counts: Readonly<Record<string, readonly unknown[]>>): HubError {
  const made = Object.entries(counts)
    .filter(([, of]) => of.length > 1)
    .toSorted(([, left], [, right]) => right.length - left.length)
  const product = made.map(([what, of]) => `${of.length} ${what}`).join(' × ')
  const widest = made[0]?.[0].replace(/s$/, '') ?? 'period'
  return new HubError({
    code: 'TOO_MANY_CELLS',
    message: `The table costs ${cells} cells (${product}); at most ${cellLimit} are answered at once. Narrow \`where.${widest}\`, or group by a coarser level.`,
    expected: `at most ${cellLimit} cells`,
    came: `${cells} cells: ${product}`,
  })
}
