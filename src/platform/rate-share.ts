import { createClient } from 'redis'
import { digestOf } from '../kernel/digest.ts'
import type { Log } from './log.ts'
import { type RateCounts, rateWindow, type Unsent } from './rate-counts.ts'

/** How often nodes tell each other what was spent, in milliseconds. */
const interval = 1_000

/** How long Redis may take to answer, in milliseconds. */
const patience = 2_000

/** After how many seconds without a word a node is no longer counted. */
const silence = 10

/** How long to wait before the next attempt to reach Redis, in milliseconds. */
const reconnectDelay = (attempts: number) => Math.min(50 * 2 ** attempts, 2_000)

/** How the nodes of one hub share what was spent. */
export type RateShare = AsyncDisposable & {
  /** Into how many parts a limit is to be cut here: 1 while the counts are shared, else the nodes last heard of. */
  readonly parts: number
  /** Tells the others what was spent here and hears what they did; done by itself every second. Never throws. */
  readonly reconcile: () => Promise<void>
}

/** Nobody to share with: one node, which counts for itself. */
export function unshared(): RateShare {
  return {
    parts: 1,
    reconcile: () => Promise.resolve(),
    [Symbol.asyncDispose]: () => Promise.resolve(),
  }
}

/** What the sharing is wired with. */
export type RateShareParts = {
  readonly url: string
  /** Which hub: its nodes have the same epoch. */
  readonly epoch: string
  /** Names this node among them. */
  readonly node: string
  readonly counts: RateCounts
  readonly log: Log
}

/**
 * Shares counts over all nodes on one Redis: one pipelined round trip a second for all spenders that moved, and none for
 * a request. While Redis does not answer, each node counts for itself and its limits are divided by the number of nodes;
 * the log says so once. Returns without waiting for Redis.
 */
export function shareByRedis({ url, epoch, node, counts, log }: RateShareParts): RateShare {
  let nodes = 1
  let trouble: string | null = null
  const failed = (error: unknown): void => {
    const reason = error instanceof Error ? error.message || error.name : String(error)
    if (trouble === null)
      log.warn({ reason, nodes }, 'Redis does not answer; each node counts a part of every budget')
    trouble = reason
  }
  const answered = (): void => {
    if (trouble !== null) log.info({ nodes }, 'Redis answers again; the nodes share every budget')
    trouble = null
  }
  const redis = createClient({
    url,
    disableOfflineQueue: true,
    socket: { reconnectStrategy: reconnectDelay, connectTimeout: 3_000 },
  }).on('error', failed)
  const keyOf = ({ name, window }: Unsent) =>
    `baymark:${epoch}:spent:${digestOf(name).slice(0, 32)}:${window}`

  const exchange = async (unsent: readonly Unsent[]): Promise<readonly unknown[]> => {
    const pipeline = redis
      .multi()
      .eval(countNodes, { keys: [`baymark:${epoch}:nodes`], arguments: [node, String(silence)] })
    for (const each of unsent) {
      pipeline.incrBy(keyOf(each), Math.round(each.points))
      pipeline.pExpire(keyOf(each), 3 * rateWindow)
    }
    return inTime(pipeline.execAsPipeline())
  }
  const reconcile = async (): Promise<void> => {
    const unsent = counts.takeUnsent()
    try {
      if (!redis.isReady) throw new Error(trouble ?? 'Redis is not connected')
      const [alive, ...replies] = await exchange(unsent)
      nodes = Math.max(1, Number(alive))
      unsent.forEach((each, index) => {
        counts.learn(each, Number(replies[2 * index]))
      })
      answered()
    } catch (error) {
      // Where only the reply was lost, this counts a second's points twice: rather that than not at all.
      for (const each of unsent) counts.untold(each)
      failed(error)
    }
  }
  let running: Promise<void> | null = null
  const once = (): Promise<void> => {
    running ??= reconcile().finally(() => {
      running = null
    })
    return running
  }
  redis.connect().catch(failed)
  redis.on('ready', () => void once())
  const timer = setInterval(() => void once(), interval).unref()
  return {
    get parts() {
      return trouble === null ? 1 : nodes
    },
    reconcile: once,
    [Symbol.asyncDispose]: async () => {
      clearInterval(timer)
      redis.destroy()
      await running
    },
  }
}

/** Says that this node lives, forgets those long silent, and counts the rest: by the clock of Redis, which all share. */
const countNodes = `
local now = tonumber(redis.call('TIME')[1])
redis.call('ZADD', KEYS[1], now, ARGV[1])
redis.call('ZREMRANGEBYSCORE', KEYS[1], '-inf', now - tonumber(ARGV[2]))
redis.call('EXPIRE', KEYS[1], 3600)
return redis.call('ZCARD', KEYS[1])
`

/** A Redis that hangs neither answers nor refuses. */
async function inTime<Value>(reply: Promise<Value>): Promise<Value> {
  let late: NodeJS.Timeout | undefined
  const tooLate = new Promise<never>((_, reject) => {
    late = setTimeout(() => reject(new Error(`no reply within ${patience} ms`)), patience)
  })
  try {
    return await Promise.race([reply, tooLate])
  } finally {
    clearTimeout(late)
  }
}
