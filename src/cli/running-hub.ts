import { existsSync } from 'node:fs'
import { join } from 'node:path'
import type { Config } from '../platform/config.ts'
import { databaseName, type RunningHub, readRunFile } from '../platform/run-file.ts'
import { lineTo } from './hub-line.ts'

/** How long a hub that says it runs may take to say that it lives, in milliseconds. */
const patience = 2_000

/** The hub that serves the data folder of the settings; null where none does. */
export async function runningHub({ DATA_DIR }: Pick<Config, 'DATA_DIR'>): Promise<RunningHub | null> {
  const told = await readRunFile(DATA_DIR)
  return told !== null && (await serves(told)) ? told : null
}

/** The settings, where they name data; throws where nobody has begun a hub there, so that no mistyped folder becomes one. */
export function requireData(config: Config): Config {
  if (config.DATABASE_URL !== '' || existsSync(join(config.DATA_DIR, 'database'))) return config
  throw new Error(
    `There is no hub in DATA_DIR ${config.DATA_DIR}. Set DATA_DIR to the folder of your hub, or start one there first.`,
  )
}

/** DATA_DIR decides which hub is spoken to; a DATABASE_URL that names another database than its hub keeps is a mistake. */
export function requireSameDatabase(
  { address, database }: RunningHub,
  { DATABASE_URL, DATA_DIR }: Config,
): void {
  if (DATABASE_URL === '' || database === undefined || database === databaseName(DATABASE_URL)) return
  throw new Error(
    `The hub at ${address}, which runs on DATA_DIR ${DATA_DIR}, keeps another database than DATABASE_URL names. ` +
      'Nothing was done. Set DATA_DIR to the folder of the hub you mean, or leave DATABASE_URL away.',
  )
}

/** Says whether the hub of a run file is there: a killed one leaves its file, and its port to whoever takes it. */
async function serves({ address, pid, instance, certificate }: RunningHub): Promise<boolean> {
  if (!lives(pid)) return false
  try {
    const signal = AbortSignal.timeout(patience)
    const { text } = await lineTo(address, certificate)({ method: 'GET', path: '/health/live', signal })
    const told: unknown = JSON.parse(text)
    return typeof told === 'object' && told !== null && 'instance' in told && told.instance === instance
  } catch {
    // Nobody listens there, or somebody who is no hub.
    return false
  }
}

function lives(pid: number): boolean {
  try {
    process.kill(pid, 0)
    return true
  } catch (error) {
    // A process of another user may not be signalled, and lives.
    return error instanceof Error && 'code' in error && error.code === 'EPERM'
  }
}
