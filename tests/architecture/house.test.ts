import { expect, test } from 'vitest'
import { describeBreach } from './rule.ts'
import { everyRule } from './rules/every-rule.ts'
import { tablesOfMigrations, tablesOfStorage } from './rules/versioned-tables.ts'
import { filesBelow } from './source-files.ts'

const files = ['migrations', 'src', 'tests'].flatMap((folder) => filesBelow(folder))

test.each(everyRule)('the house keeps its rule: $name', ({ breaches }) => {
  const told = breaches(files).map(describeBreach)
  if (told.length > 0) expect.fail(`${told.length} breaches:\n${told.join('\n')}\n`)
})

test('the nouns and the migrations declare the same versioned tables', () => {
  const migrated = [...tablesOfMigrations(files)].toSorted()
  expect(migrated.length, 'no versioned table was found: the search for them is broken').toBeGreaterThan(0)
  expect([...tablesOfStorage(files)].toSorted()).toEqual(migrated)
})
