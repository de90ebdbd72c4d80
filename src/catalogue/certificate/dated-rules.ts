import type { Finding } from '../../intake/report.ts'
import { shown } from '../../kernel/text.ts'
import { saysNothing } from '../../kernel/text-refusal.ts'
import { certainDayIn, inOrder, lastDayIn } from '../stated-days.ts'
import { error, type Fields, hintOf } from '../stated-row.ts'
import { finalStatuses, statusAfter } from './life-cycle.ts'
import { type CertificateStatus, certificateStatuses } from './terms.ts'

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
  const statusSince = certainDayIn(fields, 'statusSince', findings)
  const validFrom = certainDayIn(fields, 'validFrom', findings)
  const validTo = lastDayIn(fields, 'validTo', findings)
  inOrder([validFrom, 'validFrom'], [validTo, 'validTo'], findings)
  if (statusSince !== null && statusSince > today)
    findings.push(
      error(
        'FUTURE_STATUS',
        `The state begins on ${statusSince}, which has not come. Say it from that day on.`,
        `a day up to ${today}`,
        statusSince,
        'statusSince',
      ),
    )
  return { status: status ?? 'VALID', statusSince, validFrom, validTo }
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
