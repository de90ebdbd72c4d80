import { expect, it } from 'vitest'
import { type Frequency, firstDayOf, frequencyOf } from '../../../src/kernel/period.ts'
import { periodNumber, periodOfNumber } from '../../../src/kernel/period-number.ts'

const known: readonly (readonly [Frequency, string, number])[] = [
  ['A', '2022', 2022],
  ['S', '2022-S2', 4045],
  ['Q', '2022-Q3', 8090],
  ['M', '2022-08', 24271],
  ['W', '1970-W01', 0],
  ['W', '1970-W02', 1],
  ['W', '1969-W52', -1],
  ['D', '1970-01-01', 0],
  ['D', '1969-12-31', -1],
]

it.each(known)('%s %s is number %i, and back', (frequency, period, number) => {
  expect(periodNumber(period)).toBe(number)
  expect(periodOfNumber(frequency, number)).toBe(period)
})

it('numbers follow each other as time does, without a gap', () => {
  for (const frequency of ['A', 'S', 'Q', 'M', 'W', 'D'] as const) {
    const start = known.find(([each]) => each === frequency)?.[2] ?? 0
    let before = ''
    for (let number = start - 800; number < start + 800; number += 1) {
      const period = periodOfNumber(frequency, number)
      expect(frequencyOf(period)).toBe(frequency)
      expect(periodNumber(period)).toBe(number)
      expect(firstDayOf(period) > before).toBe(true)
      before = firstDayOf(period)
    }
  }
})
