import { createHash } from 'node:crypto'
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { loadFeeds } from '../../src/sources/load-feeds.ts'
import { readFeed } from '../../src/sources/read-feed.ts'
import { collect } from './read-rows.ts'

const samples = join(import.meta.dirname, '../../samples')

/** SHA-256 of the two tables as they were transcribed, and the order in which their months stand there. */
const tables = [
  {
    source: 'cnca-by-field',
    digest: 'd30f3180a79560ba2d16fdef4b93b74240683d2e58abb3cf34383d190a33d2e5',
    folders: ['.', 'next'],
    rows: 156,
  },
  {
    source: 'cnca-by-region',
    digest: 'f8ed7604e3fd008dea3a6e01b8a353a0bfef7a1eef6a9ab98164b5b58342cc77',
    folders: ['.', 'next', 'later'],
    rows: 113,
  },
] as const

function filesOf(source: string, folders: readonly string[]): readonly string[] {
  return folders.flatMap((folder) =>
    readdirSync(join(samples, folder))
      .filter((name) => name.startsWith(source))
      .sort()
      .map((name) => join(folder, name)),
  )
}

async function draftsOf(source: string, file: string) {
  const feed = loadFeeds().get(source)
  if (feed === undefined) throw new Error(`expected a feed for ${source}, but none came`)
  const read = readFeed(feed, readFileSync(join(samples, file)))
  expect(read.findings).toEqual([])
  const rows = await collect(read.rows)
  expect(rows.flatMap((row) => row.findings)).toEqual([])
  return rows.flatMap((row) => row.drafts)
}

describe.each(tables)('the samples of $source', ({ source, digest, folders, rows }) => {
  const files = filesOf(source, folders)
  const contents = files.map((file) => readFileSync(join(samples, file), 'utf8'))

  it('are together the transcribed table, row for row', () => {
    const header = contents[0]?.split('\n')[0]
    const bodies = contents.map((content) => content.slice(content.indexOf('\n') + 1))
    const whole = `${header}\n${bodies.join('')}`
    expect(whole.trimEnd().split('\n')).toHaveLength(rows + 1)
    expect(createHash('sha256').update(whole).digest('hex')).toBe(digest)
  })

  it('hold one month each, the month of their name', async () => {
    for (const file of files) {
      const drafts = await draftsOf(source, file)
      expect(new Set(drafts.map((draft) => draft.release))).toEqual(new Set([file.slice(-11, -4)]))
    }
  })

  it('end at 2023-03 for the first start', () => {
    expect(filesOf(source, ['.']).at(-1)).toContain('2023-03')
    expect(filesOf(source, ['next']).map((file) => file.slice(-11, -4))).toEqual(['2024-12'])
  })
})

it('sums the certificates of the fields to the printed totals in all eight months', async () => {
  const months = filesOf('cnca-by-field', ['.', 'next'])
  expect(months).toHaveLength(8)
  for (const file of months) {
    const certificates = (await draftsOf('cnca-by-field', file)).filter(
      (draft) => draft.fields['indicator'] === 'certificates',
    )
    const sums: Record<string, number> = {}
    let category = ''
    for (const { fields } of certificates) {
      const scheme = fields['scheme'] ?? ''
      if (['MS', 'PRODUCT', 'SERVICE'].includes(scheme)) category = scheme
      const parent = scheme === 'TOTAL' ? null : scheme === category ? 'TOTAL' : category
      if (parent !== null) sums[parent] = (sums[parent] ?? 0) + Number(fields['value'])
    }
    const printed = certificates.filter((draft) => Object.hasOwn(sums, draft.fields['scheme'] ?? ''))
    expect(sums).toEqual(
      Object.fromEntries(printed.map(({ fields }) => [fields['scheme'], Number(fields['value'])])),
    )
  }
})

it('gives no draft for a figure that was not printed, and the known figure of Guangdong', async () => {
  const drafts = await draftsOf('cnca-by-region', 'cnca-by-region-2022-08.csv')
  expect(drafts.filter((draft) => draft.fields['region'] === '440000')).toEqual([
    {
      noun: 'observation',
      release: '2022-08',
      fields: {
        indicator: 'certificates',
        region: '440000',
        regionName: '广东',
        scheme: 'TOTAL',
        frequency: 'M',
        period: '2022-08',
        value: '603226',
        evidence: 'https://microstandard.cn/index.php?c=show&id=215',
      },
      locator: { line: 17, column: 'certificates' },
    },
  ])
  expect(
    drafts.filter((draft) => draft.fields['regionName'] === '全国').map((draft) => draft.fields['region']),
  ).toEqual(['CN', 'CN'])
})
