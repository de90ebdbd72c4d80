import { MikroORM } from '@mikro-orm/postgresql'
import { HubError } from '../kernel/errors.ts'
import { CommitUnknown, type Database, type Queryable } from './database.ts'
import { type Layout, ormOptions } from './layout.ts'
import type { Log } from './log.ts'
import { parsers } from './row-types.ts'
import { type Sql, statementOf } from './sql.ts'
import { statementNames } from './statement-names.ts'
import { workInside } from './transaction-work.ts'

/** The parts of a `pg` client that are used here. */
type Client = {
  query(config: unknown): Promise<{ readonly rows: readonly unknown[] }>
  release(error?: Error | boolean): void
}

/** The name a statement is prepared under, so that Postgres plans it once per connection. */
type Naming = (text: string) => string | undefined

/** How long a transaction may stand idle before the server ends it: bounds what a stopped writer can hold up. */
const idleLimit = 5_000

/** How long a statement waits for a lock before the writer is told BUSY. */
const lockLimit = 30_000

/** Opens a Postgres server. Throws UNAVAILABLE where it does not answer. */
export async function openPostgres(
  url: string,
  connections: number,
  layout: Layout,
  log: Log,
): Promise<Database> {
  const orm = await MikroORM.init({
    clientUrl: url,
    ...ormOptions(layout),
    // A mistyped name must not begin an empty hub.
    ensureDatabase: false,
    pool: { min: 0, max: connections },
    driverOptions: {
      idle_in_transaction_session_timeout: idleLimit,
      lock_timeout: lockLimit,
      // Its guesses about tables that a commit has just filled made it compile for seconds what runs for milliseconds.
      options: '-c jit=off',
      connectionTimeoutMillis: 5_000,
      keepAlive: true,
      application_name: 'baymark',
    },
    debug: false,
    colors: false,
    // What it says quotes statements and their values.
    logger: () => log.debug({}, 'the database layer says something'),
  })
  const pool = await connected(orm).catch(async (error: Error) => {
    await orm.close(true)
    throw new HubError({ code: 'UNAVAILABLE', message: notConnected(error) }, error)
  })
  const nameOf = statementNames()
  const queryable = queryableOf((config) => pool.query(config as never), nameOf)
  return {
    kind: 'postgres',
    orm: orm as unknown as Database['orm'],
    query: queryable.query,
    transaction: async (work) =>
      inTransaction((await asAvailable(pool.connect())) as unknown as Client, nameOf, work),
    tidy: async () => undefined,
    close: async () => {
      await orm.close(true)
      // MikroORM ends a pool that its own queries went through; any other one keeps a process alive until it is idle.
      if (!pool.ending) await pool.end()
    },
  }
}

/** The pool, once the server has answered: MikroORM itself is content with a database that is not there. */
async function connected(orm: MikroORM) {
  const pool = await orm.em.getConnection().getNativeClient()
  await pool.query('select 1')
  return pool
}

function notConnected(error: Error): string {
  const { message } = error
  const code = codeOf(error)
  if (code === '3D000')
    return 'The Postgres server of DATABASE_URL has no database of that name. Create it, or mend the name in the address.'
  if (code.startsWith('28'))
    return 'The Postgres server of DATABASE_URL refuses the user or the password. Mend them in the address.'
  return `The hub cannot connect to the Postgres server of DATABASE_URL: ${message}. Start it or mend the address; without DATABASE_URL the hub keeps its data in DATA_DIR.`
}

async function inTransaction<Result>(
  client: Client,
  nameOf: Naming,
  work: (transaction: Queryable) => Promise<Result>,
): Promise<Result> {
  let broken: Error | undefined
  try {
    await asAvailable(client.query('begin isolation level read committed'))
    const result = await workInside(
      queryableOf((config) => client.query(config), nameOf),
      work,
    )
    await client.query('commit').catch((error: unknown) => {
      throw new CommitUnknown(error)
    })
    return result
  } catch (error) {
    if (error instanceof CommitUnknown) broken = error
    else await client.query('rollback').catch((failure: Error) => (broken = failure))
    throw error
  } finally {
    client.release(broken)
  }
}

function queryableOf(
  run: (config: unknown) => Promise<{ readonly rows: readonly unknown[] }>,
  nameOf: Naming,
): Queryable {
  return {
    query: async <Row>(statement: Sql, patience?: number) => {
      const { text, values } = statementOf(statement)
      const limit = patience === undefined ? {} : { query_timeout: patience }
      const result = await asAvailable(run({ name: nameOf(text), text, values, types: parsers, ...limit }))
      return result.rows as readonly Row[]
    },
  }
}

async function asAvailable<Result>(reply: Promise<Result>): Promise<Result> {
  try {
    return await reply
  } catch (error) {
    throw refusalOf(error)
  }
}

/** Wraps what the world did to us; leaves our own mistakes (bad SQL, broken constraints) as they are. */
function refusalOf(error: unknown): unknown {
  const code = codeOf(error)
  // A lock that was not got in time, two who waited for each other, rows that another has changed: tried again it goes.
  if (code === '55P03' || code === '40P01' || code === '40001') {
    return new HubError(
      { code: 'BUSY', message: 'Another writer held the history for too long. Try again.' },
      error,
    )
  }
  const gone =
    /^(?:08|28|3D|57P0|53)/.test(code) ||
    /^E[A-Z]+$/.test(code) ||
    /terminat|not queryable|timeout exceeded|read timeout/i.test(String(error))
  if (!gone) return error
  return new HubError(
    { code: 'UNAVAILABLE', message: 'The database does not answer. Try again in a moment.' },
    error,
  )
}

/** The code of an error of the server (SQLSTATE) or of the way to it; empty where it has none. */
function codeOf(error: unknown): string {
  return error instanceof Error && 'code' in error ? String(error.code) : ''
}
