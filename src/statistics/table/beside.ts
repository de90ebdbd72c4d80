import { compareDecimals, type Decimal } from '../../kernel/decimal.ts'
import { differenceOf, ratioOf } from '../../kernel/decimal-sum.ts'
import { type Frequency, frequencyOf, type Period } from '../../kernel/period.ts'
import { periodAfter, periodsFrom, periodWithin, yearBefore } from '../../kernel/period-steps.ts'
import { cellIn, periodsWithin } from './choose.ts'
import { isExact } from './combine.ts'
import type { OutlineSource } from './outline.ts'
import type { Pending } from './resolve.ts'
import type { Table } from './table.ts'
import type { Cell, Figure } from './terms.ts'

/** Against what a figure grew. */
export const growthBases = ['PREVIOUS', 'YEAR_BEFORE', 'LAST_KNOWN'] as const

/** A base of growth. */
export type GrowthBase = (typeof growthBases)[number]

/** Why there is no rate. */
export const rateReasons = [
  'NO_BASE',
  'NOT_EXACT',
  'ZERO_BASE',
  'CODE_LIST_CHANGED',
  'CONTENT_CHANGED',
  'BREAK',
  'NO_WHOLE',
] as const

/** A reason without a rate. */
export type RateReason = (typeof rateReasons)[number]

/** A rate as a fraction with 6 decimals and what it was made of, or why there is none. */
export type Rate = {
  readonly rate: Decimal | null
  /** The difference to the base, exact; of a share the figure itself. */
  readonly absolute: Decimal | null
  readonly base: Cell | null
  readonly reason: RateReason | null
}

/** The decimals of a rate. */
const rateDecimals = 6

/** How a figure grew on an earlier one of the same source, from exact values. */
export async function growthOf(table: Table, cell: Cell, on: GrowthBase): Promise<Rate> {
  const source = table.plan.sources.find(({ code }) => code === cell.source)
  const period = cell.asked ?? cell.period
  if (source === undefined || period === null) return without('NO_BASE', null)
  const { everPeriods } = table
  const base = await everPeriods.stated.settled(() => boxed(baseOf(table, cell, source, period, on)))
  if (base.cell === null) return without('NO_BASE', null)
  const earlier = base.cell
  const changed = changeBetween(table, cell, earlier, source)
  if (changed !== null) return without(changed, earlier)
  if (earlier.kind === 'UNAVAILABLE') return without('NO_BASE', earlier)
  if (!isExact(cell) || !isExact(earlier)) return without('NOT_EXACT', earlier)
  if (cell.breaks || (await breaksBetween(table, cell, earlier, source))) return without('BREAK', earlier)
  const absolute = differenceOf(cell.value, earlier.value)
  const rate = ratioOf(absolute, earlier.value, rateDecimals)
  return { rate, absolute, base: earlier, reason: rate === null ? 'ZERO_BASE' : null }
}

/** The part a figure is of the whole above it: the region or the scheme it lies in, same source and period. */
export async function shareOf(table: Table, cell: Cell, of: 'REGION' | 'SCHEME'): Promise<Rate> {
  const { parts, outline, membership } = table
  const source = table.plan.sources.find(({ code }) => code === cell.source)
  const period = cell.asked ?? cell.period
  if (source === undefined || period === null) return without('NO_WHOLE', null)
  const list = membership.list(source.codeList, cell.version)
  const above =
    of === 'REGION'
      ? outline.regions.get(cell.region)?.parent
      : list?.entries.find(({ code }) => code === cell.scheme)?.parent
  if (above == null) return without('NO_WHOLE', null)
  const target = of === 'REGION' ? { ...cell, region: above } : { ...cell, scheme: above }
  const whole = await parts.stated.settled(() => cellIn(parts, [source], target, period))
  if (whole.kind === 'UNAVAILABLE') return without('NO_WHOLE', whole)
  if (!isExact(cell) || !isExact(whole)) return without('NOT_EXACT', whole)
  const rate = ratioOf(cell.value, whole.value, rateDecimals)
  return { rate, absolute: cell.value, base: whole, reason: rate === null ? 'ZERO_BASE' : null }
}

/** What the members of a target give together, beside what was published of it. */
export type Composition = Figure & {
  /** The published value less the members' sum; null where either is not exact. */
  readonly difference: Decimal | null
  /** The published value is the sum, or lies within the bounds; null where nothing can be compared. */
  readonly agrees: boolean | null
}

/** Combines the members of a cell's target in its source and period, whatever was published of the target itself. */
export async function compositionOf(
  { plan, parts }: Table,
  cell: Cell,
  along: 'REGION' | 'SCHEME',
  leaves: boolean,
): Promise<Composition | null> {
  const source = plan.sources.find(({ code }) => code === cell.source)
  const { period } = cell
  if (source === undefined || period === null) return null
  const figure = await parts.stated.settled(() =>
    parts.resolver.composition(source, cell, cell.asked ?? period, along, leaves),
  )
  const both = isExact(cell) && isExact(figure)
  return {
    ...figure,
    difference: both ? differenceOf(cell.value, figure.value) : null,
    agrees: isExact(cell) ? liesIn(cell.value, figure) : null,
  }
}

function liesIn(value: Decimal, { lower, upper, kind }: Figure): boolean | null {
  if (kind === 'UNAVAILABLE') return null
  return (
    (lower === null || compareDecimals(value, lower) >= 0) &&
    (upper === null || compareDecimals(value, upper) <= 0)
  )
}

function without(reason: RateReason, base: Cell | null): Rate {
  return { rate: null, absolute: null, base, reason }
}

type Boxed = { readonly cell: Cell | null }

/** No base is an answer too, and must not look as if it were pending. */
function boxed(cell: Cell | null | Pending): Boxed | Pending {
  return cell === undefined ? undefined : { cell }
}

function baseOf(
  table: Table,
  cell: Cell,
  source: OutlineSource,
  period: Period,
  on: GrowthBase,
): Cell | null | Pending {
  const { everPeriods } = table
  if (on === 'LAST_KNOWN') return lastKnown(table, cell, source, period)
  const before = on === 'PREVIOUS' ? periodAfter(period, -1) : yearBefore(period)
  return before === null ? null : cellIn(everPeriods, [source], cell, before)
}

/** The latest earlier period, of the cell's own frequency, with an exact figure or one that a crosswalk cannot give. */
function lastKnown(
  { everPeriods }: Table,
  cell: Cell,
  source: OutlineSource,
  period: Period,
): Cell | null | Pending {
  const frequency = frequencyOf(period)
  if (frequency === null) return null
  const spoken = periodsWithin(everPeriods, source, cell)
  if (spoken === undefined) return undefined
  // A period of which nothing was said has no exact figure, so only the others are tried: an age may lie between.
  const earlier = new Set(spoken.map((each) => periodIn(each, frequency)).filter((each) => each < period))
  for (const each of earlier) {
    const known = cellIn(everPeriods, [source], cell, each)
    if (known === undefined) return undefined
    if (isExact(known) || known.reason === 'CONTENT_CHANGED') return known
  }
  return null
}

function periodIn(period: Period, frequency: Frequency): Period {
  return frequencyOf(period) === frequency ? period : periodWithin(period, frequency)
}

function changeBetween(
  { plan, membership }: Table,
  cell: Cell,
  base: Cell,
  source: OutlineSource,
): RateReason | null {
  if (base.reason === 'CONTENT_CHANGED' || cell.reason === 'CONTENT_CHANGED') return 'CONTENT_CHANGED'
  if (plan.codeListVersion !== null || cell.period === null || base.period === null) return null
  if (base.kind === 'UNAVAILABLE') return null
  const same = membership.versionIn(source, cell.period) === membership.versionIn(source, base.period)
  return same ? null : 'CODE_LIST_CHANGED'
}

/** A figure between the two, or one that it was made of, says that a new series begins there. */
async function breaksBetween(
  { everPeriods }: Table,
  cell: Cell,
  base: Cell,
  source: OutlineSource,
): Promise<boolean> {
  const next = base.period === null ? null : periodAfter(base.period, 1)
  if (next === null || cell.period === null) return false
  const between = periodsFrom(next, cell.period)
  const figures = await everPeriods.stated.settled(() => {
    const found = between.map((period) => everPeriods.resolver.figure(source, cell, period))
    return found.every((figure) => figure !== undefined) ? found : undefined
  })
  return figures.some(({ breaks }) => breaks)
}
