import type { Region } from '../catalogue/region/terms.ts'
import { regionIn, type StatedCodes, schemeIn } from '../catalogue/stated-codes.ts'
import { error, type Fields, hintOf, textIn, warning } from '../catalogue/stated-row.ts'
import type { Finding } from '../intake/report.ts'
import { shown } from '../kernel/text.ts'
import { wordOf } from './words.ts'

/** What checks of credit records and inspections compare with: the codes as they are now, and the day it is. */
export type KnownToCredit = StatedCodes & { readonly today: string }

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
  const values = inTheScriptOf(text, known).join(', ')
  const message = `${shown(text)} is no word that is known here. ${hintOf(wordOf(text), known, `Known are: ${values}.`)}`
  return found(code, message, values, text, field)
}

/** Whoever writes Chinese, or codes, reads no names of the graph; and not more words than a message holds. */
function inTheScriptOf(text: string, known: readonly string[]): readonly string[] {
  const named = /[A-Za-z]/.test(text)
  return known.filter((word) => /[A-Z]/.test(word) === named && (named || !/^\d$/.test(word))).slice(0, 20)
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
      error('MISSING_FIELD', 'The row says nothing there, and has to.', 'a text', 'nothing', field),
    )
    return null
  }
  if (text.length <= longest) return text
  const message = `The text has ${text.length} characters.`
  findings.push(error('TOO_LONG', message, `at most ${longest} characters`, text, field))
  return null
}

/** The region of a row. A county that is in no list is its prefecture or province. Pushes UNKNOWN_REGION, AGGREGATE_REGION. */
export function regionOf(fields: Fields, { regions }: KnownToCredit, findings: Finding[]): string | null {
  return regionIn(fields, regions, 'a decision is of one', findings, (code) => wider(code, regions, findings))
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
  const scheme = schemeIn(fields, schemes, findings)
  if (scheme?.kind !== 'TOTAL') return scheme?.code ?? null
  const message = `${scheme.code} stands for all schemes together; leave it out where no scheme is meant.`
  findings.push(error('AGGREGATE_SCHEME', message, 'the code of one scheme', scheme.code, 'scheme'))
  return null
}
