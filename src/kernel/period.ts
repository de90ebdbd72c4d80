/** How often figures come, in SDMX letters (CL_FREQ): year, half-year, quarter, month, week, day. */
export type Frequency = 'A' | 'S' | 'Q' | 'M' | 'W' | 'D'

/** A period as SDMX writes it: `2022`, `2022-S1`, `2022-Q3`, `2022-08`, `2022-W05`, `2022-08-31`. */
export type Period = string

/** What a person should be told about the form of a period. */
export const periodForm =
  'a period as SDMX writes it: 2022, 2022-S1, 2022-Q3, 2022-08, 2022-W05 or 2022-08-31'

const forms: readonly (readonly [Frequency, RegExp])[] = [
  ['A', /^\d{4}$/],
  ['S', /^\d{4}-S[12]$/],
  ['Q', /^\d{4}-Q[1-4]$/],
  ['M', /^\d{4}-(?:0[1-9]|1[0-2])$/],
  ['W', /^\d{4}-W(?:0[1-9]|[1-4]\d|5[0-3])$/],
  ['D', /^\d{4}-\d{2}-\d{2}$/],
]

/** The frequency of a period, or null where the text is no period that exists (the year 0000 does not). */
export function frequencyOf(text: string): Frequency | null {
  if (text.startsWith('0000')) return null
  const frequency = forms.find(([, form]) => form.test(text))?.[0] ?? null
  if (frequency === 'D' && !dayExists(text)) return null
  if (frequency === 'W' && text.endsWith('53') && !hasWeek53(Number(text.slice(0, 4)))) return null
  return frequency
}

/** Says whether a text `yyyy-mm-dd` names a day of the calendar. */
export function dayExists(text: string): boolean {
  const instant = new Date(`${text}T00:00:00Z`)
  return !Number.isNaN(instant.getTime()) && instant.toISOString().startsWith(text)
}

/** ISO 8601: a year has 53 weeks when it begins on a Thursday, or on a Wednesday in a leap year. */
function hasWeek53(year: number): boolean {
  const firstDay = dayOfYear(year, 1).getUTCDay()
  const leap = dayOfYear(year, 366).getUTCFullYear() === year
  return firstDay === 4 || (leap && firstDay === 3)
}

/** The first day of a period, `yyyy-mm-dd`. The period must be one. */
export function firstDayOf(period: Period): string {
  const year = period.slice(0, 4)
  switch (frequencyOf(period)) {
    case 'A':
      return `${year}-01-01`
    case 'S':
      return `${year}-${period.endsWith('1') ? '01' : '07'}-01`
    case 'Q':
      return `${year}-${String(Number(period.slice(-1)) * 3 - 2).padStart(2, '0')}-01`
    case 'M':
      return `${period}-01`
    case 'W':
      return firstDayOfWeek(Number(year), Number(period.slice(-2)))
    case 'D':
      return period
    default:
      throw new Error(`${period} is not a period`)
  }
}

/** The Monday of an ISO 8601 week: week 1 is the one that holds 4 January. */
function firstDayOfWeek(year: number, week: number): string {
  const monday = 4 - ((dayOfYear(year, 4).getUTCDay() + 6) % 7) + (week - 1) * 7
  return dayOfYear(year, monday).toISOString().slice(0, 10)
}

/** The n-th day of a year. Date.UTC is no good here: it takes the years 0 to 99 for 1900 to 1999. */
function dayOfYear(year: number, day: number): Date {
  const date = new Date(0)
  date.setUTCFullYear(year, 0, day)
  return date
}
