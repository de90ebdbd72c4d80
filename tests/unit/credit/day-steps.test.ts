import { expect, test } from 'vitest'
import { dayAfter, monthsAfter } from '../../../src/credit/day-steps.ts'

test.each([
  ['2024-01-31', 1, '2024-02-29'],
  ['2023-01-31', 1, '2023-02-28'],
  ['2024-02-29', 12, '2025-02-28'],
  ['2024-02-29', 36, '2027-02-28'],
  ['2024-02-29', 48, '2028-02-29'],
  ['2024-11-30', 3, '2025-02-28'],
  ['2024-12-31', 6, '2025-06-30'],
  ['2024-12-01', 1, '2025-01-01'],
  ['2024-03-15', 0, '2024-03-15'],
  ['2024-03-31', -1, '2024-02-29'],
  ['2024-01-15', -13, '2022-12-15'],
  ['1999-12-31', 2, '2000-02-29'],
  ['1899-12-31', 2, '1900-02-28'],
])('%s and %i months is %s', (day, months, after) => {
  expect(monthsAfter(day, months)).toBe(after)
})

test('months agree with the calendar of the machine, clamped to the end of the month', () => {
  for (let number = 0; number < 800; number += 7) {
    const start = new Date(Date.UTC(2023, 0, 1 + number))
    for (const months of [1, 3, 6, 12, 36]) {
      const first = new Date(Date.UTC(start.getUTCFullYear(), start.getUTCMonth() + months, 1))
      const last = new Date(Date.UTC(first.getUTCFullYear(), first.getUTCMonth() + 1, 0)).getUTCDate()
      first.setUTCDate(Math.min(start.getUTCDate(), last))
      expect(monthsAfter(start.toISOString().slice(0, 10), months)).toBe(first.toISOString().slice(0, 10))
    }
    expect(dayAfter(start.toISOString().slice(0, 10))).toBe(
      new Date(start.getTime() + 86_400_000).toISOString().slice(0, 10),
    )
  }
})

test.each(['2023-02-29', '2024-13-01', '2024-00-10', '2024-01-00', '24-01-01', ''])(
  '%j is no day',
  (text) => {
    expect(() => monthsAfter(text, 1)).toThrow('is no day')
    expect(() => dayAfter(text)).toThrow('is no day')
  },
)
