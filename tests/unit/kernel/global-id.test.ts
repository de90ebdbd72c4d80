import 'reflect-metadata'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { globalId, parseGlobalId } from '../../../src/kernel/graph/global-id.ts'
import { typeNameOf } from '../../../src/kernel/graph/node.ts'

const key = 'certificates/440000/TOTAL/M/cnca-by-region/certificate/-/2022-08'

describe('global ids', () => {
  it('are the same for every revision, and carry the position where one was named', () => {
    expect(globalId('observation', key, { readAt: 12, pinned: false })).toBe(`observation/${key}`)
    expect(globalId('observation', key, { readAt: 12, pinned: true })).toBe(`observation/${key}@12`)
  })

  it('come apart as they were put together', () => {
    const keys = fc.stringMatching(/^[A-Za-z0-9/.-]{1,80}$/)
    const positions = fc.maxSafeNat().filter((position) => position < Number.MAX_SAFE_INTEGER)
    fc.assert(
      fc.property(keys, positions, fc.boolean(), (text, readAt, pinned) => {
        const id = globalId('code-list', text, { readAt, pinned })
        expect(parseGlobalId(id)).toEqual({ noun: 'code-list', key: text, at: pinned ? readAt : null })
      }),
    )
  })

  it.each([
    ['nothing', ''],
    ['no noun', '/key'],
    ['no key', 'observation/'],
    ['no slash', 'observation'],
    ['a noun in capitals', 'Observation/key'],
    ['NUL', 'observation/a\u0000'],
    ['half a character', 'observation/\ud800'],
    ['two positions', 'observation/key@1@2'],
    ['no position after @', 'observation/key@'],
    ['a word as position', 'observation/key@now'],
    ['the open end as position', `observation/key@${Number.MAX_SAFE_INTEGER}`],
    ['a huge position', `observation/key@${'9'.repeat(40)}`],
    ['a huge key', `observation/${'k'.repeat(501)}`],
  ])('are refused with INVALID_ID when they hold %s', (_, id) => {
    expect(() => parseGlobalId(id)).toThrow(expect.objectContaining({ code: 'INVALID_ID' }))
  })

  it('name the type of their noun', () => {
    expect(['observation', 'code-list'].map(typeNameOf)).toEqual(['Observation', 'CodeList'])
  })
})
