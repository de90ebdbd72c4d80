import type { Period } from '../../kernel/period.ts'
import { liesWithin, periodsFrom, periodsWithin, periodWithin } from '../../kernel/period-steps.ts'
import { endPeriod, newestPeriods, type ObservedQuestion } from './observed.ts'
import type { Outline } from './outline.ts'
import { periodIn } from './period-span.ts'
import type { Plan } from './plan.ts'
import type { StatedPeriods } from './stated-sql.ts'

/** The periods of a table: those its rows have, and those whose figures are read for them. */
export type Calendar = {
  /** In their order; null where rows have none of their own and take the latest. */
  readonly rows: readonly Period[] | null
  readonly read: StatedPeriods
  /** Says whether the latest figure may be of a period. */
  readonly within: (period: Period) => boolean
}

/** Finds the periods of a table: as they were asked for, between the first and the last that have a figure. */
export async function calendarOf(
  plan: Plan,
  question: ObservedQuestion,
  outline: Outline,
): Promise<Calendar> {
  const { frequency } = plan.periods
  return frequency === null ? latestCalendar(plan, question) : groupedCalendar(plan, question, outline)
}

async function latestCalendar({ periods }: Plan, question: ObservedQuestion): Promise<Calendar> {
  const { list, from, to, last } = periods
  const named = last === null ? list : await newestOf(question, last)
  if (named !== null) {
    const listed = new Set(named)
    return { rows: null, read: { list: named }, within: (period) => listed.has(period) }
  }
  return { rows: null, read: { from, to }, within: (period) => periodIn(periods, period) }
}

async function newestOf(question: ObservedQuestion, limit: number): Promise<readonly Period[]> {
  const found = await Promise.all(
    frequenciesOf(question).map((frequency) => newestPeriods(question, frequency, limit)),
  )
  return found.flat()
}

async function groupedCalendar(plan: Plan, question: ObservedQuestion, outline: Outline): Promise<Calendar> {
  const rows = plan.periods.list ?? (await periodsOfRange(plan, question))
  return { rows, read: readFor(plan, rows, outline), within: () => true }
}

async function periodsOfRange({ periods }: Plan, question: ObservedQuestion): Promise<readonly Period[]> {
  const { frequency, from, to, last } = periods
  if (frequency === null) return []
  const finer = frequenciesOf(question).filter((each) => liesWithin(each, frequency))
  if (last !== null) {
    const perRow = Math.max(
      ...finer.map((each) => periodsWithin(periodWithin('2000-01', frequency), each).length),
    )
    const found = await Promise.all(finer.map((each) => newestPeriods(question, each, last * perRow)))
    const newest = [...new Set(found.flat().map((period) => periodWithin(period, frequency)))].sort()
    return newest.slice(-last)
  }
  const ends = async (end: 'first' | 'last') =>
    (await Promise.all(finer.map((each) => endPeriod(question, each, end))))
      .flatMap((period) => (period === null ? [] : [periodWithin(period, frequency)]))
      .sort()
  const first = from ?? (await ends('first'))[0]
  const newest = to ?? (await ends('last')).at(-1)
  return first === undefined || newest === undefined ? [] : periodsFrom(first, newest)
}

/** A range where sources have the rows' own frequency; else the periods that figures of the rows are made of. */
function readFor(plan: Plan, rows: readonly Period[], outline: Outline): StatedPeriods {
  const { periods, sources } = plan
  const [first, last] = [rows[0], rows.at(-1)]
  const { frequency, list } = periods
  if (frequency === null || first === undefined || last === undefined) return { list: [] }
  if (list === null && sources.every((source) => source.frequency === frequency))
    return { from: first, to: last }
  const finer = [...new Set(sources.map((source) => source.frequency))].filter((each) =>
    liesWithin(each, frequency),
  )
  const flows = plan.indicators.some((code) => outline.indicators.get(code)?.additivity.period === 'ADDITIVE')
  const made = (within: readonly Period[]) => (flows ? within : within.slice(-1))
  const ofRow = (row: Period) => finer.flatMap((each) => made(periodsWithin(row, each)))
  if (rows.length <= mostListed) return { list: rows.flatMap(ofRow) }
  const ends = [...ofRow(first), ...ofRow(last)].sort()
  return { from: ends[0] ?? null, to: ends.at(-1) ?? null }
}

/** How many rows' periods are looked up one by one in each series; beyond, all between the first and the last are read. */
const mostListed = 120

function frequenciesOf({ sources }: ObservedQuestion) {
  return [...new Set(sources.map(({ frequency }) => frequency))]
}
