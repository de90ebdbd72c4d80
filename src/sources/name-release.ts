import type { SourceRow } from './draft.ts'
import type { Feed } from './feed.ts'

/**
 * Says of the rows of a file that is one release which month each of them would name it by: that of its newest day, empty
 * where it says none. Which row names it is known when all are checked: a row that is held back names nothing.
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
  for await (const row of rows)
    yield {
      ...row,
      drafts: row.drafts.map((draft) => ({
        ...draft,
        release: newestMonth(newest.map((field) => draft.fields[field] ?? '')),
        oneRelease: true as const,
      })),
    }
}

function newestMonth(days: readonly string[]): string {
  return days.map(monthOf).reduce((newest, month) => (month > newest ? month : newest), '')
}

/** The month that a day begins with, however its parts are set apart; empty where it is no day. */
function monthOf(day: string): string {
  const [, year = '', month = ''] =
    /^(\d{4})(?:[-/.年]?)(\d{1,2})(?!\d{3})/.exec(day.normalize('NFKC').trim()) ?? []
  return Number(month) >= 1 && Number(month) <= 12 ? `${year}-${month.padStart(2, '0')}` : ''
}
