import { readReference, referenceVersion } from '../../src/catalogue/reference/reference.ts'
import { type ReferenceRow, referenceRows } from '../../src/catalogue/reference-rows.ts'
import { writeReference } from '../../src/catalogue/writes.ts'
import { committerFor } from '../../src/history/commit.ts'
import { discrepancySlice } from '../../src/statistics/discrepancy/slice.ts'
import { codesInUse } from '../../src/statistics/known-in-use.ts'
import type { TestHub } from '../support/hub.ts'

/** A source like the one by region, and the last by priority. */
export const third = 'third-table'

/** How far sources may be apart, by indicator; exact decimals. */
export type Tolerances = Readonly<Record<string, { readonly absolute: string; readonly relative: string }>>

/** Renews the reference data of a hub: with a third source, and with tolerances where some are given. */
export async function renewReference(hub: TestHub, tolerances: Tolerances = {}): Promise<void> {
  const tables = new Map(referenceRows(readReference()))
  const change = (table: string, of: (rows: readonly ReferenceRow[]) => readonly ReferenceRow[]) =>
    tables.set(table, of(tables.get(table) ?? []))
  change('source', (rows) => [
    ...rows,
    ...rows.filter(({ id }) => id === 'cnca-by-region').map((row) => ({ ...row, id: third, priority: 3 })),
  ])
  change('indicator', (rows) =>
    rows.map((row) => ({ ...row, tolerance: tolerances[row.id] ?? row['tolerance'] })),
  )
  const commit = committerFor(hub.database, [discrepancySlice.derive])
  const done = await writeReference(hub.database, commit, { version: referenceVersion, tables }, codesInUse)
  if (done === 'older') throw new Error('the hub has newer reference data than this code')
  await hub.tail.look()
}
