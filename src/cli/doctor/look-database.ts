import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { systemClock } from '../../kernel/clock.ts'
import type { Config } from '../../platform/config.ts'
import type { Database } from '../../platform/database.ts'
import type { Log } from '../../platform/log.ts'
import { sql } from '../../platform/sql.ts'
import { type ClockSeen, clockSeen } from './clock-check.ts'
import type { RightsSeen } from './rights-check.ts'

/** How often the round trip is measured. */
const trips = 5

/** What was seen of the database; `skipped` where it was not to be opened. */
export type DatabaseSeen =
  | { readonly state: 'skipped' }
  | { readonly state: 'away'; readonly reason: string }
  | {
      readonly state: 'seen'
      readonly kind: Database['kind']
      readonly version: number
      readonly clock: ClockSeen
      /** The median of several round trips, in milliseconds. */
      readonly roundTrip: number
      readonly settings: Readonly<Record<string, string>>
      readonly role: RightsSeen['role']
      readonly steps: { readonly pending: readonly string[]; readonly unknown: readonly string[] }
      readonly head: { readonly epoch: string; readonly position: number } | null
    }

/** Looks at the database and changes nothing. The embedded one is left alone while a hub runs, and where there is none. */
export async function lookAtDatabase(config: Config, hubRuns: boolean, log: Log): Promise<DatabaseSeen> {
  const embedded = config.DATABASE_URL === ''
  if (embedded && (hubRuns || !existsSync(join(config.DATA_DIR, 'database')))) return { state: 'skipped' }
  try {
    const { openStore } = await import('../../hub.ts')
    await using store = await openStore(config, log)
    return await seenOf(store.database)
  } catch (error) {
    return { state: 'away', reason: error instanceof Error ? error.message : String(error) }
  }
}

async function seenOf(database: Database): Promise<DatabaseSeen> {
  const asked = systemClock.now().getTime()
  const [server] = await database.query<{ readonly now: Date; readonly version: string }>(
    sql`select clock_timestamp() as now, current_setting('server_version_num') as version`,
  )
  const answered = systemClock.now().getTime()
  const told = server?.now.getTime() ?? Number.NaN
  return {
    state: 'seen',
    kind: database.kind,
    version: Number(server?.version),
    clock: clockSeen('the database', asked, told, answered),
    roundTrip: await roundTripTo(database),
    settings: await settingsOf(database),
    role: await roleOf(database),
    steps: await stepsOf(database),
    head: await headOf(database),
  }
}

async function roundTripTo(database: Database): Promise<number> {
  const times: number[] = []
  for (let trip = 0; trip < trips; trip += 1) {
    const began = systemClock.monotonic()
    await database.query(sql`select 1`)
    times.push(systemClock.monotonic() - began)
  }
  return times.toSorted((left, right) => left - right)[Math.floor(trips / 2)] ?? 0
}

async function settingsOf(database: Database): Promise<Readonly<Record<string, string>>> {
  const rows = await database.query<{ readonly name: string; readonly setting: string }>(
    sql`select name, setting from pg_settings where name in ('fsync', 'full_page_writes', 'synchronous_commit')`,
  )
  return Object.fromEntries(rows.map(({ name, setting }) => [name, setting]))
}

async function roleOf(database: Database): Promise<RightsSeen['role']> {
  if (database.kind === 'pglite') return null
  const [role] = await database.query<{
    name: string
    superuser: boolean
    mayCreate: boolean
    foreign: string[]
  }>(
    sql`select r.rolname as name, r.rolsuper as superuser,
          has_schema_privilege(current_schema(), 'create') as "mayCreate",
          (select coalesce(json_agg(t.tablename order by t.tablename), '[]') from pg_tables t
            where t.schemaname = current_schema() and not pg_has_role(t.tableowner, 'usage')) as foreign
        from pg_roles r where r.rolname = current_user`,
  )
  return role ?? null
}

/** The steps as the table of the migrator names them: asking the migrator itself would make that table. */
async function stepsOf(database: Database) {
  const { layout } = await import('../../hub.ts')
  const known = layout.steps.map(({ name }) => name)
  if (!(await isThere(database, 'migration'))) return { pending: known, unknown: [] }
  const rows = await database.query<{ readonly name: string }>(sql`select name from migration`)
  const taken = rows.map(({ name }) => name)
  return {
    pending: known.filter((name) => !taken.includes(name)),
    unknown: taken.filter((name) => !known.includes(name)),
  }
}

async function headOf(
  database: Database,
): Promise<{ readonly epoch: string; readonly position: number } | null> {
  if (!(await isThere(database, 'head'))) return null
  const [head] = await database.query<{ epoch: string; position: number }>(
    sql`select epoch, position from head`,
  )
  return head ?? null
}

async function isThere(database: Database, table: string): Promise<boolean> {
  const [row] = await database.query<{ readonly there: boolean }>(
    sql`select to_regclass(${table}) is not null as there`,
  )
  return row?.there === true
}
