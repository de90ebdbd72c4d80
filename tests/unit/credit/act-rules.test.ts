import { describe, expect, test } from 'vitest'
import type { View } from '../../../src/access/view.ts'
import {
  reasonOf,
  recordKnownTo,
  requireDisputable,
  requireRepairable,
} from '../../../src/credit/act-rules.ts'
import type { KnownRecord } from '../../../src/credit/known-record.ts'
import { HubError } from '../../../src/kernel/errors.ts'

const published: KnownRecord = {
  recordId: 'r1',
  source: 'double-publicity-penalties',
  region: '440300',
  status: 'PUBLISHED',
  disputed: false,
  disputeNote: null,
  rule: 'DEFAULT',
  publicityFrom: '2026-01-01',
  publicityUntil: '2027-01-01',
  earliestRepair: '2026-04-01',
  revision: 1,
  ending: null,
  today: '2026-06-01',
}
const ending = (kind: 'REPAIR' | 'WITHDRAWN') => ({ kind, endedBy: 'key:a', requestKey: null, told: false })

function codeOf(act: () => unknown): string | null {
  try {
    act()
    return null
  } catch (error) {
    if (error instanceof HubError) return error.code
    throw error
  }
}

describe('a repair', () => {
  const repaired = (changes: Partial<KnownRecord>) =>
    codeOf(() => requireRepairable({ ...published, ...changes }))

  test('may end what is public, from the first day on that its rule allows', () => {
    expect(repaired({})).toBeNull()
    expect(repaired({ today: '2026-04-01' })).toBeNull()
    expect(repaired({ status: 'PENDING' })).toBeNull()
    expect(repaired({ disputed: true })).toBeNull()
  })

  test.each([
    ['too early', { today: '2026-03-31' }, 'CREDIT_REPAIR_TOO_EARLY'],
    ['never', { earliestRepair: null }, 'CREDIT_NOT_REPAIRABLE'],
    ['before its first day', { status: 'PENDING', today: '2025-12-31' }, 'CREDIT_RECORD_NOT_PUBLIC'],
    ['not public', { status: 'RECEIVED' }, 'CREDIT_RECORD_NOT_PUBLIC'],
    ['forbidden to publish', { status: 'NOT_PUBLISHABLE' }, 'CREDIT_RECORD_NOT_PUBLIC'],
    ['repaired', { status: 'REPAIRED' }, 'CREDIT_RECORD_REPAIRED'],
    ['repaired a moment ago', { ending: ending('REPAIR') }, 'CREDIT_RECORD_REPAIRED'],
    ['withdrawn', { status: 'WITHDRAWN' }, 'CREDIT_RECORD_ENDED'],
    ['withdrawn a moment ago', { ending: ending('WITHDRAWN') }, 'CREDIT_RECORD_ENDED'],
    ['expired', { status: 'EXPIRED' }, 'CREDIT_RECORD_ENDED'],
    ['expired at midnight', { today: '2027-01-01' }, 'CREDIT_RECORD_ENDED'],
  ] as const)('is refused: %s', (_name, changes, code) => {
    expect(repaired(changes)).toBe(code)
  })

  test('that comes too early hears the first day on which it may', () => {
    expect(() => requireRepairable({ ...published, today: '2026-03-31' })).toThrow('2026-04-01')
  })
})

test.each([
  [{}, true, null],
  [{}, false, 'CREDIT_DISPUTE_UNCHANGED'],
  [{ disputed: true }, true, 'CREDIT_DISPUTE_UNCHANGED'],
  [{ disputed: true }, false, null],
  [{ status: 'RECEIVED' }, true, 'CREDIT_RECORD_NOT_PUBLIC'],
  [{ status: 'REPAIRED' }, true, 'CREDIT_RECORD_ENDED'],
  [{ ending: ending('REPAIR') }, true, 'CREDIT_RECORD_ENDED'],
  [{ today: '2027-01-01', disputed: true }, false, 'CREDIT_RECORD_ENDED'],
] as const)('of %o the mark of a dispute becomes %s: %s', (changes, disputed, code) => {
  expect(codeOf(() => requireDisputable({ ...published, ...changes }, disputed))).toBe(code)
})

test('another note on a disputed record changes it, the same one or none does not', () => {
  const marked = { ...published, disputed: true, disputeNote: '示例' }
  expect(codeOf(() => requireDisputable(marked, true, '另一说明'))).toBeNull()
  expect(codeOf(() => requireDisputable(marked, true, '示例'))).toBe('CREDIT_DISPUTE_UNCHANGED')
  expect(codeOf(() => requireDisputable(marked, true))).toBe('CREDIT_DISPUTE_UNCHANGED')
  expect(codeOf(() => requireDisputable({ ...marked, status: 'EXPIRED' }, true, 'x'))).toBe(
    'CREDIT_RECORD_ENDED',
  )
  expect(() => requireDisputable(marked, true)).toThrow('another `note`')
})

test('the refusal of a repair names the rule', () => {
  expect(() => requireRepairable({ ...published, earliestRepair: null, rule: 'MARKET_MINOR' })).toThrow(
    'MARKET_MINOR',
  )
})

describe('that a record is there', () => {
  const actor = { kind: 'key', id: 'a', holder: 'b' } as const
  const publisher: View = { role: 'publisher', actor, sources: [published.source] }
  const other: View = { role: 'publisher', actor, sources: ['credit-events'] }
  const supervisor: View = { role: 'supervisor', actor, regions: ['440000'] }
  const known = (view: View, changes: Partial<KnownRecord>) =>
    codeOf(() => recordKnownTo(view, { ...published, ...changes }, 'credit-record/r1')) === null

  test('everybody knows while it is public', () => {
    for (const view of [publisher, other, supervisor, { role: 'anonymous' } as const])
      expect(known(view, {})).toBe(true)
  })

  test('of one that has ended or is to come know its publisher, administrators, and supervisors with a purpose', () => {
    for (const changes of [
      { status: 'REPAIRED' },
      { ending: ending('REPAIR') },
      { today: '2027-01-01' },
    ] as const) {
      expect(known(publisher, changes)).toBe(true)
      expect(known({ role: 'administrator', actor }, changes)).toBe(true)
      expect(known({ ...supervisor, purpose: 'case 1' }, changes)).toBe(true)
      for (const view of [other, supervisor, { role: 'anonymous' } as const])
        expect(known(view, changes)).toBe(false)
    }
  })

  test('is denied in the same words, whether there is one or not', () => {
    const words = (record: KnownRecord | null) => {
      try {
        recordKnownTo(other, record, 'credit-record/r1')
      } catch (error) {
        return error instanceof HubError ? [error.message, error.code] : error
      }
      return null
    }
    expect(words({ ...published, status: 'REPAIRED' })).toEqual(words(null))
  })
})

test('a reason says something, and not too much', () => {
  expect(reasonOf('basis', ' 示例 ')).toBe('示例')
  expect(codeOf(() => reasonOf('basis', '  '))).toBe('BAD_USER_INPUT')
  expect(codeOf(() => reasonOf('basis', 'x'.repeat(2_001)))).toBe('BAD_USER_INPUT')
})
