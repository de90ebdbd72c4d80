import { type Diagnosis, diagnosesOf } from './diagnosis.ts'

const { ok, warn, fail } = diagnosesOf('versions')

/** Which versions work together here. */
export type VersionsSeen = {
  readonly node: string
  /** As `server_version_num` tells it (150004); null where no database was reached. */
  readonly postgres: number | null
  /** As `INFO` tells it (7.2.4); null where no Redis was reached. */
  readonly redis: string | null
  /** Steps that the database lacks, and those that this code does not know; null where no database was reached. */
  readonly steps: { readonly pending: readonly string[]; readonly unknown: readonly string[] } | null
  /** Whether the build was made of the sources beside it; null where that cannot be said. */
  readonly buildFits: boolean | null
}

/** The oldest versions that the hub works with. */
const oldest = { node: [22, 18], postgres: 150_000, redis: [6, 2] } as const

/** Whether Node, the servers, the database’s layout and the build are what this version needs. */
export function versionsDiagnoses({
  node,
  postgres,
  redis,
  steps,
  buildFits,
}: VersionsSeen): readonly Diagnosis[] {
  const found: Diagnosis[] = []
  const seen = [`Node ${node}`]
  if (isOlder(node, oldest.node))
    found.push(
      fail(`Node ${node} is too old`, 'Use Node 22.18 or newer, or start by `npm start`, which brings one.'),
    )
  if (postgres !== null) {
    const major = Math.floor(postgres / 10_000)
    seen.push(`Postgres ${major}.${postgres % 10_000}`)
    if (postgres < oldest.postgres)
      found.push(fail(`Postgres ${major} is too old`, 'Move the database to Postgres 15 or newer.'))
  }
  if (redis !== null) {
    seen.push(`Redis ${redis}`)
    if (isOlder(redis, oldest.redis)) found.push(fail(`Redis ${redis} is too old`, 'Use Redis 6.2 or newer.'))
  }
  if (steps !== null && steps.unknown.length > 0)
    found.push(
      fail(
        `a newer Baymark has written to the database: it holds ${steps.unknown.join(', ')}`,
        'Start that newer Baymark; this one refuses the database and leaves it as it is.',
      ),
    )
  if (steps !== null && steps.pending.length > 0)
    found.push(
      warn(
        `the database lacks ${steps.pending.length} steps of this version: ${steps.pending.join(', ')}`,
        'Make a backup; the next start of the hub takes them, or `baymark migrate` now.',
      ),
    )
  if (buildFits === false)
    found.push(warn('the build is not of the sources beside it', 'Run `npm run build`, and restart the hub.'))
  return found.length > 0 ? found : [ok(`${seen.join(', ')}: all new enough`)]
}

function isOlder(version: string, [major, minor]: readonly [number, number]): boolean {
  const [first = 0, second = 0] = version.split('.').map(Number)
  return first < major || (first === major && second < minor)
}
