import { expect, test } from 'vitest'
import { RateCounts, rateWindow } from '../../../src/platform/rate-counts.ts'

/** Counts by a clock that stands still until it is moved, at the beginning of a window. */
function countsAt(start = 1_000 * rateWindow) {
  let now = start
  const counts = new RateCounts({ now: () => new Date(now), monotonic: () => now })
  return {
    counts,
    move: (milliseconds: number) => {
      now += milliseconds
    },
  }
}

test('what was spent counts for a minute and less and less of it in the next', () => {
  const { counts, move } = countsAt()
  counts.spend('a', 600)
  move(59_999)
  expect(counts.spent('a')).toBe(600)
  move(1 + 30_000)
  expect(counts.spent('a')).toBeCloseTo(300)
  move(30_000)
  expect(counts.spent('a')).toBe(0)
  expect(counts.spent('b')).toBe(0)
})

test('nobody gets twice its share where two windows meet', () => {
  const { counts, move } = countsAt()
  move(59_000)
  counts.spend('a', 1_000)
  move(2_000)
  expect(counts.spent('a')).toBeGreaterThan(980)
})

test('the wait that is named is the shortest after which the points fit', () => {
  for (const [spentAt, points, limit] of [
    [0, 400, 1_000],
    [30_000, 900, 1_000],
    [59_000, 1_000, 1_000],
    [10_000, 1, 2_000],
  ] as const) {
    const { counts, move } = countsAt()
    move(spentAt)
    counts.spend('a', limit)
    const wait = counts.waitFor('a', points, limit)
    expect(wait).toBeGreaterThan(0)
    move(Math.floor(wait) - 10)
    expect(counts.spent('a') + points).toBeGreaterThan(limit)
    move(20)
    expect(counts.spent('a') + points).toBeLessThanOrEqual(limit)
    expect(counts.waitFor('a', points, limit)).toBe(0)
  }
})

test('a correction counts where the points were spent, and nowhere once they are forgotten', () => {
  const { counts, move } = countsAt()
  const early = counts.spend('a', 500)
  move(rateWindow)
  counts.spend('a', 100)
  counts.correct(early, -400)
  expect(counts.spent('a')).toBeCloseTo(200)
  move(rateWindow)
  counts.correct(early, -100)
  expect(counts.spent('a')).toBeCloseTo(100)
})

test('a clock that is set back or far ahead leaves nobody blocked for longer than two minutes', () => {
  const { counts, move } = countsAt()
  counts.spend('a', 1_000)
  move(-3_600_000)
  expect(counts.spent('a')).toBe(0)
  counts.spend('a', 1_000)
  expect(counts.waitFor('a', 1_000, 1_000)).toBeLessThanOrEqual(2 * rateWindow)
  move(7_200_000)
  expect(counts.spent('a')).toBe(0)
})

test('what is taken to be told is taken once, and again where it was not told', () => {
  const { counts } = countsAt()
  counts.spend('a', 5)
  counts.spend('a', 5)
  const [taken, before, ...more] = counts.takeUnsent()
  expect([taken?.points, before?.points, more]).toEqual([10, 0, []])
  expect(counts.takeUnsent()).toEqual([])
  if (taken === undefined) throw new Error('nothing was taken')
  counts.untold(taken)
  counts.spend('a', 1)
  expect(counts.takeUnsent()).toMatchObject([{ points: 11 }])
  counts.spend('a', 2)
  counts.learn(taken, 100)
  expect(counts.spent('a')).toBe(102)
})
