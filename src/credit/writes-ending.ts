import { byNow } from '../access/guarded-rules.ts'
import type { Committer } from '../history/commit.ts'
import { today } from '../history/day.ts'
import { idOfName } from '../kernel/ids.ts'
import type { Position } from '../kernel/position.ts'
import { CommitUnknown, type Database, type Queryable } from '../platform/database.ts'
import { sql } from '../platform/sql.ts'
import { endMeasures, reviseRecords } from './writes-standing.ts'
import { setRecordWindows } from './writes-windows.ts'
import { yieldingTransaction } from './yielding.ts'

/** How a record ends before its time. */
export type RecordEnding = {
  readonly recordId: string
  readonly kind: 'REPAIR' | 'WITHDRAWN'
  readonly endedBy: string
  readonly basis: string | null
  readonly document: string | null
  /** By what whoever asks knows its request again; null where it does not. */
  readonly requestKey: string | null
}

/**
 * Ends a record by now: when this resolves, nobody finds it any more, nor its joint measures, nor an organization that is
 * known by it alone, on any node and at any position. Waits for no writer's lock but for writers of the same rows, to whom it
 * yields; throws BUSY where they hold them for half a minute. False where something has ended it before. Its commit is to
 * follow (`tellEnding`); where that fails, the sweep takes it up.
 */
export async function endByNow(database: Database, ending: RecordEnding): Promise<boolean> {
  const end = async (transaction: Queryable) => {
    const { recordId, kind, endedBy, basis, document, requestKey } = ending
    const written = await transaction.query(
      sql`insert into credit_ending (record_id, kind, ended_at, ended_by, basis, document, request_key)
          values (${recordId}, ${kind}, ${byNow}, ${endedBy}, ${basis}, ${document}, ${requestKey})
          on conflict do nothing returning record_id`,
    )
    if (written.length === 0) return false
    await setRecordWindows(transaction, [recordId])
    return true
  }
  try {
    return await yieldingTransaction(database, end)
  } catch (error) {
    if (!(error instanceof CommitUnknown)) throw error
    // Whether it happened or not: now it has, or what happened stands.
    return (await yieldingTransaction(database, end)) || (await isEndedBy(database, ending))
  }
}

async function isEndedBy(database: Queryable, { recordId, endedBy }: RecordEnding): Promise<boolean> {
  const rows = await database.query(
    sql`select from credit_ending e where e.record_id = ${recordId} and e.ended_by = ${endedBy}`,
  )
  return rows.length > 0
}

/**
 * Tells the history of an ending that holds: the record goes on as REPAIRED or WITHDRAWN, its joint measures end for that
 * reason. Gives the position; null where there was nothing to tell any more. To be repeated until it resolves.
 */
export async function tellEnding(
  database: Queryable,
  commit: Committer,
  recordId: string,
): Promise<Position | null> {
  const [ending] = await database.query<Pick<RecordEnding, 'kind'> & { readonly told: boolean }>(
    sql`select e.kind, e.told from credit_ending e where e.record_id = ${recordId}`,
  )
  if (ending === undefined) return null
  const record = await commit({
    id: idOfName('credit record ended', recordId),
    kind: ending.kind === 'REPAIR' ? 'REPAIR' : 'WITHDRAWAL',
    write: async (transaction, position) => {
      const recordsEnded = await writeEnding(transaction, position, recordId)
      if (recordsEnded === 0) return null
      return { releaseId: null, counts: { recordsEnded } }
    },
  })
  // Also where another commit had ended the row before: there is nothing to tell then.
  if (!ending.told)
    await database.query(sql`update credit_ending set told = true where record_id = ${recordId} and not told`)
  return record?.position ?? null
}

async function writeEnding(transaction: Queryable, position: Position, recordId: string): Promise<number> {
  const [ending] = await transaction.query<RecordEnding>(
    sql`update credit_ending set told = true where record_id = ${recordId}
        returning record_id as "recordId", kind, basis, document`,
  )
  if (ending === undefined) return 0
  const status = ending.kind === 'REPAIR' ? 'REPAIRED' : 'WITHDRAWN'
  const which = sql`r.id = ${recordId} and r.status not in ('EXPIRED', 'REPAIRED', 'WITHDRAWN')`
  const endedOn = sql`(select to_char(x.ended_at at time zone 'Asia/Shanghai', 'YYYY-MM-DD')
    from credit_ending x where x.record_id = r.id)`
  const ids = await reviseRecords(transaction, position, which, {
    status: sql`${status}::text`,
    ended_on: endedOn,
    end_basis: sql`${ending.basis}::text`,
    end_document: sql`${ending.document}::text`,
  })
  await endMeasures(transaction, position, ids, { because: status, on: today })
  return ids.length
}
