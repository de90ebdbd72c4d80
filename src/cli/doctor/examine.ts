import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { type Config, InvalidSettings, nearMisses } from '../../platform/config.ts'
import { openLog } from '../../platform/log.ts'
import { projectFolder } from '../../platform/project.ts'
import { type RunningHub, UnusableFolder } from '../../platform/run-file.ts'
import { runningHub } from '../running-hub.ts'
import { clockDiagnoses } from './clock-check.ts'
import { type DatabaseReached, databaseDiagnoses } from './database-check.ts'
import { checks, type Diagnosis } from './diagnosis.ts'
import { fsyncDiagnoses } from './fsync-check.ts'
import { hubDiagnoses } from './hub-check.ts'
import { type DatabaseSeen, lookAtDatabase } from './look-database.ts'
import { lookAtFiles } from './look-files.ts'
import { lookAtHub } from './look-hub.ts'
import { lookAtRedis } from './look-redis.ts'
import { lookAtTls } from './look-tls.ts'
import { redisDiagnoses } from './redis-check.ts'
import { folderDiagnosis, rightsDiagnoses } from './rights-check.ts'
import { settingsDiagnoses } from './settings-check.ts'
import { tlsDiagnoses } from './tls-check.ts'
import { versionsDiagnoses } from './versions-check.ts'

/**
 * Looks at everything a hub needs and says how it is, in the order of the checks. Changes nothing but a small file of its
 * own in DATA_DIR, which it removes. Never throws: what cannot be reached is told.
 */
export async function examine(readSettings: () => Config): Promise<readonly Diagnosis[]> {
  const settings = settingsOf(readSettings)
  if ('problems' in settings) {
    const { problems } = settings
    return settingsDiagnoses({ problems, nearMisses: nearMisses(), adminKey: '', dataDir: '' })
  }
  const { config } = settings
  const running = await foundHub(config)
  if (running instanceof UnusableFolder) return [folderDiagnosis(running)]
  const database = await lookAtDatabase(config, running !== null, openLog('silent'))
  const head = database.state === 'seen' ? database.head : null
  const embedded = config.DATABASE_URL === ''
  const hubRuns = running !== null
  const [redis, files, tls, buildFits] = await Promise.all([
    lookAtRedis({ url: config.REDIS_URL, severalNodes: !embedded, hubRuns, epoch: head?.epoch ?? null }),
    lookAtFiles(config.DATA_DIR),
    lookAtTls(config),
    doesBuildFit(),
  ])
  const seen = database.state === 'seen' ? database : null
  const postgres = seen?.kind === 'postgres' ? seen : null
  const clocks = [
    ...(postgres === null ? [] : [postgres.clock]),
    ...(redis.clock === null ? [] : [redis.clock]),
  ]
  const found = [
    ...settingsDiagnoses({
      problems: [],
      nearMisses: nearMisses(),
      adminKey: config.ADMIN_KEY,
      dataDir: config.DATA_DIR,
    }),
    ...versionsDiagnoses({
      node: process.versions.node,
      postgres: postgres?.version ?? null,
      redis: redis.seen.state === 'seen' ? redis.seen.version : null,
      steps: seen?.head == null ? null : seen.steps,
      buildFits,
    }),
    ...databaseDiagnoses(reachedOf(database, embedded, hubRuns)),
    ...clockDiagnoses(clocks),
    ...fsyncDiagnoses({
      server: embedded ? 'embedded' : (seen?.settings ?? null),
      writeLatency: files.writeLatency,
    }),
    ...rightsDiagnoses({ ...files, role: seen?.role ?? null }),
    ...redisDiagnoses(redis.seen),
    ...tlsDiagnoses(tls),
    ...hubDiagnoses(
      running === null ? { state: 'none' } : await lookAtHub(running, config, head?.position ?? null),
    ),
  ]
  return found.toSorted((left, right) => checks.indexOf(left.check) - checks.indexOf(right.check))
}

/** The hub that runs on DATA_DIR, or why nobody can say. */
async function foundHub(config: Config): Promise<RunningHub | UnusableFolder | null> {
  try {
    return await runningHub(config)
  } catch (error) {
    if (error instanceof UnusableFolder) return error
    throw error
  }
}

function settingsOf(
  read: () => Config,
): { readonly config: Config } | { readonly problems: readonly string[] } {
  try {
    return { config: read() }
  } catch (error) {
    if (error instanceof InvalidSettings) return { problems: error.problems }
    throw error
  }
}

function reachedOf(database: DatabaseSeen, embedded: boolean, hubRuns: boolean): DatabaseReached {
  if (database.state === 'away') return { state: 'away', embedded, reason: database.reason }
  if (!embedded) return { state: 'reached', roundTrip: database.state === 'seen' ? database.roundTrip : 0 }
  if (database.state === 'seen') return { state: 'embedded', seen: 'opened' }
  return { state: 'embedded', seen: hubRuns ? 'the running hub has it' : 'not made yet' }
}

/** The set-up knows what the build was made of; null where this Baymark has no set-up beside it. */
async function doesBuildFit(): Promise<boolean | null> {
  const path = join(projectFolder(), 'src', 'setup', 'hub-build.mjs')
  if (!existsSync(path)) return null
  const { hubBuild } = (await import(pathToFileURL(path).href)) as { hubBuild: { isDone(): boolean } }
  return hubBuild.isDone()
}
