import { HubError } from '../kernel/errors.ts'
import type { Position } from '../kernel/position.ts'
import { CommitUnknown, type Database, type Queryable } from '../platform/database.ts'
import { sql } from '../platform/sql.ts'
import type { Head } from './head.ts'

/**
 * What a commit was for: the reference data of the code, a release of a source, claims that are held under embargo, the
 * end of an embargo, the withdrawal of a release, the settlement of a discrepancy, a key given or taken back,
 * organizations merged or split, facts of an earlier time, the repair of a credit record, the mark of a dispute, or days that have come.
 */
export type CommitKind =
  | 'REFERENCE'
  | 'RELEASE'
  | 'CLAIM'
  | 'EMBARGO'
  | 'WITHDRAWAL'
  | 'SETTLEMENT'
  | 'ACCESS'
  | 'MERGE'
  | 'BACKFILL'
  | 'REPAIR'
  | 'DISPUTE'
  | 'EXPIRY'

/** One step of the hub's history, as every node reads it. */
export type CommitRecord = {
  readonly position: Position
  readonly id: string
  readonly kind: CommitKind
  readonly releaseId: string | null
  readonly recordedAt: Date
  readonly counts: Readonly<Record<string, number>>
}

/** What was written at a position; null when there was nothing to write, so that no position is taken. */
export type Written = {
  readonly releaseId: string | null
  readonly counts: Readonly<Record<string, number>>
} | null

/** One transaction that moves the hub by one position. Its id is chosen beforehand: repeating it changes nothing. */
export type CommitRequest = {
  readonly id: string
  readonly kind: CommitKind
  /** Runs under the writer's lock: set statements over rows staged before. */
  readonly write: (transaction: Queryable, position: Position) => Promise<Written>
}

/**
 * Writes what follows from the rows that a commit begins and ends at its position, in the same transaction: states that
 * streams can tell are rows too. Gives how much it wrote, by name; runs under the lock, so set statements only.
 */
export type Deriver = (
  transaction: Queryable,
  position: Position,
) => Promise<Readonly<Record<string, number>>>

/** The one way to move the hub, with the derivers it was wired with. */
export type Committer = (request: CommitRequest) => Promise<CommitRecord | null>

/** Makes the one way to move the hub of a database: `commit` with the derivers of all nouns, in their order. */
export function committerFor(database: Database, derivers: readonly Deriver[]): Committer {
  return (request) => commit(database, request, derivers)
}

/**
 * Moves the hub from P−1 to P, one writer at a time, and gives the commit; null when there was nothing to write.
 * A request whose id has been committed before gives that commit. When the reply to COMMIT is lost, the work is
 * looked up by its id under the lock, so that the answer is always what happened; throws UNAVAILABLE where it did not
 * happen, or where the database stays away: the same request may then be made again.
 */
export async function commit(
  database: Database,
  request: CommitRequest,
  derivers: readonly Deriver[] = [],
): Promise<CommitRecord | null> {
  try {
    return await database.transaction((transaction) => commitIn(transaction, request, derivers))
  } catch (error) {
    if (error instanceof NothingToCommit) return error.earlier
    if (!(error instanceof CommitUnknown)) throw error
    const settled = await settledCommit(database, request.id)
    if (settled !== null) return settled
    throw new HubError({ code: 'UNAVAILABLE', message: notHappened }, error)
  }
}

/** Reads commits after a position, oldest first, at most `limit`. */
export async function readCommits(
  database: Queryable,
  after: Position,
  upTo: Position,
  limit: number,
): Promise<readonly CommitRecord[]> {
  return database.query<CommitRecord>(
    sql`select ${columns} from commit c where c.position > ${after} and c.position <= ${upTo}
        order by c.position limit ${limit}`,
  )
}

/** The commit at a position, or null where there is none (position 0, or one not reached). */
export async function readCommit(database: Queryable, position: Position): Promise<CommitRecord | null> {
  return (await readCommits(database, position - 1, position, 1))[0] ?? null
}

/** The last position recorded at or before an instant; null where the instant lies before the first commit. */
export async function positionAt(database: Queryable, instant: Date): Promise<Position | null> {
  const rows = await database.query<{ readonly position: Position }>(
    sql`select c.position from commit c where c.recorded_at <= ${instant.toISOString()}::timestamptz
        order by c.recorded_at desc, c.position desc limit 1`,
  )
  return rows[0]?.position ?? null
}

async function commitIn(
  transaction: Queryable,
  request: CommitRequest,
  derivers: readonly Deriver[],
): Promise<CommitRecord> {
  const [head] = await transaction.query<Pick<Head, 'epoch' | 'position'>>(
    sql`update head set position = position + 1 returning epoch, position`,
  )
  if (head === undefined) throw new Error('the table head is empty: the history was never begun')
  const earlier = await commitById(transaction, request.id)
  if (earlier !== null) throw new NothingToCommit(earlier)
  const written = await request.write(transaction, head.position)
  if (written === null) throw new NothingToCommit(null)
  const counts: Record<string, number> = { ...written.counts }
  for (const derive of derivers) Object.assign(counts, await derive(transaction, head.position))
  const [record] = await transaction.query<CommitRecord>(
    sql`insert into commit as c (position, id, kind, release_id, recorded_at, counts)
        select ${head.position}, ${request.id}, ${request.kind}, ${written.releaseId},
          greatest(date_trunc('milliseconds', clock_timestamp()),
            (select p.recorded_at from commit p where p.position = ${head.position}::bigint - 1)),
          ${JSON.stringify(counts)}::jsonb
        returning ${columns}`,
  )
  if (record === undefined) throw new Error('an insert into commit returned no row')
  return record
}

/** Looks a commit up after every writer that was under way has ended: the lock on head is taken first. */
async function settledCommit(database: Database, id: string): Promise<CommitRecord | null> {
  return database.transaction(async (transaction) => {
    await transaction.query(sql`select position from head for update`)
    return commitById(transaction, id)
  })
}

async function commitById(database: Queryable, id: string): Promise<CommitRecord | null> {
  const rows = await database.query<CommitRecord>(sql`select ${columns} from commit c where c.id = ${id}`)
  return rows[0] ?? null
}

const notHappened = 'The connection to the database was lost before anything was written. Try again.'

/** Undoes the transaction, and with it the position it had taken. */
class NothingToCommit extends Error {
  readonly earlier: CommitRecord | null

  constructor(earlier: CommitRecord | null) {
    super('there is nothing to commit')
    this.earlier = earlier
  }
}

const columns = sql`c.position, c.id, c.kind, c.release_id as "releaseId", c.recorded_at as "recordedAt", c.counts`
