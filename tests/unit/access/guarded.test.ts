import { expect, test } from 'vitest'
import { accessFor, lasting } from '../../../src/access/access.ts'
import {
  byPurpose,
  countsGuarded,
  guardedColumn,
  idsGuarded,
  wholeName,
} from '../../../src/access/guarded.ts'
import { type View, withoutPurpose } from '../../../src/access/view.ts'
import { sql, statementOf } from '../../../src/platform/sql.ts'

const actor = { kind: 'key', id: 'a', holder: 'b' } as const
const supervisor: View = { role: 'supervisor', actor, regions: ['440000'] }
const entitled: View = { ...supervisor, purpose: 'case 1' }

test('a purpose makes another view of a supervisor, and of nobody else', () => {
  expect(accessFor(lasting(supervisor), 'case 1').view).toEqual(entitled)
  expect(withoutPurpose(entitled)).toEqual(supervisor)
  const analyst = lasting({ role: 'analyst', actor })
  expect(accessFor(analyst, 'case 1')).toBe(analyst)
  expect(accessFor(lasting(supervisor), null).view).toEqual(supervisor)
})

test('a row that was read without saying whether it is guarded is a mistake', () => {
  const idOf = ({ id }: { readonly id: string }) => `credit_record:${id}`
  const rows = [
    { id: '1', guarded: true },
    { id: '2', guarded: false },
  ]
  expect(idsGuarded(rows, idOf)).toEqual(['credit_record:1'])
  expect(() => idsGuarded([{ id: '1' } as (typeof rows)[number]], idOf)).toThrow('guardedColumn')
})

test('whole names and guarded rows are for a purpose alone', async () => {
  const parts = { masked: sql`c.counterparty`, personId: sql`c.person_id`, region: sql`c.region` }
  expect(statementOf(wholeName(supervisor, parts)).text).toBe('c.counterparty')
  expect(statementOf(wholeName(entitled, parts)).text).toContain('from person w')
  expect(statementOf(guardedColumn(supervisor, 'credit_record', 'c')).text).toBe('false as guarded')
  expect(statementOf(guardedColumn(entitled, 'credit_record', 'c')).text).toContain('database_clock')
  expect(countsGuarded(supervisor, 'credit_record')).toEqual([])
  expect(countsGuarded(entitled, 'credit_record')).toEqual(['credit_record:count'])
  expect(byPurpose(async () => ({ rows: [], tags: [], guarded: [] })).byPurpose).toBe(true)
})
