import { expect, test } from 'vitest'
import { readReference, referenceVersion } from '../../src/catalogue/reference/reference.ts'
import { referenceRows } from '../../src/catalogue/reference-rows.ts'
import { digestOf } from '../../src/kernel/digest.ts'

/** What the lists of each version were. */
const digests: Readonly<Record<number, string>> = {
  1: '30d1ec09bd05aa5fd4860e7db09846e527ebc5bb8de5eac50c0306e6b6900536',
}

test('lists that changed have a new version: raise referenceVersion, and add its digest here', () => {
  const digest = digestOf(JSON.stringify([...referenceRows(readReference())]))
  expect(digest).toBe(digests[referenceVersion])
})
