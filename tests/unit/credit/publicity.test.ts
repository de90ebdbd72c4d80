import { describe, expect, test } from 'vitest'
import { type PublicityQuestion, publicityOf } from '../../../src/credit/publicity.ts'
import { publicityRules } from '../../../src/credit/publicity-rules.ts'
import { creditKinds, severities } from '../../../src/credit/terms.ts'

const penalty: PublicityQuestion = {
  kind: 'ADMINISTRATIVE_PENALTY',
  decisionDate: '2024-03-01',
  severity: null,
  penaltyKinds: ['FINE'],
  restricted: false,
  validUntil: null,
  publicityFrom: null,
  publicityUntil: null,
}

type Case = readonly [string, Partial<PublicityQuestion>, string]

/** `rule: from–until, repair from`, or the outcome with its reason. */
function told(question: PublicityQuestion): string {
  const answer = publicityOf(question)
  switch (answer.outcome) {
    case 'PUBLISHABLE': {
      const repair = answer.earliestRepair === null ? 'no repair' : `repair ${answer.earliestRepair}`
      const cut = answer.sourceEnd === null ? '' : `, ${answer.sourceEnd}`
      return `${answer.rule}: ${answer.from}–${answer.until ?? 'open'}, ${repair}${cut}`
    }
    case 'NOT_PUBLISHABLE':
      return `${answer.rule}: not, ${answer.reason}`
    case 'UNDECIDABLE':
      return `${answer.rule}: lacks ${answer.missing}`
  }
}

const cases: readonly Case[] = [
  // The rule of 2021.
  ['a fine', {}, 'SAMR_2021: 2024-03-01–2027-03-01, repair 2024-09-01'],
  [
    'counted from its first day in public',
    { publicityFrom: '2024-03-11' },
    'SAMR_2021: 2024-03-11–2027-03-11, repair 2024-09-11',
  ],
  [
    'decided before the rule',
    { decisionDate: '2020-05-31' },
    'SAMR_2021: 2020-05-31–2023-05-31, repair 2020-11-30',
  ],
  [
    'decided on a leap day',
    { decisionDate: '2024-02-29' },
    'SAMR_2021: 2024-02-29–2027-02-28, repair 2024-08-29',
  ],
  [
    'the last day of that rule',
    { decisionDate: '2025-06-21' },
    'SAMR_2021: 2025-06-21–2028-06-21, repair 2025-12-21',
  ],
  ['for use within government', { restricted: true }, 'SAMR_2021: not, RESTRICTED'],
  ['a warning alone', { penaltyKinds: ['WARNING'] }, 'SAMR_2021: not, WARNING_ALONE'],
  [
    'a warning with a fine',
    { penaltyKinds: ['WARNING', 'FINE'] },
    'SAMR_2021: 2024-03-01–2027-03-01, repair 2024-09-01',
  ],
  ['criticism alone', { penaltyKinds: ['CRITICISM'] }, 'SAMR_2021: 2024-03-01–2024-06-01, no repair'],
  [
    'criticism and warning',
    { penaltyKinds: ['WARNING', 'CRITICISM'] },
    'SAMR_2021: 2024-03-01–2024-06-01, no repair',
  ],
  [
    'criticism and fine',
    { penaltyKinds: ['CRITICISM', 'FINE'] },
    'SAMR_2021: 2024-03-01–2027-03-01, repair 2024-09-01',
  ],
  ['kinds that nobody said', { penaltyKinds: [] }, 'SAMR_2021: lacks penaltyKind'],
  ['no day of decision', { decisionDate: null }, 'SAMR_2021: lacks decisionDate'],
  [
    'no day of decision, but one in public',
    { decisionDate: null, publicityFrom: '2024-03-01' },
    'SAMR_2021: 2024-03-01–2027-03-01, repair 2024-09-01',
  ],
  ...(
    [
      'ORDER_SUSPENSION',
      'ORDER_CLOSURE',
      'RESTRICT_BUSINESS',
      'RESTRICT_PROFESSION',
      'REVOKE_LICENCE',
      'LOWER_QUALIFICATION',
    ] as const
  ).map(
    (kind): Case => [
      `${kind} is not repaired`,
      { penaltyKinds: ['FINE', kind] },
      'SAMR_2021: 2024-03-01–2027-03-01, no repair',
    ],
  ),
  [
    'a ban that lasts longer',
    { penaltyKinds: ['RESTRICT_PROFESSION'], validUntil: '2029-02-28' },
    'SAMR_2021: 2024-03-01–2029-03-01, no repair',
  ],
  [
    'a ban that lasts shorter',
    { penaltyKinds: ['RESTRICT_PROFESSION'], validUntil: '2025-02-28' },
    'SAMR_2021: 2024-03-01–2027-03-01, no repair',
  ],
  [
    'a ban for life',
    { penaltyKinds: ['RESTRICT_PROFESSION'], validUntil: 'OPEN' },
    'SAMR_2021: 2024-03-01–open, no repair',
  ],
  [
    'a fine holds for no time',
    { validUntil: '2029-02-28' },
    'SAMR_2021: 2024-03-01–2027-03-01, repair 2024-09-01',
  ],
  [
    'the source ends it earlier',
    { publicityUntil: '2025-03-01' },
    'SAMR_2021: 2024-03-01–2025-03-01, repair 2024-09-01',
  ],
  [
    'the source ends it as the rule',
    { publicityUntil: '2027-03-01' },
    'SAMR_2021: 2024-03-01–2027-03-01, repair 2024-09-01',
  ],
  [
    'the source ends it too late',
    { publicityUntil: '2029-03-01' },
    'SAMR_2021: 2024-03-01–2027-03-01, repair 2024-09-01, CUT',
  ],
  [
    'the source ends it below the least',
    { publicityUntil: '2024-05-01' },
    'SAMR_2021: 2024-03-01–2024-05-01, no repair, SHORT',
  ],
  ['a body', { kind: 'BODY_SANCTIONED' }, 'SAMR_2021: 2024-03-01–2027-03-01, repair 2024-09-01'],
  [
    'a laboratory',
    { kind: 'LABORATORY_SANCTIONED', penaltyKinds: ['WARNING'] },
    'SAMR_2021: not, WARNING_ALONE',
  ],
  // The scheme of 2025.
  ['no level since the scheme', { decisionDate: '2025-06-22' }, 'CREDIT_REPAIR_2025: lacks severity'],
  ['minor', { severity: 'MINOR' }, 'CREDIT_REPAIR_2025: 2024-03-01–2024-06-01, repair 2024-03-01'],
  ['general', { severity: 'GENERAL' }, 'CREDIT_REPAIR_2025: 2024-03-01–2025-03-01, repair 2024-06-01'],
  ['serious', { severity: 'SERIOUS' }, 'CREDIT_REPAIR_2025: 2024-03-01–2027-03-01, repair 2025-03-01'],
  [
    'counted from the decision',
    { severity: 'GENERAL', publicityFrom: '2024-04-01' },
    'CREDIT_REPAIR_2025: 2024-04-01–2025-03-01, repair 2024-06-01',
  ],
  [
    'first public when it may be repaired',
    { severity: 'GENERAL', publicityFrom: '2024-08-01' },
    'CREDIT_REPAIR_2025: 2024-08-01–2025-03-01, repair 2024-08-01',
  ],
  [
    'first public when it is over',
    { severity: 'MINOR', publicityFrom: '2024-06-01' },
    'CREDIT_REPAIR_2025: not, NO_DAYS',
  ],
  [
    'the source within the range',
    { severity: 'GENERAL', publicityUntil: '2024-10-01' },
    'CREDIT_REPAIR_2025: 2024-03-01–2024-10-01, repair 2024-06-01',
  ],
  [
    'the source at the least',
    { severity: 'GENERAL', publicityUntil: '2024-06-01' },
    'CREDIT_REPAIR_2025: 2024-03-01–2024-06-01, no repair',
  ],
  [
    'the source beyond the range',
    { severity: 'GENERAL', publicityUntil: '2025-03-02' },
    'CREDIT_REPAIR_2025: 2024-03-01–2025-03-01, repair 2024-06-01, CUT',
  ],
  [
    'the source below the range',
    { severity: 'SERIOUS', publicityUntil: '2024-09-01' },
    'CREDIT_REPAIR_2025: 2024-03-01–2024-09-01, no repair, SHORT',
  ],
  [
    'a revocation may be repaired there',
    { severity: 'SERIOUS', penaltyKinds: ['REVOKE_LICENCE'] },
    'CREDIT_REPAIR_2025: 2024-03-01–2027-03-01, repair 2025-03-01',
  ],
  [
    'a warning with a level',
    { severity: 'MINOR', penaltyKinds: ['WARNING'] },
    'CREDIT_REPAIR_2025: not, WARNING_ALONE',
  ],
  [
    'a level without kinds',
    { severity: 'GENERAL', penaltyKinds: [] },
    'CREDIT_REPAIR_2025: 2024-03-01–2025-03-01, repair 2024-06-01',
  ],
  [
    'a level without a day of decision',
    { severity: 'GENERAL', decisionDate: null, publicityFrom: '2024-03-01' },
    'CREDIT_REPAIR_2025: lacks decisionDate',
  ],
  // The other kinds.
  [
    'a licence',
    { kind: 'ADMINISTRATIVE_LICENCE', penaltyKinds: [], validUntil: '2026-02-28' },
    'LICENCE_WHILE_VALID: 2024-03-01–2026-03-01, no repair',
  ],
  [
    'a licence for good',
    { kind: 'ADMINISTRATIVE_LICENCE', penaltyKinds: [], validUntil: 'OPEN' },
    'LICENCE_WHILE_VALID: 2024-03-01–open, no repair',
  ],
  [
    'a licence that says no end',
    { kind: 'ADMINISTRATIVE_LICENCE', penaltyKinds: [] },
    'LICENCE_WHILE_VALID: 2024-03-01–2027-03-01, no repair',
  ],
  [
    'a licence, recent and without level',
    {
      kind: 'ADMINISTRATIVE_LICENCE',
      decisionDate: '2026-01-05',
      penaltyKinds: [],
      validUntil: 'OPEN',
      publicityUntil: '2028-01-05',
    },
    'LICENCE_WHILE_VALID: 2026-01-05–2028-01-05, no repair',
  ],
  [
    'a suspension',
    { kind: 'CERTIFICATE_SUSPENDED', penaltyKinds: [] },
    'CERTIFICATE_SUSPENSION: 2024-03-01–2025-03-01, repair 2024-03-01',
  ],
  [
    'a suspension with an end',
    { kind: 'CERTIFICATE_SUSPENDED', penaltyKinds: [], validUntil: '2024-08-31' },
    'CERTIFICATE_SUSPENSION: 2024-03-01–2024-09-01, repair 2024-03-01',
  ],
  [
    'a withdrawal',
    { kind: 'CERTIFICATE_WITHDRAWN', penaltyKinds: [] },
    'CERTIFICATE_WITHDRAWAL: 2024-03-01–2027-03-01, repair 2025-03-01',
  ],
  [
    'a cancellation',
    { kind: 'CERTIFICATE_CANCELLED', penaltyKinds: [] },
    'CERTIFICATE_CANCELLATION: 2024-03-01–2025-03-01, no repair',
  ],
  [
    'a proficiency result',
    { kind: 'PROFICIENCY_RESULT', penaltyKinds: [] },
    'PROFICIENCY_RESULT: 2024-03-01–2025-03-01, no repair',
  ],
  [
    'the abnormal list',
    { kind: 'ABNORMAL_OPERATION_LIST', penaltyKinds: [] },
    'ABNORMAL_OPERATION_LIST: 2024-03-01–2027-03-01, repair 2024-03-01',
  ],
  [
    'the abnormal list, removed',
    { kind: 'ABNORMAL_OPERATION_LIST', penaltyKinds: [], validUntil: '2024-12-31' },
    'ABNORMAL_OPERATION_LIST: 2024-03-01–2025-01-01, repair 2024-03-01',
  ],
  [
    'the abnormal list, for good',
    { kind: 'ABNORMAL_OPERATION_LIST', penaltyKinds: [], validUntil: 'OPEN' },
    'ABNORMAL_OPERATION_LIST: 2024-03-01–2027-03-01, repair 2024-03-01',
  ],
  [
    'the list of dishonesty',
    { kind: 'SERIOUS_DISHONESTY_LIST', penaltyKinds: [] },
    'SERIOUS_DISHONESTY_LIST: 2024-03-01–2027-03-01, repair 2025-03-01',
  ],
  [
    'a commendation',
    { kind: 'COMMENDATION', penaltyKinds: [] },
    'COMMENDATION: 2024-03-01–2027-03-01, no repair',
  ],
]

describe('how long a record may be seen', () => {
  test.each(cases)('%s', (_, said, expected) => {
    expect(told({ ...penalty, ...said })).toBe(expected)
  })

  test('every kind has a rule, with its name and version', () => {
    for (const kind of creditKinds)
      for (const severity of [null, ...severities]) {
        const answer = publicityOf({ ...penalty, kind, severity })
        const rule = publicityRules.find(({ name }) => name === answer.rule)
        expect(rule?.version).toBe(answer.version)
        expect(rule?.kinds).toContain(kind)
      }
  })

  test('nothing is public longer than its rule allows, whatever the source says', () => {
    for (const kind of creditKinds)
      for (const severity of [null, ...severities])
        for (const publicityUntil of ['2024-03-02', '2024-07-01', '2025-12-31', '2099-01-01']) {
          const said = publicityOf({ ...penalty, kind, severity, publicityUntil })
          const own = publicityOf({ ...penalty, kind, severity })
          if (said.outcome !== 'PUBLISHABLE' || own.outcome !== 'PUBLISHABLE') continue
          expect([own.until, publicityUntil]).toContain(said.until)
          expect(String(said.until) <= String(own.until)).toBe(true)
        }
  })
})
