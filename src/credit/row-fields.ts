import { error, type Fields, hintOf, textIn, warning } from '../catalogue/certificate/dated-rules.ts'
import type { Region } from '../catalogue/region/terms.ts'
import type { Scheme } from '../catalogue/scheme/terms.ts'
import type { Finding } from '../intake/report.ts'
import { readDay } from '../kernel/day-text.ts'
import { shown } from '../kernel/text.ts'
import { wordOf } from './words.ts'

/** What checks of credit records and inspections compare with: the codes as they are now, and the day it is. */
export type KnownToCredit = {
  readonly regions: ReadonlyMap<string, Pick<Region, 'code' | 'level'>>
  readonly schemes: ReadonlyMap<string, Pick<Scheme, 'code' | 'kind'>>
  readonly today: string
}

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

/** Pushes DAYS_OUT_OF_ORDER where the later day of a row is before the earlier one. */
export function inOrder(
  [earlier, earlierField]: readonly [string | null, string],
  [later, laterField]: readonly [string | 'OPEN' | null, string],
  findings: Finding[],
): void {
  if (earlier === null || later === null || later === 'OPEN' || later >= earlier) return
  const message = `${laterField}, ${later}, is before ${earlierField}, ${earlier}.`
  findings.push(error('DAYS_OUT_OF_ORDER', message, `a day from ${earlier} on`, later, laterField))
}

/** Pushes FUTURE_DAY where a day that must have come has not. */
export function notAhead(day: string | null, field: string, today: string, findings: Finding[]): void {
  if (day === null || day <= today) return
  const message = `${field}, ${day}, has not come.`
  findings.push(error('FUTURE_DAY', message, `a day up to ${today}`, day, field))
}

/** A word of a row by a vocabulary; null where the row says nothing. Pushes a finding with the code where it knows it not. */
export function wordIn<Value>(
  fields: Fields,
  field: string,
  known: ReadonlyMap<string, Value>,
  code: string,
  findings: Finding[],
  found = error,
): Value | null {
  const text = textIn(fields, field)
  if (text === null) return null
  const value = known.get(wordOf(text))
  if (value !== undefined) return value
  findings.push(unknownWord(code, text, field, [...known.keys()], found))
  return null
}

/** The finding about a word that stands in no vocabulary, with the nearest that does. */
export function unknownWord(
  code: string,
  text: string,
  field: string,
  known: readonly string[],
  found = error,
): Finding {
  const values = known.filter((word) => /^[A-Z_]+$/.test(word)).join(', ')
  const message = `${shown(text)} is no ${field} that is known. ${hintOf(wordOf(text), known, `Known are: ${values}.`)}`
  return found(code, message, values, text, field)
}

/** A text that a row must have; null, with MISSING_FIELD or TOO_LONG, where it has none or too much of it. */
export function requiredText(
  fields: Fields,
  field: string,
  longest: number,
  findings: Finding[],
): string | null {
  const text = textIn(fields, field)?.normalize('NFKC').replace(/\s+/gu, ' ').trim() ?? null
  if (text === null) {
    findings.push(
      error('MISSING_FIELD', `The row does not say the ${field}.`, `a ${field}`, 'nothing', field),
    )
    return null
  }
  if (text.length <= longest) return text
  const message = `The ${field} has ${text.length} characters.`
  findings.push(error('TOO_LONG', message, `at most ${longest} characters`, text, field))
  return null
}

/** The region of a row. A county that is in no list is its prefecture or province. Pushes UNKNOWN_REGION, AGGREGATE_REGION. */
export function regionOf(fields: Fields, { regions }: KnownToCredit, findings: Finding[]): string | null {
  const code = textIn(fields, 'region')
  if (code === null) return null
  const region = regions.get(code) ?? wider(code, regions, findings)
  if (region === undefined) {
    const hint = hintOf(code, [...regions.keys()], 'List `regions { code }` for the known ones.')
    const message = `No region has the code ${shown(code)}. ${hint}`
    findings.push(error('UNKNOWN_REGION', message, 'a known region code', code, 'region'))
    return null
  }
  if (region.level !== 'TOTAL' && region.level !== 'GROUP') return region.code
  const message = `${code} stands for several regions together; a decision is of one.`
  findings.push(error('AGGREGATE_REGION', message, 'the code of one region', code, 'region'))
  return null
}

function wider(
  code: string,
  regions: KnownToCredit['regions'],
  findings: Finding[],
): Pick<Region, 'code' | 'level'> | undefined {
  if (!/^\d{6}$/.test(code)) return undefined
  const region = regions.get(`${code.slice(0, 4)}00`)
  if (region !== undefined) {
    const message = `${code} lies in ${region.code}, under which it is kept: the hub knows no counties.`
    findings.push(warning('COUNTY', message, region.code, code, 'region'))
  }
  return region
}

/** The scheme of a row. Pushes UNKNOWN_SCHEME and AGGREGATE_SCHEME. */
export function schemeOf(fields: Fields, { schemes }: KnownToCredit, findings: Finding[]): string | null {
  const code = textIn(fields, 'scheme')
  if (code === null) return null
  const scheme = schemes.get(code)
  if (scheme === undefined) {
    const hint = hintOf(code, [...schemes.keys()], 'List `schemes { code }` for the known ones.')
    const message = `No scheme has the code ${shown(code)}. ${hint}`
    findings.push(error('UNKNOWN_SCHEME', message, 'a known scheme code', code, 'scheme'))
    return null
  }
  if (scheme.kind !== 'TOTAL') return scheme.code
  const message = `${code} stands for all schemes together; leave it out where no scheme is meant.`
  findings.push(error('AGGREGATE_SCHEME', message, 'the code of one scheme', code, 'scheme'))
  return null
}
