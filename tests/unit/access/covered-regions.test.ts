import { expect, test } from 'vitest'
import { covers, groupMembers } from '../../../src/access/covered-regions.ts'
import { maySupervise } from '../../../src/access/rights.ts'
import regions from '../../../src/catalogue/reference/regions.json' with { type: 'json' }

test.each([
  ['440000', '440000', true],
  ['440000', '440100', true],
  ['440000', '440106', true],
  ['440000', '450100', false],
  ['440100', '440106', true],
  ['440100', '440000', false],
  ['440100', '440300', false],
  ['440106', '440106', true],
  ['440106', '440100', false],
  ['CN', '440106', true],
  ['CN', '820000', true],
  ['CN', 'ALL', false],
  ['CN', '4401', false],
  ['GBA', '810000', true],
  ['GBA', '440106', true],
  ['GBA', '440200', false],
  ['GBA9', '810000', false],
  ['GBA9', '440000', false],
  ['HK', 'HK', true],
  ['44____', '440100', false],
  ['.*', '440100', false],
])('%s covers %s: %s', (one, region, expected) => {
  expect(covers(['US', one], region)).toBe(expected)
})

test('nothing covers a region that is not known, and no regions cover nothing', () => {
  expect(covers(['CN', '440000'], null)).toBe(false)
  expect(covers([], '440000')).toBe(false)
  expect(covers(['toString'], '440000')).toBe(false)
})

test('groups have the members that the reference data gives them', () => {
  const groups = regions.filter(({ level }) => level === 'GROUP')
  expect(Object.fromEntries(groups.map(({ code, members }) => [code, members]))).toEqual(groupMembers)
})

test('a supervisor reads what is protected of its regions, and only for a purpose', () => {
  const actor = { kind: 'key', id: 'a', holder: 'b' } as const
  const supervisor = { role: 'supervisor', actor, regions: ['440000'] } as const
  expect(maySupervise(supervisor, '440100')).toBe(false)
  expect(maySupervise({ ...supervisor, purpose: 'case 1' }, '440100')).toBe(true)
  expect(maySupervise({ ...supervisor, purpose: 'case 1' }, '110000')).toBe(false)
  expect(maySupervise({ role: 'administrator', actor }, '440100')).toBe(false)
})
