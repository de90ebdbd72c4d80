import { type Diagnosis, diagnosesOf } from './diagnosis.ts'

const { ok, warn, fail } = diagnosesOf('fsync')

/** What is known of how safely the data are written. */
export type FsyncSeen = {
  /** The settings of the Postgres server by name; null where it was not reached. */
  readonly server: Readonly<Record<string, string>> | 'embedded' | null
  /** How long a small write to DATA_DIR takes until the disk has it, in milliseconds; null where it cannot be written. */
  readonly writeLatency: number | null
}

/** A disk that takes longer for one small write slows every delivery, in milliseconds. */
const slow = 50

/** Whether what was committed outlives a power cut, and how fast the disk is. */
export function fsyncDiagnoses({ server, writeLatency }: FsyncSeen): readonly Diagnosis[] {
  return [
    ...(server === 'embedded' ? [embedded] : serverDiagnoses(server)),
    ...latencyDiagnoses(writeLatency),
  ]
}

const embedded = warn(
  'the embedded database is safe against a killed process, not against a power cut: it does not sync its files',
  'For data that must outlive a power cut, set DATABASE_URL to a Postgres server.',
)

function serverDiagnoses(server: Readonly<Record<string, string>> | null): readonly Diagnosis[] {
  if (server === null) return []
  const found: Diagnosis[] = []
  if (server['fsync'] === 'off')
    found.push(
      fail(
        'fsync is off in Postgres: a power cut destroys the database',
        'Set `fsync = on` in postgresql.conf and reload the server.',
      ),
    )
  if (server['full_page_writes'] === 'off')
    found.push(
      fail(
        'full_page_writes is off in Postgres: a power cut leaves half-written pages',
        'Set `full_page_writes = on`, unless the file system itself promises whole pages (ZFS).',
      ),
    )
  if (server['synchronous_commit'] === 'off')
    found.push(
      fail(
        'synchronous_commit is off in Postgres: commits that were answered are lost in a crash',
        'Set `synchronous_commit = on` for this database: ALTER DATABASE … SET synchronous_commit = on.',
      ),
    )
  return found.length > 0 ? found : [ok('Postgres syncs what it commits')]
}

function latencyDiagnoses(latency: number | null): readonly Diagnosis[] {
  // That it cannot be written is told among the rights.
  if (latency === null) return []
  const says = `a small write to DATA_DIR takes ${latency < 10 ? latency.toFixed(1) : Math.round(latency)} ms`
  if (latency <= slow) return [ok(says)]
  return [warn(`${says}: deliveries wait for it`, 'Put DATA_DIR on a local disk, not on a network share.')]
}
