import { type Diagnosis, diagnosesOf } from './diagnosis.ts'

const { ok, warn, fail } = diagnosesOf('redis')

/** What was seen of Redis. */
export type RedisSeen =
  | { readonly state: 'not set'; readonly severalNodes: boolean }
  | { readonly state: 'away'; readonly reason: string }
  | {
      readonly state: 'seen'
      readonly version: string
      /** The median of several round trips, in milliseconds. */
      readonly latency: number
      /** Whether a message came back on a channel. */
      readonly publishes: boolean
      /** Nodes of this hub that listen there; null where the hub's history is not known. */
      readonly listening: number | null
      /** A hub runs here, on the same data. */
      readonly hubRuns: boolean
      readonly maxmemory: number
      readonly used: number
      readonly policy: string
    }

/** A Redis that is slower makes streams of other nodes late, in milliseconds. */
const slow = 20

/** Whether the nodes of the hub hear of each other at once. */
export function redisDiagnoses(seen: RedisSeen): readonly Diagnosis[] {
  if (seen.state === 'not set') {
    const alone = 'is not set: one node needs none'
    const several =
      'is not set: nodes notice each other’s commits within a second, and count limits each for itself'
    return [ok(seen.severalNodes ? several : alone)]
  }
  if (seen.state === 'away')
    return [
      fail(
        `does not answer: ${seen.reason}`,
        'Start it or mend REDIS_URL. The hub goes on meanwhile: its nodes notice each other within a second.',
      ),
    ]
  const found = [...listeningDiagnoses(seen), ...memoryDiagnoses(seen)]
  if (!seen.publishes)
    found.push(
      fail(
        'a message did not come back on a channel',
        'Let the user of REDIS_URL publish and subscribe: ACL SETUSER <user> &baymark:* +@pubsub',
      ),
    )
  if (seen.latency > slow)
    found.push(
      warn(`answers in ${Math.round(seen.latency)} ms`, 'Put Redis near the nodes; look for slow commands.'),
    )
  if (found.length > 0) return found
  const nodes = seen.listening === null ? '' : `, ${nodesOf(seen.listening)} listening`
  return [ok(`answers in ${seen.latency.toFixed(1)} ms, publishes${nodes}`)]
}

type Seen = Extract<RedisSeen, { readonly state: 'seen' }>

function listeningDiagnoses({ hubRuns, listening }: Seen): readonly Diagnosis[] {
  if (!hubRuns || listening !== 0) return []
  return [
    fail(
      'the hub that runs here does not listen on this Redis: it was started with another REDIS_URL, or none',
      'Start all nodes of one hub with the same REDIS_URL.',
    ),
  ]
}

function memoryDiagnoses({ maxmemory, used, policy }: Seen): readonly Diagnosis[] {
  if (maxmemory === 0 || used < maxmemory * 0.9) return []
  const says = `is nearly full: ${Math.round((100 * used) / maxmemory)} % of maxmemory, policy ${policy}`
  const refuses = policy === 'noeviction'
  const advice = refuses
    ? 'Raise maxmemory, or set maxmemory-policy volatile-ttl: a full Redis refuses to count limits.'
    : 'Raise maxmemory: counted limits are forgotten early.'
  return [warn(says, advice)]
}

function nodesOf(count: number): string {
  return count === 1 ? '1 node' : `${count} nodes`
}
