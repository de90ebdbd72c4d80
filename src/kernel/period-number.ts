import { type Frequency, firstDayOf, frequencyOf, type Period } from './period.ts'

/**
 * The number of a period among those of its frequency: neighbours differ by one, and the order is that of time. Years,
 * half-years, quarters and months count from the year 0, weeks and days from the first of 1970. The database's function
 * `period_number` gives the same. The period must be one.
 */
export function periodNumber(period: Period): number {
  const year = Number(period.slice(0, 4))
  switch (frequencyOf(period)) {
    case 'A':
      return year
    case 'S':
      return year * 2 + Number(period.slice(-1)) - 1
    case 'Q':
      return year * 4 + Number(period.slice(-1)) - 1
    case 'M':
      return year * 12 + Number(period.slice(-2)) - 1
    case 'W':
      return (daysTo(firstDayOf(period)) + daysBeforeMonday) / 7
    case 'D':
      return daysTo(period)
    default:
      throw new Error(`${period} is not a period`)
  }
}

/** The period with a number: the other way round. */
export function periodOfNumber(frequency: Frequency, number: number): Period {
  switch (frequency) {
    case 'A':
      return yearText(number)
    case 'S':
      return `${yearText(Math.floor(number / 2))}-S${(number % 2) + 1}`
    case 'Q':
      return `${yearText(Math.floor(number / 4))}-Q${(number % 4) + 1}`
    case 'M':
      return `${yearText(Math.floor(number / 12))}-${String((number % 12) + 1).padStart(2, '0')}`
    case 'W':
      return weekOf(number * 7 - daysBeforeMonday)
    case 'D':
      return dayText(number)
  }
}

/** 1 January 1970 was a Thursday: three days after a Monday. */
const daysBeforeMonday = 3

const millisecondsOfDay = 86_400_000

function daysTo(day: string): number {
  return Date.parse(`${day}T00:00:00Z`) / millisecondsOfDay
}

function dayText(days: number): string {
  return new Date(days * millisecondsOfDay).toISOString().slice(0, 10)
}

/** The ISO 8601 week that begins on a Monday: its year is the year of its Thursday. */
function weekOf(monday: number): Period {
  const year = dayText(monday + 3).slice(0, 4)
  const week = (monday - daysTo(firstDayOf(`${year}-W01`))) / 7 + 1
  return `${year}-W${String(week).padStart(2, '0')}`
}

function yearText(year: number): string {
  return String(year).padStart(4, '0')
}
