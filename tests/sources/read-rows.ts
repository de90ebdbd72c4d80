import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Finding, SourceRow } from '../../src/sources/draft.ts'
import { loadFeeds } from '../../src/sources/load-feeds.ts'
import { readFeed } from '../../src/sources/read-feed.ts'

/** The header that the feed by region promises. */
export const header = 'period,region_code,region_name_zh,certificates,organisations,source'

/** A row of that feed that says two figures. */
export const guangdong = '2022-08,440000,广东,603226,145006,https://example.org/page'

/** What a file of the feed by region says: its findings, whether it was refused, and its rows. */
export type Outcome = {
  readonly findings: readonly Finding[]
  readonly refused: boolean
  readonly rows: readonly SourceRow[]
}

/** Reads a file, given as text or bytes, by a feed; by the feed by region where none is named. */
export async function read(content: string | Uint8Array, source = 'cnca-by-region'): Promise<Outcome> {
  const feed = loadFeeds().get(source)
  if (feed === undefined) throw new Error(`expected the feed ${source}, but none came`)
  const bytes = typeof content === 'string' ? Buffer.from(content) : content
  const { findings, refused, rows } = readFeed(feed, bytes)
  return { findings, refused, rows: await collect(rows) }
}

/** Everything that comes, in order. */
export async function collect<T>(coming: AsyncIterable<T>): Promise<readonly T[]> {
  const all: T[] = []
  for await (const each of coming) all.push(each)
  return all
}

/** The content of a fixture. */
export function fixture(name: string): Buffer {
  return readFileSync(join(import.meta.dirname, 'fixtures', name))
}

/** The codes of findings, in order. */
export function codes(findings: readonly Finding[]): readonly string[] {
  return findings.map((finding) => finding.code)
}
