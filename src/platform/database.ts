import type { MikroORM } from '@mikro-orm/core'
import type { Sql } from './sql.ts'

/** A row as the database gave it: bigint as number, numeric and dates as text, timestamps as Date, json parsed. */
export type DatabaseRow = Readonly<Record<string, unknown>>

/** Something that answers SQL: the database, or one open transaction. */
export interface Queryable {
  /**
   * Runs one statement and gives its rows. Prepared by name where the server keeps prepared statements. With a patience
   * (milliseconds), a server that does not reply in time is given up with UNAVAILABLE and its connection with it, so
   * that the next statement takes another; the embedded store always replies.
   */
  query<Row = DatabaseRow>(statement: Sql, patience?: number): Promise<readonly Row[]>
}

/** The one store behind the hub: PGlite in the process, or a Postgres server. */
export interface Database extends Queryable {
  readonly kind: 'pglite' | 'postgres'
  readonly orm: MikroORM
  /**
   * Runs work in one READ COMMITTED transaction: commits when it resolves, rolls back when it throws. When the
   * connection is lost at COMMIT, throws CommitUnknown: the work may or may not have happened.
   */
  transaction<Result>(work: (transaction: Queryable) => Promise<Result>): Promise<Result>
  /** Gives memory and disk of replaced rows back; only the embedded store needs to be told. */
  tidy(): Promise<void>
  close(): Promise<void>
}

/** The reply to COMMIT was lost. Whoever wrote must look its work up by the id it chose beforehand. */
export class CommitUnknown extends Error {
  constructor(cause: unknown) {
    super('the connection was lost while a transaction was being committed', { cause })
    this.name = 'CommitUnknown'
  }
}
