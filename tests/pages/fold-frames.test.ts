import { describe, expect, test } from 'vitest'
import { foldFrame, foldFrames, shownChanges } from '../../src/web/start/fold-frames.ts'
import { delta, progress } from './frames.ts'

describe('folding frames into commits', () => {
  test('counts every change and keeps the first few', () => {
    const folded = foldFrame(foldFrame(null, delta(3, 'a', 'z', 200, 'more')), delta(3, 'b', 'a', 40))
    expect(folded).toMatchObject({
      position: 3,
      total: 240,
      complete: true,
      counts: { ENTERED: 240, LEFT: 0 },
    })
    expect(folded?.first).toHaveLength(shownChanges)
  })

  test('PROGRESS is no commit, although it names one', () => {
    expect(foldFrame(null, progress('c', null))).toBeNull()
    expect(foldFrames([progress('c', null), delta(4, 'd', 'c', 1)])).toHaveLength(1)
  })

  test('a list that was cut ends in a commit that says it is incomplete', () => {
    const commits = foldFrames([delta(1, 'a', 'z', 1), delta(2, 'b', 'a', 200, 'more')])
    expect(commits.map(({ position, complete }) => [position, complete])).toEqual([
      [1, true],
      [2, false],
    ])
  })

  test('a release is told by its source and code, not among the figures', () => {
    const frame = delta(1, 'a', 'z', 1)
    const release = { __typename: 'Release', code: '2022-08', source: { name: 'National table' } }
    const folded = foldFrame(null, {
      ...frame,
      changes: [...frame.changes, { op: 'ENTERED', id: 'r', before: null, node: release }],
    })
    expect(folded).toMatchObject({ total: 2, releases: ['National table, 2022-08'] })
    expect(folded?.first).toHaveLength(1)
  })
})
