import type { SourceRow } from './draft.ts'
import type { Feed } from './feed.ts'

/** The name of a release none of whose rows says a day. */
const undated = 'undated'

/**
 * Gives the rows of a file that is one release their release's name: the month of the newest day that they say. Known only
 * at the end of the file, so the rows wait; intake holds them all before it commits anyway. Made of the file alone and of
 * no clock, so that a delivery that was cut off finds the release it had begun.
 */
export async function* nameRelease(
  feed: Feed,
  rows: AsyncIterable<SourceRow>,
): AsyncGenerator<SourceRow, void> {
  if ('per' in feed.release) {
    yield* rows
    return
  }
  const { newest } = feed.release
  const all: SourceRow[] = []
  let release = ''
  for await (const row of rows) {
    all.push(row)
    for (const { fields } of row.drafts)
      for (const field of newest) {
        const month = monthOf(fields[field] ?? '')
        if (month > release) release = month
      }
  }
  const name = release === '' ? undated : release
  for (const row of all) yield { ...row, drafts: row.drafts.map((draft) => ({ ...draft, release: name })) }
}

/** The month that a day begins with, however its parts are set apart; empty where it is no day. */
function monthOf(day: string): string {
  const [, year = '', month = ''] =
    /^(\d{4})(?:[-/.年]?)(\d{1,2})(?!\d{3})/.exec(day.normalize('NFKC').trim()) ?? []
  return Number(month) >= 1 && Number(month) <= 12 ? `${year}-${month.padStart(2, '0')}` : ''
}
