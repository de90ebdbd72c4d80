import { once } from 'node:events'
import type { Socket } from 'node:net'
import { describe, expect, test } from 'vitest'
import { openHubForTest, type TestHub, testKey } from '../support/hub.ts'
import { leastLoopDelay, loopDelay } from './loop-delay.ts'
import { answerOn, closing, codeOf, rawConnection, sendRaw } from './raw-connection.ts'

/** For how long a refusal may hold up everybody else, in milliseconds. */
const most = 50

const get = (headers: string): string =>
  `GET /health/live HTTP/1.1\r\nHost: x\r\n${headers}Connection: close\r\n\r\n`
const many = (count: number): string =>
  Array.from({ length: count }, (_, index) => `a${index}: b\r\n`).join('')

async function lives(hub: TestHub): Promise<void> {
  expect((await hub.ask('{ hub { name } }')).data).toEqual({ hub: { name: 'Baymark' } })
}

describe('headers', () => {
  test('of more than 100 are refused in words, 2,000 as well, and harm nobody', async () => {
    const hub = await openHubForTest()
    expect((await sendRaw(hub.address, get(many(98)))).status).toBe(200)
    const refused = await sendRaw(hub.address, get(many(99)))
    expect([refused.status, codeOf(refused)]).toEqual([431, 'HEADERS_TOO_LARGE'])
    const refuse = async () => {
      const answer = await sendRaw(hub.address, get(many(1_990)))
      expect([answer.status, codeOf(answer)]).toEqual([431, 'HEADERS_TOO_LARGE'])
    }
    const delay = await leastLoopDelay(most, () => loopDelay(refuse))
    expect(delay).toBeLessThan(most)
    const upgrade =
      'Upgrade: websocket\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==\r\n'
    const socket = await sendRaw(
      hub.address,
      `GET /graphql HTTP/1.1\r\nHost: x\r\nConnection: Upgrade\r\n${upgrade}${many(200)}\r\n`,
    )
    expect([socket.status, codeOf(socket)]).toEqual([431, 'HEADERS_TOO_LARGE'])
    await lives(hub)
  })
})

describe('connections', () => {
  test('over the most of all are refused in words, until others close', async () => {
    const hub = await openHubForTest({ environment: { CONNECTIONS: '10' } })
    const idle: Socket[] = []
    for (let count = 0; count < 10; count += 1) idle.push(await rawConnection(hub.address))
    const refused = await sendRaw(hub.address, get(''))
    expect([refused.status, codeOf(refused)]).toEqual([503, 'OVERLOADED'])
    expect(Number(refused.headers.get('retry-after'))).toBeGreaterThan(0)
    const left = closedConnections(hub, 10)
    for (const socket of idle) socket.destroy()
    await left
    expect((await sendRaw(hub.address, get(''))).status).toBe(200)
  })

  test('over the most of one address are refused in words, and other addresses are served', async () => {
    const hub = await openHubForTest({ environment: { CONNECTIONS_PER_ADDRESS: '3' } })
    for (let count = 0; count < 3; count += 1) await rawConnection(hub.address)
    const refused = await sendRaw(hub.address, get(''))
    expect([refused.status, codeOf(refused)]).toEqual([429, 'RATE_LIMITED'])
    const upgrade = await sendRaw(
      hub.address,
      'GET /graphql HTTP/1.1\r\nHost: x\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n\r\n',
    )
    expect(upgrade.status).toBe(429)
    expect((await sendRaw(hub.address, get(''), '127.0.0.2')).status).toBe(200)
  })

  test('of a trusted proxy are of many people and not counted as of one', async () => {
    const environment = { CONNECTIONS_PER_ADDRESS: '1', TRUSTED_PROXIES: '127.0.0.0/8' }
    const hub = await openHubForTest({ environment })
    for (let count = 0; count < 5; count += 1) await rawConnection(hub.address)
    expect((await sendRaw(hub.address, get(''))).status).toBe(200)
  })

  test('that send on without waiting for answers are cut, and hold nobody up', async () => {
    const hub = await openHubForTest()
    const request = 'GET /schema.graphql HTTP/1.1\r\nHost: x\r\n\r\n'
    const flood = async () => {
      const socket = await rawConnection(hub.address)
      const cut = closing(socket)
      socket.write(request.repeat(10_000))
      socket.resume()
      await cut
    }
    const delay = await leastLoopDelay(most, () => loopDelay(flood))
    expect(delay).toBeLessThan(most)
    await lives(hub)
  })
})

describe('slow ones', () => {
  const environment = { REQUEST_SECONDS: '1' }
  const length = 'Content-Length: 1000\r\n'

  test('a body that trickles in is given up in words; a delivery has more time', async () => {
    const hub = await openHubForTest({ environment })
    const delivery = await rawConnection(hub.address)
    const head = `POST /ingest/cnca-by-region HTTP/1.1\r\nHost: x\r\nConnection: close\r\nAuthorization: Bearer ${testKey}\r\n`
    const file = '产品,数量\n'
    delivery.write(
      `${head}Idempotency-Key: slow\r\nContent-Length: ${Buffer.byteLength(file)}\r\n\r\n${file.slice(0, 2)}`,
    )
    const graph = await rawConnection(hub.address)
    graph.write(
      `POST /graphql HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\n${length}\r\n{"query"`,
    )
    const refused = await answerOn(graph)
    expect([refused.status, codeOf(refused)]).toEqual([408, 'REQUEST_TIMEOUT'])
    delivery.write(file.slice(2))
    expect((await answerOn(delivery)).status).toBe(422)
  })

  test('headers that trickle in are given up in words', async () => {
    const hub = await openHubForTest({ environment })
    const socket = await rawConnection(hub.address)
    socket.write('GET / HTTP/1.1\r\nHost: x\r\nX-A')
    const refused = await answerOn(socket)
    expect([refused.status, codeOf(refused)]).toEqual([408, 'REQUEST_TIMEOUT'])
  })

  test('a reader that stands still is let go', async () => {
    const hub = await openHubForTest({ environment })
    const arrived = once(hub.http.server, 'connection') as Promise<[Socket]>
    const socket = await rawConnection(hub.address)
    const [connection] = await arrived
    const gone = closing(connection)
    socket.pause()
    // More than the machine itself keeps for a connection.
    const fields = 'fields{name description args{name description type{name}} type{name ofType{name}}}'
    const query = encodeURIComponent(`{__schema{types{a:${fields} b:${fields} c:${fields} d:${fields}}}}`)
    const request = `GET /graphql?query=${query} HTTP/1.1\r\nHost: x\r\nApollo-Require-Preflight: x\r\n\r\n`
    socket.write(request.repeat(30))
    await gone
    expect(connection.bytesWritten).toBeGreaterThan(1_000_000)
    await lives(hub)
  })
})

/** Resolves when so many connections have closed on the hub's side. */
async function closedConnections(hub: TestHub, count: number): Promise<void> {
  const open = (): Promise<number> =>
    new Promise((resolve) => hub.http.server.getConnections((_error, now) => resolve(now)))
  const before = await open()
  while ((await open()) > before - count) await new Promise((resolve) => setImmediate(resolve))
}
