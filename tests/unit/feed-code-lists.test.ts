import { expect, test } from 'vitest'
import { readSources } from '../../src/catalogue/reference/sources.ts'
import { loadFeeds } from '../../src/sources/load-feeds.ts'

test('a source says the code list that its feed reads its schemes by', () => {
  const feeds = loadFeeds()
  const sources = readSources()
  expect(sources.length).toBeGreaterThan(1)
  for (const source of sources.filter(({ noun }) => noun !== 'measure'))
    expect(feeds.get(source.code)?.codeList).toBe(source.codeList)
})
