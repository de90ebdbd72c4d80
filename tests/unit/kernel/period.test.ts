import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { dayExists, firstDayOf, frequencyOf } from '../../../src/kernel/period.ts'

describe('frequencyOf', () => {
  it.each([
    ['2022', 'A'],
    ['2022-S2', 'S'],
    ['2022-Q3', 'Q'],
    ['2022-08', 'M'],
    ['2022-W05', 'W'],
    ['2020-W53', 'W'],
    ['2015-W53', 'W'],
    ['2022-08-31', 'D'],
    ['2024-02-29', 'D'],
    ['0004-W53', 'W'],
  ])('%s has the frequency %s', (period, frequency) => expect(frequencyOf(period)).toBe(frequency))

  it.each([
    '',
    '22',
    '0000',
    '0000-01-01',
    '2022-S3',
    '2022-Q0',
    '2022-Q5',
    '2022-00',
    '2022-13',
    '2022-8',
    '2022-W00',
    '2022-W54',
    '2022-W5',
    '2022-W53',
    '2021-02-29',
    '2022-02-30',
    '2022-04-31',
    '2022-00-10',
    '2022-12-32',
    '1900-02-29',
    ' 2022',
    '2022\n',
    '２０２２',
    '2022-08-31T00:00:00Z',
    '12022',
    '-2022',
  ])('%j is no period', (text) => expect(frequencyOf(text)).toBeNull())

  it('has 53 weeks in exactly the years whose 31 December lies in a 53rd week', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 9_999 }), (year) => {
        const text = String(year).padStart(4, '0')
        // ISO 8601: the Thursday of the last week belongs to the year, so 31 December is a Thursday, or a Friday of a leap year.
        const weekday = new Date(`${text}-12-31T00:00:00Z`).getUTCDay()
        const long = weekday === 4 || (weekday === 5 && dayExists(`${text}-02-29`))
        expect(frequencyOf(`${text}-W53`) !== null).toBe(long)
      }),
    )
  })
})

describe('firstDayOf', () => {
  it.each([
    ['2022', '2022-01-01'],
    ['2022-S1', '2022-01-01'],
    ['2022-S2', '2022-07-01'],
    ['2022-Q1', '2022-01-01'],
    ['2022-Q4', '2022-10-01'],
    ['2022-08', '2022-08-01'],
    ['2022-W01', '2022-01-03'],
    ['2021-W01', '2021-01-04'],
    ['2020-W53', '2020-12-28'],
    ['2025-W01', '2024-12-30'],
    ['0050-W10', '0050-03-07'],
    ['2022-08-31', '2022-08-31'],
  ])('%s begins on %s', (period, day) => expect(firstDayOf(period)).toBe(day))

  it('throws for what is no period, because its caller must have looked', () => {
    expect(() => firstDayOf('2022-13')).toThrow('2022-13 is not a period')
  })

  it('gives a Monday for every week, seven days apart', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 9_998 }), fc.integer({ min: 1, max: 51 }), (year, week) => {
        const of = (number: number) =>
          Date.parse(firstDayOf(`${String(year).padStart(4, '0')}-W${String(number).padStart(2, '0')}`))
        expect(new Date(of(week)).getUTCDay()).toBe(1)
        expect(of(week + 1) - of(week)).toBe(7 * 86_400_000)
      }),
    )
  })
})
