import { createClient } from 'redis'
import { expect, onTestFinished, test } from 'vitest'
import type { Announcer } from '../../../src/history/announce/announcer.ts'
import { announceInMemory } from '../../../src/history/announce/memory.ts'
import { announceByRedis } from '../../../src/history/announce/redis.ts'
import { isMissing } from '../../support/services.ts'
import { describeWith, serviceOf } from '../../support/services-needed.ts'
import { startRedis } from '../../support/services-redis.ts'
import { quiet } from '../stores.ts'

/** An announcer of one node, closed when the test has ended. */
function nodeAt(url: string, epoch: string): Announcer {
  const announcer = announceByRedis(url, epoch, quiet)
  onTestFinished(() => announcer.close())
  return announcer
}

/** Resolves when an announcer hears a position. */
function hearing(announcer: Announcer, position: number): Promise<void> {
  const heard = Promise.withResolvers<void>()
  const listening = announcer.listen((came) => {
    if (came === position) heard.resolve()
  })
  return heard.promise.finally(() => listening[Symbol.dispose]())
}

/** Announces a position again and again until the other node hears it: also nodes that only just connected meet so. */
async function announcedTo(listener: Announcer, announcer: Announcer, position: number): Promise<void> {
  let heard = false
  const hearingIt = hearing(listener, position).then(() => {
    heard = true
  })
  await expect
    .poll(
      () => {
        announcer.announce(position)
        return heard
      },
      { interval: 20, timeout: 10_000 },
    )
    .toBe(true)
  await hearingIt
}

/** A client of a test's own. */
async function connectedTo(url: string) {
  const client = await createClient({ url }).connect()
  return {
    publish: (channel: string, message: string) => client.publish(channel, message),
    [Symbol.asyncDispose]: async () => client.destroy(),
  }
}

test('an announcer of one process tells its listeners, until they are disposed or it is closed', async () => {
  const announcer = announceInMemory()
  const heard: number[] = []
  const listening = announcer.listen((position) => heard.push(position))
  announcer.announce(1)
  announcer.announceAccess(9)
  listening[Symbol.dispose]()
  announcer.announce(2)
  announcer.listen((position) => heard.push(position))
  await announcer.close()
  announcer.announce(3)
  expect(heard).toEqual([1])
  expect(announcer.trouble()).toBeNull()
})

describeWith(['Redis'], 'announcements by Redis', () => {
  test('reach every node of the hub, and no node of another', async () => {
    const [first, second, stranger] = ['a', 'a', 'b'].map((epoch) =>
      nodeAt(serviceOf('Redis'), `announce-${epoch}`),
    )
    if (!first || !second || !stranger) throw new Error('three nodes were asked for')
    const strange: number[] = []
    stranger.listen((position) => strange.push(position))
    await announcedTo(second, first, 7)
    await announcedTo(first, second, 8)
    await announcedTo(stranger, stranger, 9)
    expect(new Set(strange)).toEqual(new Set([9]))
    expect([first.trouble(), second.trouble()]).toEqual([null, null])
  })

  test('of positions and of changes of access are told apart', async () => {
    const [first, second] = [nodeAt(serviceOf('Redis'), 'apart'), nodeAt(serviceOf('Redis'), 'apart')]
    await announcedTo(second, first, 1)
    const positions: number[] = []
    const versions: number[] = []
    second.listen((position) => positions.push(position))
    second.listenAccess((version) => versions.push(version))
    await expect
      .poll(
        () => {
          first.announceAccess(41)
          return versions
        },
        { interval: 20, timeout: 10_000 },
      )
      .toContain(41)
    await announcedTo(second, first, 2)
    expect(positions).not.toContain(41)
    expect(new Set(versions)).toEqual(new Set([41]))
  })

  test('also reach their own process at once', () => {
    const node = nodeAt(serviceOf('Redis'), 'own')
    const heard: number[] = []
    node.listen((position) => heard.push(position))
    node.announce(1)
    expect(heard).toEqual([1])
  })

  test('that are no positions are no position to anybody', async () => {
    const node = nodeAt(serviceOf('Redis'), 'garbage')
    const heard: number[] = []
    node.listen((position) => heard.push(position))
    await using client = await connectedTo(serviceOf('Redis'))
    const publishing = (message: string) => client.publish('baymark:garbage:position', message)
    // A channel has one order: whoever heard the last message has heard those before it.
    await expect.poll(async () => (await publishing('1')) > 0 && heard.includes(1)).toBe(true)
    for (const message of ['', 'x', '1.5', '-3', '9'.repeat(400), '2']) await publishing(message)
    await expect.poll(() => heard, { interval: 5 }).toContain(2)
    expect(heard.filter((position) => ![1, 2].includes(position))).toEqual([])
  })

  test('go on within the process while Redis is killed, say so, and reach the others again when it is back', async () => {
    const server = await startRedis()
    if (isMissing(server)) throw new Error(server.reason)
    await using _server = server
    const [first, second] = [nodeAt(server.url, 'kill'), nodeAt(server.url, 'kill')]
    await announcedTo(second, first, 1)
    await server.kill()
    await expect.poll(() => first.trouble(), { interval: 10 }).toContain('Redis does not answer')
    await expect.poll(() => second.trouble(), { interval: 10 }).toContain('Redis does not answer')
    const heard: number[] = []
    first.listen((position) => heard.push(position))
    first.announce(2)
    expect(heard).toEqual([2])
    await server.start()
    await announcedTo(second, first, 3)
    await announcedTo(first, second, 4)
    await expect.poll(() => [first.trouble(), second.trouble()], { interval: 10 }).toEqual([null, null])
  })

  test('of a node that starts while Redis is away begin when it comes', async () => {
    const server = await startRedis()
    if (isMissing(server)) throw new Error(server.reason)
    await using _server = server
    await server.stop()
    const [first, second] = [nodeAt(server.url, 'late'), nodeAt(server.url, 'late')]
    expect(first.trouble()).not.toBeNull()
    const hearingIt = hearing(first, 1)
    first.announce(1)
    await hearingIt
    await server.start()
    await announcedTo(second, first, 2)
  })

  test('to a Redis that stands still wait for nobody, are not heaped up, and say so', async () => {
    const server = await startRedis()
    if (isMissing(server)) throw new Error(server.reason)
    await using _server = server
    const [first, second] = [nodeAt(server.url, 'frozen'), nodeAt(server.url, 'frozen')]
    await announcedTo(second, first, 1)
    const passedOn: number[] = []
    second.listen((position) => passedOn.push(position))
    server.pause()
    const heard: number[] = []
    first.listen((position) => heard.push(position))
    for (let position = 2; position <= 5_000; position += 1) first.announce(position)
    expect(heard).toHaveLength(4_999)
    await expect.poll(() => first.trouble() ?? '', { timeout: 5_000 }).toContain('Redis does not answer')
    server.resume()
    await announcedTo(second, first, 6_000)
    await expect.poll(() => first.trouble()).toBeNull()
    expect(Math.max(...passedOn)).toBe(6_000)
    expect(passedOn.filter((position) => position < 6_000).length).toBeLessThan(200)
  })

  test('of a node that is closed, whether Redis is there or not, end without a word', async () => {
    const server = await startRedis()
    if (isMissing(server)) throw new Error(server.reason)
    await using _server = server
    const connected = announceByRedis(server.url, 'close', quiet)
    await announcedTo(connected, connected, 1)
    await connected.close()
    await server.stop()
    const away = announceByRedis(server.url, 'close', quiet)
    await away.close()
    away.announce(1)
    connected.announce(1)
  })
})
