import { expect, test } from 'vitest'
import { readReference, referenceVersion } from '../../src/catalogue/reference/reference.ts'
import { referenceRows } from '../../src/catalogue/reference-rows.ts'
import { digestOf } from '../../src/kernel/digest.ts'

/** What the lists of each version were. */
const digests: Readonly<Record<number, string>> = {
  1: '30d1ec09bd05aa5fd4860e7db09846e527ebc5bb8de5eac50c0306e6b6900536',
  2: 'da77139ead5ef81fa45f7fa93ab5ca68ecc98d7020198bb319fc436c0457e5f4',
  3: 'cbe539d7b46041ec18af6e99946bb512a04acafb6cbb38c7c8d7917e884010a0',
  4: 'd013637a3870b08d72edc1aff3262ead745d3a19341a2bdf83cf7e453a85958f',
  5: '5e9709bdeaaca67b428018cb1b6c151c5e192fea989a27faf9b90c5c30624783',
}

test('lists that changed have a new version: raise referenceVersion, and add its digest here', () => {
  const digest = digestOf(JSON.stringify([...referenceRows(readReference())]))
  expect(digest).toBe(digests[referenceVersion])
})
