import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { pageCursor, pageSize, parsePageCursor } from '../../../src/kernel/page.ts'

const written = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64url')

describe('pageSize', () => {
  it('is 50 when nobody says, and what is said from 0 to 1,000', () => {
    expect([undefined, null, 0, 1, 1_000].map(pageSize)).toEqual([50, 50, 0, 1, 1_000])
  })

  it.each([-1, 1_001, 2 ** 31, 1.5, Number.NaN])('refuses %s with PAGE_SIZE and says what came', (first) => {
    expect(() => pageSize(first)).toThrow(expect.objectContaining({ code: 'PAGE_SIZE', came: String(first) }))
  })
})

describe('page cursors', () => {
  it('come back as they were given, at the position of the first page', () => {
    const texts = fc.array(fc.stringMatching(/^[ -~认证😀é]{0,40}$/u), { maxLength: 4 })
    fc.assert(
      fc.property(
        fc.maxSafeNat().filter((position) => position < Number.MAX_SAFE_INTEGER),
        texts,
        (position, keys) => {
          const cursor = pageCursor({ position, keys })
          expect(cursor).toMatch(/^[\w-]+$/)
          expect(parsePageCursor(cursor, keys.length)).toEqual({ position, keys })
        },
      ),
    )
  })

  it.each([
    ['nothing', ''],
    ['a word', 'abc'],
    ['other characters', 'ab c='],
    ['NUL', '\u0000'],
    ['no list', written({ position: 1 })],
    ['null', written(null)],
    ['too few keys', written([1])],
    ['too many keys', written([1, 'a', 'b'])],
    ['a key that is no text', written([1, 2])],
    ['a key with NUL', written([1, 'a\u0000'])],
    ['a key with half a character', Buffer.from('[1,"\\ud800"]').toString('base64url')],
    ['a negative position', written([-1, 'a'])],
    ['a position as text', written(['1', 'a'])],
    ['a position that is not exact', Buffer.from('[9007199254740993,"a"]').toString('base64url')],
    ['an open end', written([Number.MAX_SAFE_INTEGER, 'a'])],
    ['a huge one', written([1, 'a'.repeat(10_000)])],
  ])('are refused with INVALID_CURSOR when they hold %s', (_, cursor) => {
    expect(() => parsePageCursor(cursor, 1)).toThrow(expect.objectContaining({ code: 'INVALID_CURSOR' }))
  })
})
