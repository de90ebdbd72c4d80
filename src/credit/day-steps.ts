/** Days are ISO texts like `2024-02-29`, in the order of their bytes. */
type Day = string

/**
 * The day that many months later: the one of the same number, or the last of its month where that has none, so that a month
 * from 31 January is the last of February. Negative numbers step back. Throws on what is no day.
 */
export function monthsAfter(day: Day, months: number): Day {
  const [year, month, number] = partsOf(day)
  const steps = year * 12 + (month - 1) + months
  const target = { year: Math.floor(steps / 12), month: (steps % 12) + 1 }
  return written(target.year, target.month, Math.min(number, lengthOf(target.year, target.month)))
}

/** The day after. Throws on what is no day. */
export function dayAfter(day: Day): Day {
  const [year, month, number] = partsOf(day)
  if (number < lengthOf(year, month)) return written(year, month, number + 1)
  return month < 12 ? written(year, month + 1, 1) : written(year + 1, 1, 1)
}

/** The earlier of two days. */
export function earlierOf(left: Day, right: Day): Day {
  return left <= right ? left : right
}

/** The later of two days. */
export function laterOf(left: Day, right: Day): Day {
  return left >= right ? left : right
}

const lengths = [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31]

function lengthOf(year: number, month: number): number {
  const leap = year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0)
  return month === 2 && leap ? 29 : (lengths[month - 1] ?? 0)
}

function partsOf(day: Day): readonly [number, number, number] {
  const [, year = '', month = '', number = ''] = /^(\d{4})-(\d\d)-(\d\d)$/.exec(day) ?? []
  const parts = [Number(year), Number(month), Number(number)] as const
  if (year === '' || parts[2] < 1 || parts[2] > lengthOf(parts[0], parts[1]))
    throw new Error(`${day} is no day.`)
  return parts
}

function written(year: number, month: number, number: number): Day {
  return `${String(year).padStart(4, '0')}-${String(month).padStart(2, '0')}-${String(number).padStart(2, '0')}`
}
