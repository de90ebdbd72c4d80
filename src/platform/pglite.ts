import { setImmediate } from 'node:timers/promises'
import { PGlite, type Transaction } from '@electric-sql/pglite'
import { MikroORM } from '@mikro-orm/pglite'
import type { Database, Queryable } from './database.ts'
import { type Layout, ormOptions } from './layout.ts'
import type { Log } from './log.ts'
import { parserTable } from './row-types.ts'
import { type Sql, sql, statementOf } from './sql.ts'
import { workInside } from './transaction-work.ts'

/**
 * Opens the embedded store in a directory (`memory://` keeps nothing). One process, one connection; safe against a
 * killed process, not against a power cut. The caller holds the directory's lock.
 */
export async function openPglite(directory: string, layout: Layout, log: Log): Promise<Database> {
  const pglite = await PGlite.create(directory)
  const orm = await MikroORM.init({
    dbName: 'postgres',
    ...ormOptions(layout),
    driverOptions: { pglite },
    debug: false,
    colors: false,
    // What it says quotes statements and their values.
    logger: () => log.debug({}, 'the database layer says something'),
  })
  const query = yielding(queryableOf(pglite)).query
  return {
    kind: 'pglite',
    orm: orm as unknown as Database['orm'],
    query,
    transaction: <Result>(work: (transaction: Queryable) => Promise<Result>) =>
      pglite.transaction((transaction) =>
        workInside(yielding(queryableOf(transaction)), work),
      ) as Promise<Result>,
    tidy: async () => {
      await query(sql`vacuum analyze`)
    },
    close: async () => {
      await orm.close(true)
      await pglite.close()
    },
  }
}

function queryableOf(runner: PGlite | Transaction): Queryable {
  return {
    query: async <Row>(statement: Sql) => {
      const { text, values } = statementOf(statement)
      const result = await runner.query<Row>(text, [...values], { parsers: parserTable })
      return result.rows
    },
  }
}

/** How long queries may follow each other before everything else gets its turn, in milliseconds. */
const turn = 10

/**
 * PGlite runs on this thread and answers without the event loop ever turning, so that a request of many reads would
 * hold up every socket and timer. Lets the loop turn between queries.
 */
function yielding(queryable: Queryable): Queryable {
  let turned = performance.now()
  return {
    query: async <Row>(statement: Sql) => {
      if (performance.now() - turned > turn) {
        await setImmediate()
        turned = performance.now()
      }
      return queryable.query<Row>(statement)
    },
  }
}
