/// <reference types="vite/client" />
import type { AnyEntity, EntitySchema } from '@mikro-orm/core'
import { afterAll, beforeAll, describe, onTestFinished } from 'vitest'
import { steps } from '../../migrations/steps.ts'
import { beginHistory } from '../../src/history/head.ts'
import { randomIds } from '../../src/kernel/ids.ts'
import type { Database } from '../../src/platform/database.ts'
import type { Layout } from '../../src/platform/layout.ts'
import { openLog } from '../../src/platform/log.ts'
import { migrate } from '../../src/platform/migrate.ts'
import { openPglite } from '../../src/platform/pglite.ts'
import { openPostgres } from '../../src/platform/postgres.ts'
import { sql } from '../../src/platform/sql.ts'
import { createTestDatabase, describeWith } from '../support/services-needed.ts'
import { type EmbeddedFolder, embeddedFolder } from './embedded-template.ts'

/** A store under test. What it opens is closed when the test that asked for it has ended. */
export interface TestStore {
  readonly kind: Database['kind']
  /** A database without any table. */
  empty(layout?: Layout): Promise<Database>
  /** A database with every table, and a history that has begun and holds nothing. */
  fresh(): Promise<Database>
  /** Another node on the data of the last one; the embedded store has one process, so there it is the same. */
  another(connections?: number): Promise<Database>
}

/** A store that is a server: nodes may reach it through another port. */
export interface ServerStore extends TestStore {
  /** Another node that reaches the data of the last database through a port of this machine. */
  through(port: number): Promise<Database>
  /** The port where the server itself listens. */
  port(): number
}

/** Every table that a noun declares: a new noun is covered from its first day. */
const storageFiles = import.meta.glob<Record<string, EntitySchema<AnyEntity>>>(
  '../../src/**/storage{,-*}.ts',
  {
    eager: true,
  },
)

/** The tables and steps of the code, as the hub wires them. */
export const wholeLayout: Layout = { entities: Object.values(storageFiles).flatMap(Object.values), steps }

/** The names of all steps. */
export const stepNames = steps.map((step) => step.name)

/** A log that says nothing. */
export const quiet = openLog('silent')

/** Runs a suite on every store: PGlite, and a real Postgres, whose absence is counted at the end of the run. */
export function describeStores(name: string, body: (store: TestStore) => void): void {
  describe(`${name} on PGlite`, () => body(embeddedStore()))
  describePostgres(`${name} on Postgres`, body)
}

/** A suite that only a store with several connections can run. */
export function describePostgres(name: string, body: (store: ServerStore) => void): void {
  describeWith(['Postgres'], name, () => body(serverStore()))
}

/** One PGlite serves all tests of a suite. */
function embeddedStore(): TestStore {
  let folder: EmbeddedFolder | undefined
  const suite = suiteDatabase(async () => {
    folder = await embeddedFolder()
    return openPglite(folder.path, wholeLayout, quiet)
  })
  afterAll(() => folder?.remove())
  return {
    kind: 'pglite',
    empty: (layout = wholeLayout) => (layout === wholeLayout ? suite.empty() : openedApart(layout)),
    fresh: suite.fresh,
    another: async () => suite.current(),
  }
}

async function openedApart(layout: Layout): Promise<Database> {
  const { path, remove } = await embeddedFolder()
  onTestFinished(remove)
  return closedAtEnd(await openPglite(path, layout, quiet))
}

/** One database of the run's Postgres serves all tests of a suite. */
function serverStore(): ServerStore {
  let address = ''
  const suite = suiteDatabase(async () => {
    address = await createTestDatabase()
    return openPostgres(address, 20, wholeLayout, quiet)
  })
  const open = async (layout: Layout, connections: number, url = address) =>
    closedAtEnd(await openPostgres(url, connections, layout, quiet))
  return {
    kind: 'postgres',
    empty: async (layout = wholeLayout) =>
      layout === wholeLayout ? suite.empty() : open(layout, 4, await createTestDatabase()),
    fresh: suite.fresh,
    another: (connections = 20) => open(wholeLayout, connections),
    through: (port) => open(wholeLayout, 4, Object.assign(new URL(address), { port: String(port) }).href),
    port: () => Number(new URL(address).port),
  }
}

/** The database of a suite: opened before its tests, and emptied for each of them, which is quicker than a new one. */
function suiteDatabase(open: () => Promise<Database>) {
  let opened: Database | undefined
  let tables: readonly string[] | undefined
  beforeAll(async () => {
    opened = await open()
  })
  afterAll(() => opened?.close())
  const current = (): Database => {
    if (opened === undefined) throw new Error('the store is open only while tests run')
    return opened
  }
  const empty = async (): Promise<Database> => {
    tables = undefined
    await current().query(dropping([]))
    return current()
  }
  const fresh = async (): Promise<Database> => {
    if (tables === undefined) {
      await begun(await empty())
      tables = await tablesOf(current())
      return current()
    }
    await current().query(dropping(tables))
    await current().query(emptying(tables))
    await beginHistory(current(), randomIds.next())
    return current()
  }
  return { current, empty, fresh }
}

async function tablesOf(database: Database): Promise<readonly string[]> {
  const rows = await database.query<{ readonly name: string }>(
    sql`select tablename as name from pg_tables where schemaname = 'public' and tablename <> 'migration'`,
  )
  return rows.map(({ name }) => name)
}

/** Drops all tables but some, and but the one of the migrator, which makes it only once per process. */
function dropping(kept: readonly string[]) {
  const list = sql.lit(kept.length === 0 ? '{}' : `{${kept.join(',')}}`)
  return sql`do $$ declare name text; begin
    for name in select tablename from pg_tables
      where schemaname = 'public' and tablename <> 'migration' and tablename <> all (${list}::text[]) loop
      execute format('drop table %I cascade', name);
    end loop;
    if ${list} = '{}' then
      for name in select viewname from pg_views where schemaname = 'public' loop
        execute format('drop view %I cascade', name);
      end loop;
      for name in select sequencename from pg_sequences
        where schemaname = 'public' and sequencename <> 'migration_id_seq' loop
        execute format('drop sequence %I', name);
      end loop;
      if to_regclass('public.migration') is not null then delete from migration; end if;
    end if;
  end $$`
}

/** Empties tables; the audit refuses that of everybody whose session has triggers. */
function emptying(tables: readonly string[]) {
  const names = tables.map((table) => `"${table}"`).join(', ')
  return sql`do $$ begin
    perform set_config('session_replication_role', 'replica', true);
    execute ${sql.lit(`truncate ${names}`)};
  end $$`
}

/** Gives an empty database every table and a history that has begun. */
export async function begun(database: Database): Promise<Database> {
  await migrate(database, stepNames)
  await beginHistory(database, randomIds.next())
  return database
}

function closedAtEnd(database: Database): Database {
  onTestFinished(() => database.close())
  return database
}
