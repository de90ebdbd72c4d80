import { mayDispute, mayRepair, repairers, requireTo } from '../access/rights.ts'
import { actorOf, type View } from '../access/view.ts'
import type { Committer } from '../history/commit.ts'
import { idOfName } from '../kernel/ids.ts'
import type { Position } from '../kernel/position.ts'
import type { Database } from '../platform/database.ts'
import { sql } from '../platform/sql.ts'
import { reasonOf, recordKnownTo, requireDisputable, requireRepairable } from './act-rules.ts'
import { type KnownRecord, knownRecord } from './known-record.ts'
import { endByNow, tellEnding } from './writes-ending.ts'
import { reviseRecords } from './writes-standing.ts'

/** What acts on credit records are done with. */
export type ActParts = {
  readonly database: Database
  /** Moves the hub; resolves once this node's tail has reached the commit. */
  readonly commit: Committer
  readonly view: View
}

/** A repair as it is asked for. */
export type Repair = {
  readonly basis: string
  readonly document: string
  readonly idempotencyKey?: string | null | undefined
}

/** How long the answer to a repair waits for its commit, in milliseconds: what it does holds before. */
const commitPatience = 2_000

/**
 * Ends the publicity of a record by a repair: when this resolves, nobody finds it any more. The commit follows; gives its
 * position, or null where that has to wait for another writer. Repeated with the same key by the same caller, it
 * gives what the first one did. Throws UNKNOWN_CREDIT_RECORD, FORBIDDEN, and why the record cannot be repaired.
 */
export async function repair(
  { database, commit, view }: ActParts,
  { key, id }: RecordId,
  { basis, document, idempotencyKey = null }: Repair,
): Promise<Position | null> {
  const ending = {
    recordId: key,
    kind: 'REPAIR' as const,
    endedBy: actorOf(view),
    basis: reasonOf('basis', basis),
    document: reasonOf('document', document),
    requestKey: idempotencyKey === null ? null : reasonOf('idempotencyKey', idempotencyKey),
  }
  const record = recordKnownTo(view, await knownRecord(database, key), id)
  requireTo(mayRepair(view, record), view, 'repair a credit record', repairers)
  if (!isRepeated(record, ending)) {
    requireRepairable(record)
    const first = await endByNow(database, ending)
    // Somebody else came between: it is said as it would have been a moment later.
    if (!first) requireRepairable(recordKnownTo(view, await knownRecord(database, key), id))
  }
  return withinPatience(tellEnding(database, commit, key))
}

/** A record as it was asked for: its own key, and the id as it came. */
type RecordId = { readonly key: string; readonly id: string }

function isRepeated(
  { ending }: KnownRecord,
  { endedBy, requestKey }: { readonly endedBy: string; readonly requestKey: string | null },
): boolean {
  if (ending === null || ending.kind !== 'REPAIR' || requestKey === null) return false
  return ending.requestKey === requestKey && ending.endedBy === endedBy
}

async function withinPatience(work: Promise<Position | null>): Promise<Position | null> {
  const enough = Promise.withResolvers<null>()
  const timer = setTimeout(() => enough.resolve(null), commitPatience)
  // What fails is taken up by the sweep: the ending holds.
  const done = await Promise.race([work.catch(() => null), enough.promise])
  clearTimeout(timer)
  return done
}

/**
 * Marks a record as disputed, or takes the mark away, in one commit that every reader sees. Gives its position. Throws
 * UNKNOWN_CREDIT_RECORD, FORBIDDEN, and why the mark cannot be set so.
 */
export async function dispute(
  { database, commit, view }: ActParts,
  { key, id }: RecordId,
  { disputed, note }: { readonly disputed: boolean; readonly note?: string | null | undefined },
): Promise<void> {
  const said = note == null ? null : reasonOf('note', note)
  const known = await knownRecord(database, key)
  const record = recordKnownTo(view, known, id)
  requireTo(mayDispute(view, record), view, 'dispute a credit record', repairers)
  requireDisputable(record, disputed, said)
  await commit({
    // The revision is part of the name: to dispute, to settle it and to dispute again are three commits.
    id: idOfName('dispute', key, String(record.revision), String(disputed), said ?? ''),
    kind: 'DISPUTE',
    write: async (transaction, position) => {
      requireDisputable(recordKnownTo(view, await knownRecord(transaction, key), id), disputed, said)
      const marked = await reviseRecords(transaction, position, sql`r.id = ${key}`, {
        disputed: sql`${disputed}::boolean`,
        dispute_note: sql`${disputed ? said : null}::text`,
      })
      return { releaseId: null, counts: { recordsMarked: marked.length } }
    },
  })
}
