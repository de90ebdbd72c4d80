import { creditKinds, severities } from '../../../src/credit/terms.ts'
import { dayHasCome } from '../../../src/credit/writes-days.ts'
import type { Condition } from '../../../src/kernel/condition.ts'
import type { TestHub } from '../../support/hub.ts'
import { endRows, writeRows } from './written-records.ts'

/** The organizations of a random world. */
export const organizations = ['ra', 'rb', 'rc', 'rd', 're']
const regions = ['440300', '440000', null]

/** Records of several revisions, of organizations that are merged and split. */
export async function writeWorld(hub: TestHub, random: (below: number) => number): Promise<void> {
  const one = <Item>(list: readonly Item[]): Item => list[random(list.length)] as Item
  for (let commit = 0; commit < 4; commit += 1) {
    await writeRows(
      hub,
      'credit_record',
      [...new Set(Array.from({ length: 40 }, () => random(90)))].map((index) => ({
        id: `r${index}`,
        organization_id: one([...organizations, null]),
        kind: one(creditKinds),
        severity: one([...severities, null]),
        region: one(regions),
        disputed: random(3) === 0,
        status: one(['PENDING', 'PUBLISHED', 'EXPIRED']),
        publicity_from: one([null, '2026-01-01', '2999-01-01']),
        publicity_until: one([null, '2026-02-01', '2999-02-01']),
        decision_date: one([null, '2026-01-01', '2026-02-01', '2026-03-01']),
        fine: one([null, '0', '0.00', '12.5', '510000']),
      })),
    )
    await writeRows(hub, 'organization_link', [
      { id: organizations[commit] ?? '', into_id: organizations[commit + 1] ?? '' },
    ])
    if (commit === 2) await endRows(hub, 'organization_link', ['rb'])
  }
  // The sweep tells of days that have come in a commit of its own, which must not fall between two reads of a test.
  while (await dayHasCome(hub.database)) await hub.tail.beyond(hub.tail.position, AbortSignal.timeout(10_000))
}

/** Any filter of them. */
export function anyCondition(random: (below: number) => number, depth: number): Condition {
  const one = <Item>(list: readonly Item[]): Item => list[random(list.length)] as Item
  const test = (field: string, operator: string, operand: string | boolean | readonly string[]): Condition =>
    ({ kind: 'test', field, operator, compare: field === 'fine' ? 'decimal' : 'text', operand }) as Condition
  switch (random(depth > 0 ? 11 : 8)) {
    case 0:
      return test('organization', one(['eq', 'ne']), one(organizations))
    case 1:
      return test('organization', one(['in', 'notIn']), [one(organizations), one(organizations)])
    case 2:
      return test('kind', one(['eq', 'ne']), one(creditKinds))
    case 3:
      return test('severity', one(['eq', 'ne']), one(severities))
    case 4:
      return test('status', one(['eq', 'ne']), one(['PENDING', 'PUBLISHED', 'EXPIRED']))
    case 5:
      return test('disputed', 'eq', one(['true', 'false']))
    case 6:
      return test(one(['decisionDate', 'fine', 'region', 'organization']), 'isNull', one([true, false]))
    case 7:
      return test('fine', one(['eq', 'ne', 'lte', 'gt']), one(['0', '12.50', '100']))
    case 8:
      return { kind: 'not', of: anyCondition(random, depth - 1) }
    default: {
      const of = Array.from({ length: random(4) }, () => anyCondition(random, depth - 1))
      return { kind: one(['all', 'all', 'any']), of }
    }
  }
}
