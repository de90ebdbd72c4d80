import type { Database } from './database.ts'
import { sql } from './sql.ts'

/** The database holds steps that this code does not know: a newer hub has written to it. */
export class NewerDatabase extends Error {
  constructor(unknown: readonly string[]) {
    super(
      `The database was written by a newer Baymark: it holds the migrations ${unknown.join(', ')}, which this one ` +
        'does not know. Nothing was changed. Start the newer Baymark, or restore a backup made by this one.',
    )
    this.name = 'NewerDatabase'
  }
}

/**
 * Brings the database to the layout of this code and gives the names of the steps taken. Nodes that start together
 * take turns. Throws NewerDatabase, before anything is changed, where the database is ahead of the code.
 */
export async function migrate(database: Database, known: readonly string[]): Promise<readonly string[]> {
  await using _turn = await takeTurn(database)
  const executed = await database.orm.migrator.getExecuted()
  const unknown = executed.map((step) => step.name).filter((name) => !known.includes(name))
  if (unknown.length > 0) throw new NewerDatabase(unknown)
  const done = await database.orm.migrator.up()
  return done.map((step) => step.name)
}

/** Names the steps that are still to be taken, without taking them. */
export async function pendingSteps(database: Database): Promise<readonly string[]> {
  return (await database.orm.migrator.getPending()).map((step) => step.name)
}

/** Holds a lock of the server for the time of the migration; the embedded store has only one process. */
async function takeTurn(database: Database): Promise<AsyncDisposable> {
  if (database.kind === 'pglite') return { [Symbol.asyncDispose]: async () => undefined }
  const opened = Promise.withResolvers<void>()
  const finished = Promise.withResolvers<void>()
  const held = database.transaction(async (transaction) => {
    await transaction.query(sql`set local idle_in_transaction_session_timeout = 0`)
    // The other node's migration may take longer than a writer may wait for its turn.
    await transaction.query(sql`set local lock_timeout = 0`)
    await transaction.query(sql`select pg_advisory_xact_lock(${migrationLock}::bigint)`)
    opened.resolve()
    await finished.promise
  })
  await Promise.race([opened.promise, held])
  return {
    [Symbol.asyncDispose]: async () => {
      finished.resolve()
      await held
    },
  }
}

/** An arbitrary number, the same in every Baymark. */
const migrationLock = 20_180_038
