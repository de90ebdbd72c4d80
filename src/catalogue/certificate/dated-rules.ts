import type { Finding } from '../../intake/report.ts'
import { readDay } from '../../kernel/day-text.ts'
import { nearestWord, shown } from '../../kernel/text.ts'
import { saysNothing } from '../../kernel/text-refusal.ts'
import { finalStatuses, statusAfter } from './life-cycle.ts'
import { type CertificateStatus, certificateStatuses } from './terms.ts'

/** The fields of a row, as its sender wrote them. */
export type Fields = Readonly<Record<string, string>>

/** What checks of certificates and qualifications compare with. */
export type KnownStates = {
  /** The day it is in Asia/Shanghai. */
  readonly today: string
  /** The states that are final, by the keys of the facts that are in them. */
  readonly finals: ReadonlyMap<string, CertificateStatus>
}

/** What a row says of state and days. */
export type Dated = {
  readonly status: CertificateStatus
  readonly statusSince: string | null
  readonly validFrom: string | null
  readonly validTo: string | null
}

/** The most characters of a number: more than anybody prints, and few enough for a key. */
const longestNumber = 100

/** The number of a row as it is kept; null, with a finding, where it has none. */
export function numberIn(fields: Fields, findings: Finding[]): string | null {
  const text = fields['number'] ?? ''
  const number = printedNumber(text)
  if (saysNothing(number)) {
    findings.push(error('MISSING_FIELD', 'The row does not say the number.', 'a number', 'nothing', 'number'))
    return null
  }
  if (number.length <= longestNumber) return number
  const expected = `at most ${longestNumber} characters`
  findings.push(error('TOO_LONG', `The number has ${number.length} characters.`, expected, text, 'number'))
  return null
}

/** A number as it is kept: half-width, one blank where there are several. */
export function printedNumber(text: string): string {
  return text.normalize('NFKC').replace(/\s+/gu, ' ').trim()
}

/** The words by which sources name the states. */
const statusWords: Readonly<Record<string, CertificateStatus>> = {
  有效: 'VALID',
  正常: 'VALID',
  暂停: 'SUSPENDED',
  暫停: 'SUSPENDED',
  撤销: 'WITHDRAWN',
  撤銷: 'WITHDRAWN',
  REVOKED: 'WITHDRAWN',
  注销: 'CANCELLED',
  註銷: 'CANCELLED',
  CANCELED: 'CANCELLED',
  过期失效: 'EXPIRED',
  過期失效: 'EXPIRED',
  过期: 'EXPIRED',
  過期: 'EXPIRED',
  ...(Object.fromEntries(certificateStatuses.map((status) => [status, status])) as Record<
    CertificateStatus,
    CertificateStatus
  >),
}

/**
 * State and days of a row: VALID where it says no state, because registers that have no such column list what holds. Pushes
 * UNKNOWN_STATUS, NOT_A_DAY, NO_SUCH_DAY, DAYS_OUT_OF_ORDER and FUTURE_STATUS.
 */
export function datedIn(fields: Fields, today: string, findings: Finding[]): Dated {
  const status = statusIn(fields, findings)
  const [statusSince, validFrom, validTo] = ['statusSince', 'validFrom', 'validTo'].map((field) =>
    dayIn(fields, field, findings),
  )
  if (validFrom && validTo && validTo < validFrom)
    findings.push(
      error(
        'DAYS_OUT_OF_ORDER',
        `The last day, ${validTo}, is before the first, ${validFrom}.`,
        `a last day from ${validFrom} on`,
        validTo,
        'validTo',
      ),
    )
  if (statusSince && statusSince > today)
    findings.push(
      error(
        'FUTURE_STATUS',
        `The state begins on ${statusSince}, which has not come. Say it from that day on.`,
        `a day up to ${today}`,
        statusSince,
        'statusSince',
      ),
    )
  return {
    status: status ?? 'VALID',
    statusSince: statusSince ?? null,
    validFrom: validFrom ?? null,
    validTo: validTo ?? null,
  }
}

/** Pushes FINAL_STATUS where the fact of a key is in a final state and the row says another one. */
export function checkFinal(
  key: string,
  status: CertificateStatus,
  { finals }: KnownStates,
  findings: Finding[],
): void {
  const known = finals.get(key)
  if (known === undefined || statusAfter(known, status) !== 'REFUSED') return
  findings.push(
    error(
      'FINAL_STATUS',
      `It is ${known}, which is final; the row says ${status}. Where it was said by mistake, withdraw the release that said it.`,
      `${known}, as every state of ${finalStatuses.join(' and ')} stays`,
      status,
      'status',
    ),
  )
}

/** A text of a row without blanks around it; null where it says nothing. */
export function textIn(fields: Fields, field: string): string | null {
  const text = fields[field] ?? ''
  return saysNothing(text) ? null : text.trim()
}

/** Pushes UNKNOWN_FIELD for what no row of the noun has. */
export function leftovers(fields: Fields, understood: readonly string[], findings: Finding[]): void {
  for (const name of Object.keys(fields).filter((field) => !understood.includes(field)))
    findings.push(
      warning(
        'UNKNOWN_FIELD',
        `A row has no field ${shown(name)}; it was not read.`,
        understood.join(', '),
        name,
        name,
      ),
    )
}

/** The nearest known word as a hint, or what else helps. */
export function hintOf(came: string, known: readonly string[], otherwise: string): string {
  const near = nearestWord(came, known)
  return near === null ? otherwise : `Did you mean ${near}?`
}

/** An error of a row: it is held back. */
export function error(
  code: string,
  message: string,
  expected: string,
  came: string,
  column: string,
): Finding {
  return { code, severity: 'error', message, expected, came: shown(came), column }
}

/** A warning of a row: it goes on. */
export function warning(
  code: string,
  message: string,
  expected: string,
  came: string,
  column: string,
): Finding {
  return { ...error(code, message, expected, came, column), severity: 'warning' }
}

function statusIn(fields: Fields, findings: Finding[]): CertificateStatus | null {
  const text = fields['status'] ?? ''
  if (saysNothing(text)) return null
  const word = text.normalize('NFKC').trim().toUpperCase()
  const known = statusWords[word]
  if (known !== undefined && Object.hasOwn(statusWords, word)) return known
  const words = Object.keys(statusWords)
  const message = `${shown(text)} is no state. ${hintOf(word, words, `It is one of ${words.join(', ')}.`)}`
  findings.push(error('UNKNOWN_STATUS', message, certificateStatuses.join(' '), text, 'status'))
  return null
}

function dayIn(fields: Fields, field: string, findings: Finding[]): string | null {
  const read = readDay(fields[field] ?? '')
  if (read.kind === 'day') return read.day
  if (read.kind === 'nothing' || (read.kind === 'open' && field === 'validTo')) return null
  const text = fields[field] ?? ''
  findings.push(
    read.kind === 'refused'
      ? error(read.code, read.message, read.expected, text, field)
      : error('NOT_A_DAY', `${shown(text)} is not written as a day.`, 'a day like 2024-03-01', text, field),
  )
  return null
}
