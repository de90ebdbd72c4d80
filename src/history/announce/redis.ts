import { createClient } from 'redis'
import { traceOf } from '../../kernel/error-trace.ts'
import { isPosition, type Position } from '../../kernel/position.ts'
import type { Log } from '../../platform/log.ts'
import type { Announcer } from './announcer.ts'
import { announceInMemory } from './memory.ts'

/** What is announced, each on a channel of its own per history: two hubs on one Redis do not hear each other. */
const subjects = ['position', 'access'] as const
type Subject = (typeof subjects)[number]
const channelOf = (epoch: string, subject: Subject) => `baymark:${epoch}:${subject}`

/** How long to wait before the next attempt to reach Redis, in milliseconds. */
const reconnectDelay = (attempts: number) => Math.min(50 * 2 ** attempts, 2_000)

/** How long an announcement may be without a reply before Redis counts as not answering, in milliseconds. */
const patience = 2_000

/** How many announcements may wait for a reply; further ones are left out, because the next one says as much. */
const mostWaiting = 100

const notYet = 'Redis has not answered yet'

/**
 * Announcements among all nodes on one Redis. The node's own announcements go round at once, also while Redis is
 * away; nothing is heaped up for a Redis that does not answer. Returns without waiting for Redis.
 */
export function announceByRedis(url: string, epoch: string, log: Log): Announcer {
  const local = announceInMemory()
  const troubles: Record<'writer' | 'reader', string | null> = { writer: notYet, reader: notYet }
  const failed = (who: keyof typeof troubles) => (error: Error) => {
    const known = troubles.writer ?? troubles.reader
    troubles[who] = `Redis does not answer: ${error.message || error.name}`
    if (known === null)
      log.warn({ reason: traceOf(error) }, 'Redis does not answer; other nodes notice later')
  }
  const answered = (who: keyof typeof troubles) => () => {
    troubles[who] = null
  }
  const options = {
    url,
    disableOfflineQueue: true,
    socket: { reconnectStrategy: reconnectDelay, connectTimeout: 3_000 },
  }
  const writer = createClient(options).on('error', failed('writer')).on('ready', answered('writer'))
  const reader = createClient(options).on('error', failed('reader'))
  const locally = { position: local.announce, access: local.announceAccess }
  const hearing = (subject: Subject) => (message: string) => {
    const number = /^\d+$/.test(message) ? Number(message) : null
    if (isPosition(number)) locally[subject](number)
  }
  // At each connection, because a connection may be lost between being made and being subscribed.
  const subscribe = () =>
    Promise.all(
      subjects.map((subject) => reader.subscribe(channelOf(epoch, subject), hearing(subject))),
    ).then(answered('reader'), failed('reader'))
  reader.on('ready', () => void subscribe())
  writer.connect().catch(failed('writer'))
  reader.connect().catch(failed('reader'))

  let waiting = 0
  const publish = async (subject: Subject, number: number) => {
    waiting += 1
    const late = setTimeout(
      () => failed('writer')(new Error(`no reply within ${patience} ms`)),
      patience,
    ).unref()
    try {
      await writer.publish(channelOf(epoch, subject), String(number))
      answered('writer')()
    } catch (error) {
      failed('writer')(error instanceof Error ? error : new Error(String(error)))
    } finally {
      clearTimeout(late)
      waiting -= 1
    }
  }
  const announce = (subject: Subject, number: number) => {
    locally[subject](number)
    if (writer.isReady && waiting < mostWaiting) void publish(subject, number)
  }
  return {
    announce: (position: Position) => announce('position', position),
    listen: local.listen,
    announceAccess: (version) => announce('access', version),
    listenAccess: local.listenAccess,
    trouble: () => troubles.writer ?? troubles.reader,
    close: async () => {
      await local.close()
      for (const client of [writer, reader]) client.destroy()
    },
  }
}
