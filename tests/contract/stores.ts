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
const storageFiles = import.meta.glob<Record<string, EntitySchema<AnyEntity>>>('../../src/**/storage.ts', {
  eager: true,
})

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

/** One PGlite serves all tests of a suite; each test finds it empty. */
function embeddedStore(): TestStore {
  let opened: Database | undefined
  let folder: EmbeddedFolder | undefined
  beforeAll(async () => {
    folder = await embeddedFolder()
    opened = await openPglite(folder.path, wholeLayout, quiet)
  })
  afterAll(async () => {
    await opened?.close()
    folder?.remove()
  })
  const current = (): Database => {
    if (opened === undefined) throw new Error('the store is open only while tests run')
    return opened
  }
  const empty = async (layout = wholeLayout): Promise<Database> => {
    if (layout !== wholeLayout) return openedApart(layout)
    await current().query(emptying)
    return current()
  }
  return { kind: 'pglite', empty, fresh: async () => begun(await empty()), another: async () => current() }
}

async function openedApart(layout: Layout): Promise<Database> {
  const { path, remove } = await embeddedFolder()
  onTestFinished(remove)
  return closedAtEnd(await openPglite(path, layout, quiet))
}

/** Drops everything but the table in which the migrator keeps its steps: it makes that one only once per process. */
const emptying = sql`do $$ declare name text; begin
  for name in select tablename from pg_tables where schemaname = 'public' and tablename <> 'migration' loop
    execute format('drop table %I cascade', name);
  end loop;
  for name in select sequencename from pg_sequences where schemaname = 'public' and sequencename <> 'migration_id_seq' loop
    execute format('drop sequence %I', name);
  end loop;
  if to_regclass('public.migration') is not null then delete from migration; end if;
end $$`

function serverStore(): ServerStore {
  let address = ''
  const open = async (layout: Layout, connections: number, url = address) =>
    closedAtEnd(await openPostgres(url, connections, layout, quiet))
  const empty = async (layout = wholeLayout): Promise<Database> => {
    address = await createTestDatabase()
    return open(layout, 20)
  }
  return {
    kind: 'postgres',
    empty,
    fresh: async () => begun(await empty()),
    another: (connections = 20) => open(wholeLayout, connections),
    through: (port) => open(wholeLayout, 4, Object.assign(new URL(address), { port: String(port) }).href),
    port: () => Number(new URL(address).port),
  }
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
