import { describe, expect, test } from 'vitest'
import { combine, narrowed, noFigure, statedFigure } from '../../../src/statistics/table/combine.ts'
import type { Figure, Member } from '../../../src/statistics/table/terms.ts'

const said = (value: string | null, status = 'A') => statedFigure(value, status as 'A', null)
const members = (...figures: readonly Figure[]): readonly Member[] =>
  figures.map((figure, index) => ({ dimension: 'REGION', code: String(index), figure }))
const bounds = (lower: string | null, upper: string | null): Figure => ({
  ...noFigure,
  kind: 'BOUNDED',
  lower,
  upper,
  reason: 'MEMBERS_MISSING',
})
const all = { complete: true, additivity: 'ADDITIVE', neverNegative: true } as const

describe('members together', () => {
  test.each([
    ['all exact: a sum', all, [said('1'), said('2.50')], 'SUM', '3.5', '3.5', null],
    ['zero is a figure', all, [said('0'), said('0')], 'SUM', '0', '0', null],
    ['one missing: at least the rest', all, [said('1'), noFigure], 'BOUNDED', '1', null, 'MEMBERS_MISSING'],
    ['one withheld', all, [said('1'), said(null, 'Q')], 'BOUNDED', '1', null, 'SUPPRESSED'],
    [
      'one withheld and one missing',
      all,
      [said('1'), said(null, 'Q'), noFigure],
      'BOUNDED',
      '1',
      null,
      'MEMBERS_MISSING',
    ],
    [
      'one withheld of members that are not all known',
      { ...all, complete: false },
      [said('1'), said(null, 'Q')],
      'BOUNDED',
      '1',
      null,
      'MEMBERS_MISSING',
    ],
    ['one bounded', all, [said('1'), bounds('2', '5')], 'BOUNDED', '3', '6', 'MEMBERS_BOUNDED'],
    [
      'not all members known',
      { ...all, complete: false },
      [said('7')],
      'BOUNDED',
      '7',
      null,
      'MEMBERS_MISSING',
    ],
    [
      'below zero possible, one missing: nothing is certain',
      { ...all, neverNegative: false },
      [said('1'), noFigure],
      'UNAVAILABLE',
      null,
      null,
      'NO_FIGURE',
    ],
    [
      'below zero possible, all there',
      { ...all, neverNegative: false },
      [said('-1'), said('3')],
      'SUM',
      '2',
      '2',
      null,
    ],
    [
      'distinct: from the greatest to the sum',
      { ...all, additivity: 'DISTINCT' as const },
      [said('4'), said('9')],
      'BOUNDED',
      '9',
      '13',
      'NOT_ADDITIVE',
    ],
    [
      'distinct with one missing',
      { ...all, additivity: 'DISTINCT' as const },
      [said('4'), noFigure],
      'BOUNDED',
      '4',
      null,
      'MEMBERS_MISSING',
    ],
    [
      'nothing to be added',
      { ...all, additivity: 'NONE' as const },
      [said('4'), said('9')],
      'UNAVAILABLE',
      null,
      null,
      'NOT_ADDITIVE',
    ],
    ['nothing known', all, [noFigure, said(null, 'L')], 'UNAVAILABLE', null, null, 'NO_FIGURE'],
  ])('%s', (_what, how, figures, kind, lower, upper, reason) => {
    const figure = combine({ ...how, members: members(...figures) })
    expect(figure).toMatchObject({ kind, lower, upper, reason, value: kind === 'SUM' ? lower : null })
    expect(figure.members).toHaveLength(figures.length)
  })

  test.each([
    ['Q', 'SUPPRESSED'],
    ['L', 'NOT_COLLECTED'],
    ['M', 'CANNOT_EXIST'],
    ['O', 'NOT_PUBLISHED'],
    ['H', 'NOT_PUBLISHED'],
  ])('a figure with the status %s is %s, and not zero', (status, reason) => {
    expect(said(null, status)).toMatchObject({ kind: 'UNAVAILABLE', value: null, status, reason })
  })
})

describe('two true statements', () => {
  test('are one with the narrower bounds', () => {
    expect(narrowed(bounds('2', null), bounds('3', '9'))).toMatchObject({ lower: '3', upper: '9' })
    expect(narrowed(bounds('10', '12'), bounds('3', '11'))).toMatchObject({ lower: '10', upper: '11' })
    expect(narrowed(noFigure, bounds('3', '9'))).toMatchObject({ lower: '3', upper: '9' })
  })

  test('that contradict each other leave the first', () => {
    expect(narrowed(bounds('5', '6'), bounds('7', '9'))).toMatchObject({ lower: '5', upper: '6' })
  })
})
