import { expect, it } from 'vitest'
import { pageOf } from '../../../src/kernel/graph/page-of.ts'
import { parsePageCursor } from '../../../src/kernel/page.ts'

const parts = {
  size: 2,
  continued: false,
  position: 7,
  keysOf: (node: string) => [node],
  count: async () => 3,
}

it('a page drops the row that only says there is more, and each entry has its cursor', async () => {
  const page = pageOf({ ...parts, rows: ['a', 'b', 'c'] })
  expect(page.nodes).toEqual(['a', 'b'])
  expect(page.pageInfo).toEqual({
    hasNextPage: true,
    hasPreviousPage: false,
    startCursor: page.edges[0]?.cursor,
    endCursor: page.edges[1]?.cursor,
  })
  expect(parsePageCursor(page.pageInfo.endCursor ?? '', 1)).toEqual({ position: 7, keys: ['b'] })
  expect(await page.totalCount).toBe(3)
})

it('an empty page has no cursors', () => {
  const page = pageOf({ ...parts, rows: [], continued: true })
  expect(page.pageInfo).toEqual({
    hasNextPage: false,
    hasPreviousPage: true,
    startCursor: null,
    endCursor: null,
  })
})

it('a page of no entries can still say that there are some', () => {
  const page = pageOf({ ...parts, size: 0, rows: ['a'] })
  expect(page.nodes).toEqual([])
  expect(page.pageInfo.hasNextPage).toBe(true)
})
