import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { parseFeed } from '../../src/sources/feed.ts'
import byRegion from '../../src/sources/feeds/cnca-by-region.json' with { type: 'json' }
import { loadFeeds } from '../../src/sources/load-feeds.ts'

const columns = byRegion.layouts[0]?.columns

function withColumns(changed: object) {
  return { ...byRegion, layouts: [{ name: 'monthly', columns: changed }] }
}

const folder = join(import.meta.dirname, '../../src/sources')

describe('mapping files', () => {
  it('are all loaded, each under the source it is named after', () => {
    const names = readdirSync(join(folder, 'feeds')).filter((name) => name.endsWith('.json'))
    const files = names.map((name) => name.replace('.json', ''))
    expect([...loadFeeds().keys()].sort()).toEqual(files.sort())
  })

  it.each([
    ['an unknown key', { ...byRegion, colour: 'red' }, /colour/],
    [
      'an unknown field',
      withColumns({ ...columns, unit: { to: 'unit' } }),
      /unit is no field of observation/,
    ],
    ['an unknown noun', { ...byRegion, noun: 'weather' }, /noun/],
    [
      'a header that stands twice',
      withColumns({ ...columns, Period: { ignore: 'twice' } }),
      /Period stands twice/,
    ],
    ['no column that must be there', withColumns({ remark: { ignore: 'why' } }), /is required/],
    [
      'figures of something that has none',
      { ...byRegion, noun: 'organization', release: { newest: ['region'] } },
      /a organization has no figures/,
    ],
    [
      'a field that is said twice',
      { ...byRegion, fixed: { ...byRegion.fixed, region: 'ALL' } },
      /the region is said twice/,
    ],
    ['a field that nothing says', { ...byRegion, fixed: { scheme: 'TOTAL' } }, /nothing says the frequency/],
    [
      'no figures',
      withColumns({ period: { to: 'period' }, region_code: { to: 'region' } }),
      /no column holds a figure/,
    ],
    [
      'releases split by a fixed field',
      { ...byRegion, release: { per: 'frequency' } },
      /releases are split by frequency/,
    ],
  ])('with %s stop the start and say why', (_, content, message) => {
    expect(() => parseFeed('feeds/broken.json', content)).toThrow(message)
    expect(() => parseFeed('feeds/broken.json', content)).toThrow(/feeds\/broken\.json/)
  })
})

it('lists every finding code in the README, and no other', () => {
  const code = /'([A-Z]{2,}(?:_[A-Z]+)+)'/g
  const files = readdirSync(folder).filter((name) => /findings\.ts$|^read-feed\.ts$|^decode\.ts$/.test(name))
  const used = files.flatMap((name) =>
    [...readFileSync(join(folder, name), 'utf8').matchAll(code)].map((match) => match[1]),
  )
  const keys = [
    ...readFileSync(join(folder, 'row-findings.ts'), 'utf8').matchAll(/^ {2}([A-Z_]+): \{/gm),
  ].map((match) => match[1])
  const readme = readFileSync(join(folder, 'README.md'), 'utf8')
  const listed = [...readme.matchAll(/^\| `([A-Z_]+)` +\|/gm)].map((match) => match[1])
  expect(new Set(listed)).toEqual(new Set([...used, ...keys]))
})
