import { expect, test } from 'vitest'
import { readTextArray } from '../../../src/platform/text-array.ts'

test.each([
  ['{}', []],
  ['{a,b}', ['a', 'b']],
  ['{NULL,"NULL"}', [null, 'NULL']],
  ['{"a,b","say \\"so\\"","back\\\\slash",""}', ['a,b', 'say "so"', 'back\\slash', '']],
  ['{获证组织,"两 字"}', ['获证组织', '两 字']],
])('%s is read as Postgres means it', (text, elements) => {
  expect(readTextArray(text)).toEqual(elements)
})
