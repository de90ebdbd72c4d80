import { z } from 'zod'
import type { Finding, PostedRelease } from './report.ts'
import type { IncomingRow } from './sorting.ts'

const kept = z.object({
  source: z.string(),
  code: z.string().nullable(),
  publishedAt: z.string().nullable(),
  note: z.string().nullable(),
  rows: z.array(z.record(z.string(), z.string())),
})

/** Posted rows as the bytes that are kept as their original; equal posts give equal bytes. The key is no part of them. */
export function serialized({ source, code, publishedAt, note, rows }: PostedRelease): Uint8Array {
  const ordered = rows.map((row) =>
    Object.fromEntries(Object.entries(row).toSorted(([left], [right]) => (left < right ? -1 : 1))),
  )
  return Buffer.from(
    JSON.stringify({ source, code, publishedAt: publishedAt?.toISOString() ?? null, note, rows: ordered }),
  )
}

/** A post as it was kept. */
export type KeptPost = {
  readonly publishedAt: Date | null
  readonly note: string | null
  readonly refused: false
  readonly findings: readonly Finding[]
  readonly rows: AsyncIterable<IncomingRow>
}

/** Reads a post that was kept: its rows in the form in which a file's rows come, one release for all of them. */
export function postedRows(bytes: Uint8Array): KeptPost {
  const { code, publishedAt, note, rows } = kept.parse(JSON.parse(Buffer.from(bytes).toString('utf8')))
  const release = code ?? nameOf(rows)
  return {
    publishedAt: publishedAt === null ? null : new Date(publishedAt),
    note,
    refused: false,
    findings: [],
    rows: incoming(rows, release),
  }
}

async function* incoming(
  rows: readonly Readonly<Record<string, string>>[],
  release: string,
): AsyncGenerator<IncomingRow, void> {
  for (const [index, fields] of rows.entries()) {
    const line = index + 1
    const text = JSON.stringify(fields)
    yield { line, text, findings: [], drafts: [{ release, fields, line, column: null, original: text }] }
  }
}

/** A release without a code of its own is named by what it is about: its period, or the first and the last. */
function nameOf(rows: readonly Readonly<Record<string, string>>[]): string {
  const periods = rows
    .flatMap((row) => (/^[\w-]{1,20}$/.test(row['period'] ?? '') ? (row['period'] ?? []) : []))
    .toSorted()
  const [first = 'rows', last = first] = [periods[0], periods.at(-1)]
  return first === last ? first : `${first}..${last}`
}
