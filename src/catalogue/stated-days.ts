import type { Finding } from '../intake/report.ts'
import { readDay } from '../kernel/day-text.ts'
import { shown } from '../kernel/text.ts'
import { error, type Fields } from './stated-row.ts'

/** A day of a row; OPEN where it says that there is no end, null where it says nothing. Pushes NOT_A_DAY and NO_SUCH_DAY. */
export function dayIn(fields: Fields, field: string, findings: Finding[]): string | 'OPEN' | null {
  const text = fields[field] ?? ''
  const read = readDay(text)
  if (read.kind === 'day') return read.day
  if (read.kind === 'open') return 'OPEN'
  if (read.kind === 'refused') findings.push(error(read.code, read.message, read.expected, text, field))
  return null
}

/** A day of a row that has to be one, where the row says it at all. Pushes NOT_A_DAY and NO_SUCH_DAY. */
export function certainDayIn(fields: Fields, field: string, findings: Finding[]): string | null {
  const day = dayIn(fields, field, findings)
  if (day !== 'OPEN') return day
  const text = fields[field] ?? ''
  findings.push(
    error('NOT_A_DAY', `${shown(text)} is not written as a day.`, 'a day like 2024-03-01', text, field),
  )
  return null
}

/** A last day of a row; null where it says nothing, or that there is no end. Pushes NOT_A_DAY and NO_SUCH_DAY. */
export function lastDayIn(fields: Fields, field: string, findings: Finding[]): string | null {
  const day = dayIn(fields, field, findings)
  return day === 'OPEN' ? null : day
}

/** Pushes DAYS_OUT_OF_ORDER where the later day of a row is before the earlier one. */
export function inOrder(
  [earlier]: readonly [string | null, string],
  [later, laterField]: readonly [string | 'OPEN' | null, string],
  findings: Finding[],
): void {
  if (earlier === null || later === null || later === 'OPEN' || later >= earlier) return
  const message = `${later} is before ${earlier}, a day of the row that must not come after it.`
  findings.push(error('DAYS_OUT_OF_ORDER', message, `a day from ${earlier} on`, later, laterField))
}

/** Pushes FUTURE_DAY where a day that must have come has not. */
export function notAhead(day: string | null, field: string, today: string, findings: Finding[]): void {
  if (day === null || day <= today) return
  const message = `The day ${day} has not come.`
  findings.push(error('FUTURE_DAY', message, `a day up to ${today}`, day, field))
}
