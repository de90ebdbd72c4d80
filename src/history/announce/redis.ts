import { createClient } from 'redis'
import type { Position } from '../../kernel/position.ts'
import type { Log } from '../../platform/log.ts'
import type { Announcer } from './announcer.ts'
import { announceInMemory } from './memory.ts'

/** The channel of one history: two hubs on one Redis do not hear each other. */
const channelOf = (epoch: string) => `baymark:${epoch}:position`

/** How long to wait before the next attempt to reach Redis, in milliseconds. */
const reconnectDelay = (attempts: number) => Math.min(50 * 2 ** attempts, 2_000)

/**
 * Announcements among all nodes on one Redis. The node's own announcements go round at once, also while Redis is
 * away; nothing is queued for a Redis that does not answer. Resolves without waiting for Redis.
 */
export function announceByRedis(url: string, epoch: string, log: Log): Announcer {
  const local = announceInMemory()
  const options = {
    url,
    disableOfflineQueue: true,
    socket: { reconnectStrategy: reconnectDelay, connectTimeout: 3_000 },
  }
  const writer = createClient(options)
  const reader = createClient(options)
  let trouble: string | null = 'Redis has not answered yet'
  const failed = (error: Error) => {
    if (trouble === null)
      log.warn({ reason: error.message }, 'Redis does not answer; other nodes notice later')
    trouble = `Redis does not answer: ${error.message || error.name}`
  }
  const answered = () => {
    trouble = null
  }
  for (const client of [writer, reader]) client.on('error', failed).on('ready', answered)
  const heard = (message: string) => local.announce(Number(message))
  const connected = Promise.all([
    writer.connect(),
    reader.connect().then(() => reader.subscribe(channelOf(epoch), heard)),
  ])
  connected.catch(failed)
  return {
    announce: (position: Position) => {
      local.announce(position)
      if (writer.isReady) writer.publish(channelOf(epoch), String(position)).catch(failed)
    },
    listen: local.listen,
    trouble: () => trouble,
    close: async () => {
      await local.close()
      for (const client of [writer, reader]) client.destroy()
    },
  }
}
