import { mayPublish, maySupervise } from '../access/rights.ts'
import type { View } from '../access/view.ts'
import type { ErrorCode } from '../kernel/error-codes.ts'
import { HubError } from '../kernel/errors.ts'
import { shown } from '../kernel/text.ts'
import type { KnownRecord } from './known-record.ts'
import { creditStatusOn, type LifeCycleRefusal, standingAfter } from './life-cycle.ts'

/** The longest basis, document and note, in characters. */
export const longestReason = 2_000

/** A text that says why, without blanks around it; throws BAD_USER_INPUT where it says nothing, or too much. */
export function reasonOf(field: string, text: string): string {
  const reason = text.trim()
  if (reason.length >= 1 && reason.length <= longestReason) return reason
  const expected = `\`${field}\` of 1 to ${longestReason} characters`
  const came = reason === '' ? 'nothing' : `${reason.length} characters`
  throw new HubError({
    code: 'BAD_USER_INPUT',
    message: `Expected ${expected}; came ${came}.`,
    expected,
    came,
  })
}

/**
 * The record, where the view may know that it is there; throws UNKNOWN_CREDIT_RECORD, in the same words whether there is
 * none or it may not be seen. What has ended is there for its publisher, administrators, and its supervisors with a purpose.
 */
export function recordKnownTo(view: View, record: KnownRecord | null, id: string): KnownRecord {
  if (record !== null && isKnownTo(view, record)) return record
  throw new HubError({
    code: 'UNKNOWN_CREDIT_RECORD',
    message: 'No credit record that you may see has this id. Use the `id` of an entry of `creditRecords`.',
    expected: 'the id of a credit record',
    came: shown(id),
  })
}

function isKnownTo(view: View, record: KnownRecord): boolean {
  const isPublic = record.ending === null && statusOf(record) === 'PUBLISHED'
  return isPublic || mayPublish(view, record.source) || maySupervise(view, record.region)
}

/** Throws where a repair may not end the record today: ended, not public, too early, or never to be repaired. */
export function requireRepairable(record: KnownRecord): void {
  const { ending, disputed, earliestRepair, today } = record
  if (ending?.kind === 'REPAIR' || record.status === 'REPAIRED')
    throw refusal(
      'CREDIT_RECORD_REPAIRED',
      'It was repaired before: nobody finds it any more. Nothing is to be done.',
      { expected: 'a record that is public', came: 'one that was repaired' },
    )
  const after = standingAfter(
    { status: ending === null ? statusOf(record) : 'WITHDRAWN', disputed },
    'REPAIR',
  )
  if ('refused' in after) throw refusedBy(after.refused, record)
  if (earliestRepair === null)
    throw refusal(
      'CREDIT_NOT_REPAIRABLE',
      `The rule ${record.rule ?? 'of its publicity'} allows no repair to end its publicity early. It stays public until its last day; where the decision was annulled, withdraw it at its source.`,
      {
        expected: 'a record whose `earliestRepair` is not null',
        came: `one under ${record.rule ?? 'no rule'}`,
      },
    )
  if (today < earliestRepair) {
    const message = `It must stay public until ${earliestRepair}; today is ${today}. Repair it on that day or later.`
    throw refusal('CREDIT_REPAIR_TOO_EARLY', message, { expected: `${earliestRepair} or later`, came: today })
  }
}

/**
 * Throws where the mark of a dispute may not be set or taken away. Set again with another note it changes that; without
 * one nothing would change.
 */
export function requireDisputable(record: KnownRecord, disputed: boolean, note: string | null = null): void {
  const status = record.ending === null ? statusOf(record) : 'WITHDRAWN'
  const event = disputed ? 'DISPUTE' : 'RESOLVE_DISPUTE'
  const after = standingAfter({ status, disputed: record.disputed }, event)
  const isNews = note !== null && note !== record.disputeNote
  if ('refused' in after && !(after.refused === 'ALREADY_DISPUTED' && isNews))
    throw refusedBy(after.refused, record)
}

function statusOf({ status, publicityFrom, publicityUntil, today }: KnownRecord) {
  return creditStatusOn(status, publicityFrom, publicityUntil, today)
}

function refusedBy(reason: LifeCycleRefusal, record: KnownRecord): HubError {
  const expected = 'a record that is public'
  switch (reason) {
    case 'RECORD_ENDED':
      return refusal(
        'CREDIT_RECORD_ENDED',
        'It has ended, which is final: nobody finds it any more. Nothing is to be done.',
        { expected, came: 'one that has ended' },
      )
    case 'ALREADY_DISPUTED':
      return refusal(
        'CREDIT_DISPUTE_UNCHANGED',
        'It is marked as disputed already, with this note or without one. Send another `note` to change what is said against it, or `disputed: false` to take the mark away.',
        { expected: 'another `note`, or `disputed: false`', came: '`disputed: true`' },
      )
    case 'NOT_DISPUTED':
      return refusal(
        'CREDIT_DISPUTE_UNCHANGED',
        'It is not marked as disputed, so there is no mark to take away. Send `disputed: true` to set it.',
        { expected: '`disputed: true`', came: '`disputed: false`' },
      )
    default:
      return refusal(
        'CREDIT_RECORD_NOT_PUBLIC',
        'It is not public, so there is no publicity to end or dispute. Wait for its first day, or correct it at its source.',
        { expected, came: `one that is ${statusOf(record)}` },
      )
  }
}

function refusal(
  code: ErrorCode,
  message: string,
  said: { readonly expected?: string; readonly came?: string } = {},
): HubError {
  return new HubError({ code, message, ...said })
}
