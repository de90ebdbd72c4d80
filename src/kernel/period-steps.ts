import { type Frequency, firstDayOf, frequencyOf, type Period } from './period.ts'

/** From the coarsest frequency to the finest, as far as periods of one lie whole in those of another. */
const nested: readonly Frequency[] = ['A', 'S', 'Q', 'M', 'D']

/** How many months a period of a frequency has, where it is made of months. */
const months: Partial<Readonly<Record<Frequency, number>>> = { A: 12, S: 6, Q: 3, M: 1 }

/** Says whether periods of the finer frequency lie whole in those of the coarser; a frequency lies in itself. */
export function liesWithin(finer: Frequency, coarser: Frequency): boolean {
  const [inner, outer] = [nested.indexOf(finer), nested.indexOf(coarser)]
  return finer === coarser || (inner >= 0 && outer >= 0 && outer < inner)
}

/** The period so many periods later (earlier where negative), of the same frequency; null beyond the years 1 to 9999. */
export function periodAfter(period: Period, steps: number): Period | null {
  const frequency = frequencyOf(period)
  if (frequency === null) throw new Error(`${period} is not a period`)
  const length = months[frequency]
  if (length === undefined) return dayAfter(period, frequency, steps)
  const month = monthOf(period) + steps * length
  return periodOfMonth(Math.floor(month / 12), (month % 12) + 1, frequency)
}

/** The same period a year earlier: for weeks and days 52 weeks and 365 days are not a year, so null. */
export function yearBefore(period: Period): Period | null {
  const frequency = frequencyOf(period)
  const length = frequency === null ? undefined : months[frequency]
  return length === undefined ? null : periodAfter(period, -12 / length)
}

/** The period of a coarser frequency that a period made of months lies in. */
export function periodWithin(period: Period, coarser: Frequency): Period {
  const first = firstDayOf(period)
  const coarse = periodOfMonth(Number(first.slice(0, 4)), Number(first.slice(5, 7)), coarser)
  if (coarse === null) throw new Error(`${period} lies in no period of frequency ${coarser}`)
  return coarse
}

/** All periods of a finer frequency within a period, in order. Both made of months. */
export function periodsWithin(period: Period, finer: Frequency): readonly Period[] {
  const first = firstDayOf(period)
  const own = frequencyOf(period)
  const found: Period[] = []
  let each = periodOfMonth(Number(first.slice(0, 4)), Number(first.slice(5, 7)), finer)
  while (each !== null && own !== null && periodWithin(each, own) === period) {
    found.push(each)
    each = periodAfter(each, 1)
  }
  return found
}

/** All periods from one to another of the same frequency, both included, in order; none where they are reversed. */
export function periodsFrom(first: Period, last: Period): readonly Period[] {
  const found: Period[] = []
  const frequency = frequencyOf(first)
  const length = frequency === null ? undefined : months[frequency]
  if (frequency === null || length === undefined) {
    for (let each: Period | null = first; each !== null && each <= last; each = periodAfter(each, 1))
      found.push(each)
    return found
  }
  // A hundred thousand months may be asked for: they are counted, not read from their texts one by one.
  const [start, end] = [monthOf(first), monthOf(last)]
  for (let month = start; month <= end; month += length) {
    const each = periodOfMonth(Math.floor(month / 12), (month % 12) + 1, frequency)
    if (each !== null) found.push(each)
  }
  return found
}

/** The number of a period's first month, from the year 0. */
function monthOf(period: Period): number {
  const first = firstDayOf(period)
  return Number(first.slice(0, 4)) * 12 + Number(first.slice(5, 7)) - 1
}

function periodOfMonth(year: number, month: number, frequency: Frequency): Period | null {
  if (year < 1 || year > 9_999) return null
  const text = String(year).padStart(4, '0')
  switch (frequency) {
    case 'A':
      return text
    case 'S':
      return `${text}-S${month <= 6 ? 1 : 2}`
    case 'Q':
      return `${text}-Q${Math.ceil(month / 3)}`
    case 'M':
      return `${text}-${String(month).padStart(2, '0')}`
    default:
      return null
  }
}

function dayAfter(period: Period, frequency: Frequency, steps: number): Period | null {
  const date = new Date(`${firstDayOf(period)}T00:00:00Z`)
  date.setUTCDate(date.getUTCDate() + steps * (frequency === 'W' ? 7 : 1))
  const day = date.toISOString().slice(0, 10)
  if (!/^\d{4}-/.test(day) || day < '0001') return null
  return frequency === 'D' ? day : weekOf(date)
}

/** The ISO 8601 week that a Monday begins. */
function weekOf(monday: Date): Period {
  const thursday = new Date(monday)
  thursday.setUTCDate(monday.getUTCDate() + 3)
  const year = thursday.getUTCFullYear()
  // Date.UTC takes the years 0 to 99 for 1900 to 1999.
  const firstThursday = new Date(0)
  firstThursday.setUTCFullYear(year, 0, 4)
  const days = (thursday.getTime() - firstThursday.getTime()) / 86_400_000
  const week = 1 + Math.round((days + ((firstThursday.getUTCDay() + 6) % 7) - 3) / 7)
  return `${String(year).padStart(4, '0')}-W${String(week).padStart(2, '0')}`
}
