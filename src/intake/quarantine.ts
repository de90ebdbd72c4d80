import type { Queryable } from '../platform/database.ts'
import { sql } from '../platform/sql.ts'
import type { Finding } from './report.ts'

/** A row that is held back, with what is wrong with it. */
export type HeldRow = {
  readonly line: number
  readonly original: string
  readonly findings: readonly Finding[]
}

/** How many rows one statement takes. */
const chunkSize = 2_000

/**
 * Keeps the rows of a delivery that are held back; a row that is kept already stays as it is. They count from the next
 * position on: no writer commits between reading the head and keeping the rows, so a count at a position never changes.
 */
export async function hold(
  database: Queryable,
  deliveryId: string,
  source: string,
  rows: readonly HeldRow[],
): Promise<void> {
  for (let from = 0; from < rows.length; from += chunkSize) {
    const chunk = rows.slice(from, from + chunkSize)
    await database.query(
      sql`insert into quarantined (delivery_id, source, line, original, findings, recorded_at, position)
          select ${deliveryId}::text, ${source}::text, (r->>'line')::int, r->>'original', r->'findings', clock_timestamp(),
            h.next
          from (select position + 1 as next from head for share) h, jsonb_array_elements(${JSON.stringify(chunk)}::jsonb) r
          on conflict (delivery_id, line) do nothing`,
    )
  }
}
