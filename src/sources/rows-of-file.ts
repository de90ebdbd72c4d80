import type { Draft, Finding, Hide, SourceRow } from './draft.ts'
import type { Feed } from './feed.ts'
import { readFeed } from './read-feed.ts'

/** A draft as intake takes it: with the release it belongs to and the row it stood in. */
type LocatedDraft = {
  readonly release: string
  readonly oneRelease: boolean
  readonly fields: Draft['fields']
  readonly line: number
  readonly column: string | null
  readonly original: string
  readonly hide?: Hide | undefined
}

/** A row as intake takes it. */
type IncomingRow = {
  readonly line: number
  readonly text: string
  readonly drafts: readonly LocatedDraft[]
  readonly findings: readonly Finding[]
}

/** Reads a file by the feed of its source, in the form intake takes. A feed that is not there is our own mistake. */
export function rowsOfFile(
  feeds: ReadonlyMap<string, Feed>,
  name: string,
  bytes: Uint8Array,
): {
  readonly refused: boolean
  readonly findings: readonly Finding[]
  readonly columnOf: (field: string) => string | undefined
  readonly rows: AsyncIterable<IncomingRow>
} {
  const feed = feeds.get(name)
  if (feed === undefined) throw new Error(`no feed has the name ${name}`)
  const { refused, findings, columnOf, rows } = readFeed(feed, bytes)
  return { refused, findings, columnOf, rows: located(rows) }
}

async function* located(rows: AsyncIterable<SourceRow>): AsyncGenerator<IncomingRow, void> {
  for await (const row of rows) {
    const drafts = row.drafts.map(({ release, oneRelease = false, fields, locator, hide }) => ({
      release,
      oneRelease,
      fields,
      line: locator.line,
      column: locator.column ?? null,
      original: row.text,
      hide,
    }))
    yield { line: row.line, text: row.text, drafts, findings: row.findings }
  }
}
