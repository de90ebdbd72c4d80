import { expect, test } from 'vitest'
import { mayPublish, publishers, requireTo } from '../../../src/access/rights.ts'
import type { View } from '../../../src/access/view.ts'

const actor = { kind: 'key', id: 'desk', holder: 'A desk' } as const

function refusalOf(view: View): string {
  try {
    requireTo(mayPublish(view, 'cnca-by-field'), view, 'publish a release', publishers)
    return 'none'
  } catch (error) {
    return String(error)
  }
}

test('a publisher who is refused hears of which sources it is one', () => {
  const publisherOf = (...sources: readonly string[]): View => ({ role: 'publisher', actor, sources })
  expect(refusalOf(publisherOf('cnca-by-field'))).toBe('none')
  expect(refusalOf(publisherOf('a', 'b'))).toContain('it was asked for as publisher of a, b.')
  expect(refusalOf(publisherOf(...'abcdefg'))).toContain('as publisher of a, b, c, d, e ….')
  expect(refusalOf({ role: 'analyst', actor })).toContain('it was asked for as analyst.')
})
