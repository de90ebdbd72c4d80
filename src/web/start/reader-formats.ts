import type { PageLanguage } from '../page/page-language.ts'

export type ReaderFormats = {
  /** A decimal as text or a count, grouped as the language groups it, without rounding. */
  readonly number: (value: string | number) => string
  /** "2022-08" as a month in words, "2022" and "2022-Q3" as they are. */
  readonly period: (period: string) => string
  /** An instant as date and time of day in Shanghai. */
  readonly instant: (instant: string) => string
}

/** How figures, periods and instants are written in a language; the hub's days are Shanghai days. */
export function readerFormats(language: PageLanguage): ReaderFormats {
  const numbers = new Intl.NumberFormat(language, { maximumFractionDigits: 20 })
  const months = new Intl.DateTimeFormat(language, { year: 'numeric', month: 'long', timeZone: 'UTC' })
  const instants = new Intl.DateTimeFormat(language, {
    year: 'numeric',
    month: language === 'en' ? 'short' : 'numeric',
    day: 'numeric',
    hour: '2-digit',
    minute: '2-digit',
    second: '2-digit',
    hourCycle: 'h23',
    timeZone: 'Asia/Shanghai',
  })
  return {
    number: (value) => (isDecimal(value) ? numbers.format(value) : String(value)),
    period: (period) => {
      const month = /^(\d{4})-(\d{2})$/.exec(period)
      return month ? months.format(Date.UTC(Number(month[1]), Number(month[2]) - 1, 1)) : period
    },
    instant: (instant) => instants.format(new Date(instant)),
  }
}

/** `Intl` formats a decimal's text exactly; other text (a value that is not a number) is shown as it came. */
function isDecimal(value: string | number): value is `${number}` | number {
  return typeof value === 'number' || /^-?\d+(\.\d+)?$/.test(value)
}
