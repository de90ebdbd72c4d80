import { setTimeout as pause } from 'node:timers/promises'
import { HubError } from '../kernel/errors.ts'
import type { Database, Queryable } from '../platform/database.ts'
import { sql } from '../platform/sql.ts'

/**
 * How long work that yields waits for a lock, in milliseconds: less than Postgres takes to look for a deadlock (a second),
 * so that whoever waits for each other, it is never the writer that is given up.
 */
const lockPatience = 250

/** Between two attempts, in milliseconds: whoever waited for what was let go takes it. */
const breath = 50

/** How often it is attempted: 30 seconds, as every wait for a lock. */
const attempts = 100

/**
 * Does work in one transaction that lets go of all it holds where another transaction has what it needs, and begins anew:
 * so it may take locks in another order than writers do. The work has to bear repetition: of all attempts the last alone has
 * happened. Throws BUSY where the others did not come to an end in half a minute.
 */
export async function yieldingTransaction<Result>(
  database: Database,
  work: (transaction: Queryable) => Promise<Result>,
): Promise<Result> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await database.transaction(async (transaction) => {
        await transaction.query(sql`select set_config('lock_timeout', ${String(lockPatience)}::text, true)`)
        return work(transaction)
      })
    } catch (error) {
      if (!(error instanceof HubError) || error.code !== 'BUSY' || attempt === attempts) throw error
      await pause(breath)
    }
  }
}
