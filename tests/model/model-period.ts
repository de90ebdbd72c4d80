/** How many months a period of a frequency has; days and weeks are no concern of the model. */
const lengths: Readonly<Record<string, number>> = { A: 12, S: 6, Q: 3, M: 1 }

/** A period as months: the first one, counted from January of the year 0, and how many. */
type Months = { readonly first: number; readonly count: number }

/** The frequency of a period: A, S, Q or M. */
export function frequencyOfPeriod(period: string): string {
  if (/^\d{4}$/.test(period)) return 'A'
  if (/^\d{4}-S\d$/.test(period)) return 'S'
  if (/^\d{4}-Q\d$/.test(period)) return 'Q'
  if (/^\d{4}-\d\d$/.test(period)) return 'M'
  throw new Error(`the model knows no period ${period}`)
}

/** How many months a period of a frequency has. */
export function monthsIn(frequency: string): number {
  const length = lengths[frequency]
  if (length === undefined) throw new Error(`the model knows no frequency ${frequency}`)
  return length
}

/** The period of a frequency that is so many periods away; -1 is the one before. */
export function periodAway(period: string, away: number): string {
  const { first, count } = monthsOf(period)
  return periodAt(first + away * count, frequencyOfPeriod(period))
}

/** The same period of the year before. */
export function yearBefore(period: string): string {
  return periodAt(monthsOf(period).first - 12, frequencyOfPeriod(period))
}

/** The periods of a finer (or the same) frequency that lie in a period, in order. */
export function periodsWithin(period: string, frequency: string): readonly string[] {
  const { first, count } = monthsOf(period)
  const step = monthsIn(frequency)
  const periods: string[] = []
  for (let month = first; month < first + count; month += step) periods.push(periodAt(month, frequency))
  return periods
}

/** The period of a coarser (or the same) frequency in which a period lies. */
export function periodAround(period: string, frequency: string): string {
  const step = monthsIn(frequency)
  return periodAt(Math.floor(monthsOf(period).first / step) * step, frequency)
}

/** All periods from one to another of the same frequency, both included. */
export function periodsBetween(from: string, to: string): readonly string[] {
  const periods: string[] = []
  for (let period = from; period <= to; period = periodAway(period, 1)) periods.push(period)
  return periods
}

/** The first day of a period. */
export function firstDay(period: string): string {
  return `${periodAt(monthsOf(period).first, 'M')}-01`
}

/** Says whether a period lies within another, coarser or equal one. */
export function liesWithin(period: string, other: string): boolean {
  const [inner, outer] = [monthsOf(period), monthsOf(other)]
  return inner.first >= outer.first && inner.first + inner.count <= outer.first + outer.count
}

function monthsOf(period: string): Months {
  const year = Number(period.slice(0, 4)) * 12
  const frequency = frequencyOfPeriod(period)
  const count = monthsIn(frequency)
  if (frequency === 'A') return { first: year, count }
  if (frequency === 'M') return { first: year + Number(period.slice(5)) - 1, count }
  return { first: year + (Number(period.slice(6)) - 1) * count, count }
}

function periodAt(month: number, frequency: string): string {
  const year = String(Math.floor(month / 12)).padStart(4, '0')
  const within = month % 12
  if (frequency === 'A') return year
  if (frequency === 'M') return `${year}-${String(within + 1).padStart(2, '0')}`
  return `${year}-${frequency}${within / monthsIn(frequency) + 1}`
}
