import { systemClock } from '../../kernel/clock.ts'
import { randomIds } from '../../kernel/ids.ts'
import { type ClockSeen, clockSeen } from './clock-check.ts'
import type { RedisSeen } from './redis-check.ts'

/** How long Redis may take for what it is asked, in milliseconds. */
const patience = 3_000

/** How often the round trip is measured. */
const trips = 5

/** What is known before Redis is asked. */
type Asked = {
  readonly url: string
  readonly severalNodes: boolean
  readonly hubRuns: boolean
  /** Names the hub's history; null where it is not known. */
  readonly epoch: string | null
}

/** Looks at Redis: its clock, how fast it is, whether messages come back, who listens. */
export async function lookAtRedis({
  url,
  severalNodes,
  hubRuns,
  epoch,
}: Asked): Promise<{ readonly seen: RedisSeen; readonly clock: ClockSeen | null }> {
  if (url === '') return { seen: { state: 'not set', severalNodes }, clock: null }
  const client = await clientOf(url)
  try {
    return await within(patience * 2, async () => {
      await client.connect()
      const { clock, latency } = await measured(client)
      const server = await factsOf(client, 'server')
      const memory = await factsOf(client, 'memory')
      const seen: RedisSeen = {
        state: 'seen',
        version: server.get('redis_version') ?? '0',
        latency,
        publishes: await messageComesBack(client),
        listening: epoch === null ? null : await listenersOf(client, epoch),
        hubRuns,
        maxmemory: Number(memory.get('maxmemory') ?? 0),
        used: Number(memory.get('used_memory') ?? 0),
        policy: memory.get('maxmemory_policy') ?? 'unknown',
      }
      return { seen, clock }
    })
  } catch (error) {
    const reason = error instanceof Error ? error.message || error.name : String(error)
    return { seen: { state: 'away', reason }, clock: null }
  } finally {
    if (client.isOpen) client.destroy()
  }
}

type Client = Awaited<ReturnType<typeof clientOf>>

/** A client that tries once: what goes wrong is told by what was asked of it. */
async function clientOf(url: string) {
  const { createClient } = await import('redis')
  const socket = { connectTimeout: patience, reconnectStrategy: false } as const
  return createClient({ url, socket }).on('error', () => undefined)
}

async function measured(client: Client): Promise<{ readonly clock: ClockSeen; readonly latency: number }> {
  const times: number[] = []
  let clock = clockSeen('Redis', 0, 0, 0)
  for (let trip = 0; trip < trips; trip += 1) {
    const [began, asked] = [systemClock.monotonic(), systemClock.now().getTime()]
    const [seconds, micros] = (await client.sendCommand(['TIME'])) as unknown as readonly [string, string]
    times.push(systemClock.monotonic() - began)
    const told = Number(seconds) * 1_000 + Number(micros) / 1_000
    clock = clockSeen('Redis', asked, told, systemClock.now().getTime())
  }
  return { clock, latency: times.toSorted((left, right) => left - right)[Math.floor(trips / 2)] ?? 0 }
}

async function factsOf(client: Client, section: string): Promise<ReadonlyMap<string, string>> {
  const text = String(await client.sendCommand(['INFO', section]))
  const pairs = text.split(/\r?\n/).map((line) => line.split(':', 2))
  return new Map(
    pairs.flatMap(([name, value]) => (name === undefined || value === undefined ? [] : [[name, value]])),
  )
}

/** A message to a channel of its own: what the nodes of a hub do with theirs. */
async function messageComesBack(client: Client): Promise<boolean> {
  const reader = client.duplicate().on('error', () => undefined)
  const channel = `baymark:doctor:${randomIds.next()}`
  try {
    await reader.connect()
    const heard = Promise.withResolvers<void>()
    await reader.subscribe(channel, () => heard.resolve())
    await client.publish(channel, 'heard?')
    await within(1_000, () => heard.promise)
    return true
  } catch {
    return false
  } finally {
    if (reader.isOpen) reader.destroy()
  }
}

async function listenersOf(client: Client, epoch: string): Promise<number> {
  const told = (await client.sendCommand(['PUBSUB', 'NUMSUB', `baymark:${epoch}:position`])) as unknown
  return Array.isArray(told) ? Number(told[1] ?? 0) : 0
}

async function within<Result>(milliseconds: number, work: () => Promise<Result>): Promise<Result> {
  const late = Promise.withResolvers<never>()
  const timer = setTimeout(() => late.reject(new Error(`no answer within ${milliseconds} ms`)), milliseconds)
  try {
    return await Promise.race([work(), late.promise])
  } finally {
    clearTimeout(timer)
  }
}
