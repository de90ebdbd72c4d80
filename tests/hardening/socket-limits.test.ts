import { once } from 'node:events'
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import { WebSocket } from 'ws'
import { openHubForTest, openTestHub, type TestHub } from '../support/hub.ts'
import { closeCodeOf, frame, opcodes, socketByHand } from './frames-by-hand.ts'
import { leastLoopDelay, loopDelay } from './loop-delay.ts'
import { closing } from './raw-connection.ts'

/** For how long a refusal may hold up everybody else, in milliseconds. */
const most = 50

const { text, continuation, ping } = opcodes

describe('a socket that sends', () => {
  let hub: TestHub
  beforeAll(async () => {
    hub = await openTestHub()
    // What is compiled at the first socket is not what is measured.
    const socket = await socketByHand(hub.address)
    socket.destroy()
  })
  afterAll(() => hub.close())
  afterEach(async () => {
    expect((await hub.ask('{ hub { name } }')).data).toEqual({ hub: { name: 'Baymark' } })
  })

  const closedFor = async (bytes: Buffer): Promise<number> => {
    let code = 0
    const delay = await leastLoopDelay(most, async () => {
      const socket = await socketByHand(hub.address)
      const taken = await loopDelay(async () => {
        socket.write(bytes)
        code = await closeCodeOf(socket)
      })
      socket.destroy()
      return taken
    })
    expect(delay).toBeLessThan(most)
    return code
  }

  test('a message of 64 KB and one byte is closed with 1009', async () => {
    expect(await closedFor(frame(text, 'x'.repeat(65_537), true))).toBe(1009)
  })

  test('the announcement of 60 MB is closed with 1009 before any of them came', async () => {
    expect(await closedFor(frame(text, '', true, 60_000_000))).toBe(1009)
  })

  test('60 MB indeed is closed with 1009 as well', async () => {
    const socket = await socketByHand(hub.address)
    socket.write(frame(text, '', true, 60_000_000))
    const megabyte = Buffer.alloc(1_000_000)
    for (let count = 0; count < 60; count += 1) socket.write(megabyte)
    expect(await closeCodeOf(socket)).toBe(1009)
    socket.destroy()
  })

  test('64 KB in many frames is closed with 1009, too', async () => {
    const part = 'x'.repeat(1_000)
    const parts = Array.from({ length: 70 }, () => frame(continuation, part, false))
    expect(await closedFor(Buffer.concat([frame(text, part, false), ...parts]))).toBe(1009)
  })

  test.each(['x', ''])('10,000 tiny frames of %j for one message is closed with 1008', async (part) => {
    const parts = Array.from({ length: 10_000 }, () => frame(continuation, part, false))
    expect(await closedFor(Buffer.concat([frame(text, part, false), ...parts]))).toBe(1008)
  })

  test('10,000 pings is cut', async () => {
    const delay = await leastLoopDelay(most, async () => {
      const socket = await socketByHand(hub.address)
      return loopDelay(async () => {
        const gone = closing(socket)
        socket.write(frame(ping, '', true).toString('latin1').repeat(10_000), 'latin1')
        socket.resume()
        await gone
      })
    })
    expect(delay).toBeLessThan(most)
  })

  test('10,000 messages at once is closed with 1008', async () => {
    const message = frame(text, '{"type":"ping"}', true)
    expect(await closedFor(Buffer.concat(Array.from({ length: 10_000 }, () => message)))).toBe(1008)
  })

  test('10,000 messages that are none holds nobody up, and is cut where it goes on after the close', async () => {
    const empty = frame(text, '', true).toString('latin1').repeat(10_000)
    expect(await closedFor(Buffer.from(empty, 'latin1'))).toBe(4400)
    const socket = await socketByHand(hub.address)
    const gone = closing(socket)
    socket.resume()
    socket.write(empty, 'latin1')
    // Never answers the close: cut at once, not when the time for an answer is over.
    const begun = performance.now()
    await gone
    expect(performance.now() - begun).toBeLessThan(4_000)
  })

  test('a frame that is none, text that is no UTF-8, a close with a number that is none: is closed', async () => {
    expect(await closedFor(Buffer.from([0xff, 0xff, 0, 0, 0, 0]))).toBe(1002)
    const broken = frame(text, 'aa', true)
    broken.set([0xc3, 0x28], broken.length - 2)
    expect(await closedFor(broken)).toBe(1007)
    expect(await closedFor(frame(opcodes.close, '\u0000\u0001', true))).toBe(1002)
  })

  test('pings as a client does is answered each of them that matters, and lives', async () => {
    const socket = new WebSocket(`${hub.address.replace('http', 'ws')}/graphql`, 'graphql-transport-ws')
    await once(socket, 'open')
    socket.ping('here?')
    const [pong] = (await once(socket, 'pong')) as [Buffer]
    expect(String(pong)).toBe('here?')
    socket.close()
  })
})

test('sockets of one address are so many and no more, and count again when they close', async () => {
  const hub = await openHubForTest({ environment: { SOCKETS_PER_ADDRESS: '2' } })
  const url = `${hub.address.replace('http', 'ws')}/graphql`
  const first = new WebSocket(url, 'graphql-transport-ws')
  await once(first, 'open')
  const second = new WebSocket(url, 'graphql-transport-ws')
  await once(second, 'open')
  const third = new WebSocket(url, 'graphql-transport-ws')
  const [error] = (await once(third, 'error')) as [Error]
  expect(error.message).toContain('429')
  const elsewhere = new WebSocket(url, 'graphql-transport-ws', { localAddress: '127.0.0.2' })
  await once(elsewhere, 'open')
  second.close()
  await once(second, 'close')
  const again = new WebSocket(url, 'graphql-transport-ws')
  await once(again, 'open')
})

test('behind a trusted proxy sockets are counted by whom it asks for', async () => {
  const environment = { SOCKETS_PER_ADDRESS: '1', TRUSTED_PROXIES: '127.0.0.1' }
  const hub = await openHubForTest({ environment })
  const url = `${hub.address.replace('http', 'ws')}/graphql`
  const open = (client: string): WebSocket =>
    new WebSocket(url, 'graphql-transport-ws', { headers: { 'x-forwarded-for': client } })
  await once(open('203.0.113.1'), 'open')
  await once(open('203.0.113.2'), 'open')
  // What stands before the last address is what the client itself wrote.
  const [error] = (await once(open('203.0.113.9, 203.0.113.1'), 'error')) as [Error]
  expect(error.message).toContain('429')
})

test('the addresses of one IPv6 network are one client, because it has as many as it likes', async () => {
  const environment = { SOCKETS_PER_ADDRESS: '1', TRUSTED_PROXIES: '127.0.0.1' }
  const hub = await openHubForTest({ environment })
  const open = (client: string): WebSocket =>
    new WebSocket(`${hub.address.replace('http', 'ws')}/graphql`, 'graphql-transport-ws', {
      headers: { 'x-forwarded-for': client },
    })
  await once(open('2001:db8:0:1::1'), 'open')
  await once(open('2001:db8:0:2::1'), 'open')
  const [error] = (await once(open('2001:db8:0:1:ffff::2'), 'error')) as [Error]
  expect(error.message).toContain('429')
})
