import { expect, test } from 'vitest'
import { closingLines } from '../support/skipped.ts'

test('what the machine lacks is counted for each program', () => {
  const lines = closingLines(
    [
      { name: 'reads [needs Postgres] > one', state: 'skipped', leftOut: true },
      { name: 'reads [needs Postgres] > two', state: 'skipped', leftOut: true },
      { name: 'both [needs Postgres] [needs Redis] > one', state: 'skipped', leftOut: true },
      { name: 'plain', state: 'passed' },
    ],
    0,
  )
  expect(lines).toEqual([
    'SKIPPED: 2 tests: the machine lacks Postgres',
    'SKIPPED: 1 test: the machine lacks Postgres or Redis',
    '1 passed, 0 failed, 3 skipped',
  ])
})

test('a test that skips itself is counted under its own reason', () => {
  expect(closingLines([{ name: 'a', state: 'skipped', note: 'the day is not over' }], 0)).toEqual([
    'SKIPPED: 1 test: the day is not over',
    '0 passed, 0 failed, 1 skipped',
  ])
})

test('a test whose set-up failed is not laid at the door of the machine', () => {
  expect(
    closingLines([{ name: 'pages [needs Chromium] > one', state: 'skipped', leftOut: false }], 1),
  ).toEqual(['SKIPPED: 1 test: the set-up of their suite failed', '0 passed, 1 failed, 1 skipped'])
})

test('a file that could not be loaded is a failure', () => {
  expect(closingLines([{ name: 'a', state: 'passed' }], 1)).toEqual(['1 passed, 1 failed, 0 skipped'])
})
