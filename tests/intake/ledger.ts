import { sql } from '../../src/platform/sql.ts'
import type { TestHub } from '../support/hub.ts'

/** A row that is held back, as it is kept. */
export type Held = {
  readonly line: number
  readonly original: string
  readonly findings: readonly {
    readonly code: string
    readonly expected?: string
    readonly came?: string
    readonly message: string
  }[]
}

/** The rows a delivery had held back, by line. */
export function heldOf(hub: TestHub, deliveryId: string): Promise<readonly Held[]> {
  return hub.database.query<Held>(
    sql`select line, original, findings from quarantined where delivery_id = ${deliveryId} order by line`,
  )
}

/** The lines of the claims of a delivery, each once. */
export async function claimedLines(hub: TestHub, deliveryId: string): Promise<readonly number[]> {
  const rows = await hub.database.query<{ readonly line: number }>(
    sql`select distinct line from claim where delivery_id = ${deliveryId} order by line`,
  )
  return rows.map((row) => row.line)
}

/** How many rows the tables of intake hold. */
export async function sizes(hub: TestHub) {
  const [row] = await hub.database.query<
    Record<'deliveries' | 'claims' | 'held' | 'staged' | 'observations', number>
  >(
    sql`select (select count(*)::int from delivery) as deliveries, (select count(*)::int from claim) as claims,
          (select count(*)::int from quarantined) as held, (select count(*)::int from observation_stage) as staged,
          (select count(*)::int from observation) as observations`,
  )
  if (row === undefined) throw new Error('the counts are not there')
  return row
}

/** Throws where the positions have a hole, a commit is dated before its predecessor, or a fact has two open rows. */
export async function provenHistory(hub: TestHub): Promise<void> {
  const commits = await hub.database.query<{ readonly position: number; readonly recordedAt: Date }>(
    sql`select position, recorded_at as "recordedAt" from commit order by position`,
  )
  for (const [index, { position, recordedAt }] of commits.entries()) {
    if (position !== index + 1) throw new Error(`position ${index + 1} is missing`)
    const before = commits[index - 1]
    if (before !== undefined && before.recordedAt > recordedAt)
      throw new Error(`the commit at ${position} is dated before the one before it`)
  }
  const twice = await hub.database.query(
    sql`select series_id, period from observation where to_position = 9007199254740991
        group by series_id, period having count(*) > 1`,
  )
  if (twice.length > 0) throw new Error(`${twice.length} facts have two open rows`)
  const doubled = await hub.database.query(
    sql`select indicator, region, scheme, source from series where to_position = 9007199254740991
        group by indicator, region, scheme, source, unit, frequency, code_list_version having count(*) > 1`,
  )
  if (doubled.length > 0) throw new Error(`${doubled.length} series are there twice`)
}
