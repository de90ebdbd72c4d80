import { dayOf } from './clock.ts'
import { dayExists } from './period.ts'
import { shown } from './text.ts'
import { saysNothing, type TextRefusal } from './text-refusal.ts'

/** What a text says of a day: one of the calendar (ISO, Asia/Shanghai), none that is foreseen, nothing, or no day at all. */
export type DayRead =
  | { readonly kind: 'day'; readonly day: string }
  | { readonly kind: 'open' }
  | { readonly kind: 'nothing' }
  | TextRefusal

/**
 * Reads a day as registers and tables write them: 2024-03-01, 2024/3/1, 2024.3.1, 20240301, 2024年3月1日, full-width too. A
 * time behind is cut off; one with a zone (Z, +08:00) is an instant, whose day in Shanghai counts. 9999-12-31, 长期 and
 * 永久 are open. Refuses with NOT_A_DAY what is written otherwise, and with NO_SUCH_DAY what no calendar has.
 */
export function readDay(text: string): DayRead {
  const plain = text.normalize('NFKC').trim()
  if (saysNothing(plain)) return { kind: 'nothing' }
  if (open.test(plain)) return { kind: 'open' }
  const parts = forms.map((form) => form.exec(plain)?.groups).find((groups) => groups !== undefined)
  if (parts === undefined) return refused('NOT_A_DAY', `${shown(text)} is not written as a day.`, text)
  const { year = '', month = '', date = '', time } = parts
  const day = `${year}-${month.padStart(2, '0')}-${date.padStart(2, '0')}`
  if (year < '1000' || !dayExists(day))
    return refused('NO_SUCH_DAY', `${shown(text)} is not a day of the calendar.`, text)
  if (day === '9999-12-31') return { kind: 'open' }
  return time === undefined ? { kind: 'day', day } : dayWith(day, time, text)
}

const open = /^(?:长期|長期|永久|长期有效|長期有效|永久有效|无固定期限|長久|长久)$/

const behind = String.raw`(?<time>\d{1,2}(?::|时)\d{1,2}.*)`
const time = String.raw`(?:[\sT]+${behind})?`

const forms: readonly RegExp[] = [
  new RegExp(String.raw`^(?<year>\d{4})(?<mark>[-/.])(?<month>\d{1,2})\k<mark>(?<date>\d{1,2})${time}$`),
  new RegExp(String.raw`^(?<year>\d{4})(?<month>\d{2})(?<date>\d{2})${time}$`),
  new RegExp(
    String.raw`^(?<year>\d{4})\s*年\s*(?<month>\d{1,2})\s*月\s*(?<date>\d{1,2})\s*[日号](?:[\sT]*${behind})?$`,
  ),
]

const clockTime =
  /^(\d{1,2})(?::|时)(\d{1,2})(?:(?::|分)(\d{1,2})?秒?(?:\.\d{1,9})?)?分?\s*(Z|[+-]\d{2}:?\d{2})?$/

function dayWith(day: string, written: string, text: string): DayRead {
  const [match, hour = '', minute = '', second = '0', zone] = clockTime.exec(written) ?? []
  if (match === undefined || Number(hour) > 23 || Number(minute) > 59 || Number(second) > 60)
    return refused('NOT_A_DAY', `${shown(text)} has something behind the day that is no time.`, text)
  if (zone === undefined) return { kind: 'day', day }
  const colon = zone === 'Z' ? 'Z' : `${zone.slice(0, 3)}:${zone.slice(-2)}`
  const instant = new Date(`${day}T${hour.padStart(2, '0')}:${minute.padStart(2, '0')}:00${colon}`)
  if (Number.isNaN(instant.getTime()))
    return refused('NOT_A_DAY', `${shown(text)} has a zone that does not exist.`, text)
  return { kind: 'day', day: dayOf(instant) }
}

function refused(code: 'NOT_A_DAY' | 'NO_SUCH_DAY', message: string, text: string): DayRead {
  return { kind: 'refused', code, message, expected: 'a day like 2024-03-01', came: shown(text) }
}
