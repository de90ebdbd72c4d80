import { describe, expect, test } from 'vitest'
import { frequencyOf } from '../../src/kernel/period.ts'
import {
  liesWithin,
  periodAfter,
  periodsFrom,
  periodsWithin,
  periodWithin,
  yearBefore,
} from '../../src/kernel/period-steps.ts'

describe('steps of periods', () => {
  test.each([
    ['2022-12', 1, '2023-01'],
    ['2022-01', -1, '2021-12'],
    ['2022-Q4', 1, '2023-Q1'],
    ['2022-S1', -1, '2021-S2'],
    ['2022', 3, '2025'],
    ['2024-02-28', 1, '2024-02-29'],
    ['2020-W53', 1, '2021-W01'],
    ['2021-W01', -1, '2020-W53'],
    ['2022-W01', -1, '2021-W52'],
    ['9999-12', 1, null],
    ['0001-01', -1, null],
    ['9999-12-31', 1, null],
  ])('%s and %i more is %s', (period, steps, after) => {
    expect(periodAfter(period, steps)).toBe(after)
  })

  test('go back the way they came, through every week and month of many years', () => {
    for (const first of ['1999-W50', '1999-11', '1999-Q3', '1999-S2', '1998', '1999-12-20']) {
      let period: string = first
      for (let step = 0; step < 700; step += 1) {
        const next = periodAfter(period, 1) ?? ''
        expect(frequencyOf(next), `${period} → ${next}`).toBe(frequencyOf(first))
        expect(next > period).toBe(true)
        expect(periodAfter(next, -1)).toBe(period)
        period = next
      }
    }
  })

  test('the year before exists for what is made of months', () => {
    expect(yearBefore('2022-08')).toBe('2021-08')
    expect(yearBefore('2022-Q1')).toBe('2021-Q1')
    expect(yearBefore('2022')).toBe('2021')
    expect(yearBefore('2022-W05')).toBeNull()
  })

  test('a year has twelve months and four quarters, a quarter three months', () => {
    expect(periodsWithin('2022', 'M')).toEqual(periodsFrom('2022-01', '2022-12'))
    expect(periodsWithin('2022', 'Q')).toEqual(['2022-Q1', '2022-Q2', '2022-Q3', '2022-Q4'])
    expect(periodsWithin('2022-Q3', 'M')).toEqual(['2022-07', '2022-08', '2022-09'])
    expect(periodsWithin('2022-08', 'M')).toEqual(['2022-08'])
    for (const month of periodsFrom('2019-01', '2021-12'))
      for (const coarse of ['A', 'S', 'Q', 'M'] as const)
        expect(periodsWithin(periodWithin(month, coarse), 'M')).toContain(month)
  })

  test('finer lies in coarser, never the other way, and weeks in nothing but themselves', () => {
    expect(liesWithin('M', 'A')).toBe(true)
    expect(liesWithin('M', 'M')).toBe(true)
    expect(liesWithin('A', 'M')).toBe(false)
    expect(liesWithin('W', 'M')).toBe(false)
    expect(periodsFrom('2022-03', '2022-02')).toEqual([])
  })
})
