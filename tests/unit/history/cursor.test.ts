import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  beginning,
  parseStreamCursor,
  type StreamPoint,
  streamCursor,
  tagOf,
} from '../../../src/history/cursor.ts'
import { isStorable } from '../../../src/kernel/text.ts'

const point: StreamPoint = { epoch: 'e1', position: 12, tag: '89abcdef', place: null, snapshot: false }
const written = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64url')

/** Texts of any UTF-16 units, halves of characters among them. */
const anyText = fc
  .array(fc.oneof(fc.integer({ min: 32, max: 126 }), fc.integer({ min: 0, max: 0xffff })), { maxLength: 40 })
  .map((units) => String.fromCharCode(...units))

describe('stream cursors', () => {
  it('come back as they were given', () => {
    const text = anyText.filter(isStorable)
    const place = fc.option(fc.record({ noun: text, key: text }))
    const position = fc.maxSafeNat().filter((value) => value < Number.MAX_SAFE_INTEGER)
    const points = fc.record({ epoch: text, position, tag: text, place, snapshot: fc.boolean() })
    fc.assert(
      fc.property(points, (one) => {
        const cursor = streamCursor(one)
        expect(cursor).toMatch(/^[\w-]+$/)
        expect(parseStreamCursor(cursor)).toEqual(one)
        expect(streamCursor({ ...one })).toBe(cursor)
      }),
    )
  })

  it('"0" is the beginning of every history', () => {
    expect(parseStreamCursor(beginning)).toBeNull()
  })

  it.each([
    ['nothing', ''],
    ['a word', 'hello'],
    ['a number', '1'],
    ['other characters', 'a b+c/'],
    ['NUL', '\u0000'],
    ['half of one', streamCursor(point).slice(0, -6)],
    ['one with a letter lost', streamCursor(point).slice(1)],
    ['no list', written({ position: 1 })],
    ['another form', written([2, 'e1', 12, 't', 0])],
    ['too few parts', written([1, 'e1', 12, 't'])],
    ['a noun without a key', written([1, 'e1', 12, 't', 0, 'observation'])],
    ['too many parts', written([1, 'e1', 12, 't', 0, 'observation', 'k', 'x'])],
    ['a position as text', written([1, 'e1', '12', 't', 0])],
    ['a negative position', written([1, 'e1', -1, 't', 0])],
    ['a position with a fraction', written([1, 'e1', 1.5, 't', 0])],
    ['the open end', written([1, 'e1', Number.MAX_SAFE_INTEGER, 't', 0])],
    ['an epoch that is no text', written([1, 7, 12, 't', 0])],
    ['a key that is no text', written([1, 'e1', 12, 't', 0, 'observation', null])],
    ['NUL in a key', written([1, 'e1', 12, 't', 0, 'observation', '\u0000'])],
    ['NUL in the epoch', written([1, '\u0000', 12, 't', 0])],
    ['half a character', Buffer.from('[1,"e1",12,"\\ud800",0]').toString('base64url')],
    ['a snapshot that is neither yes nor no', written([1, 'e1', 12, 't', 'yes'])],
    ['a huge one', written([1, 'e1', 12, 't', 0, 'observation', 'k'.repeat(100_000)])],
    ['deeply nested lists', Buffer.from('['.repeat(400)).toString('base64url')],
  ])('are refused with INVALID_CURSOR when they are %s', (_, cursor) => {
    expect(() => parseStreamCursor(cursor)).toThrow(
      expect.objectContaining({ code: 'INVALID_CURSOR', came: expect.any(String) }),
    )
  })

  it('refuse any text that this hub did not write, and throw nothing else', () => {
    fc.assert(
      fc.property(anyText, (text) => {
        if (text !== beginning)
          expect(() => parseStreamCursor(text)).toThrow(expect.objectContaining({ code: 'INVALID_CURSOR' }))
      }),
    )
  })
})

it('a tag is the end of a commit’s random id', () => {
  expect(tagOf('01234567-89ab-cdef-0123-456789abcdef')).toBe('89abcdef')
})
