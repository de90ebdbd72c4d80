import { once } from 'node:events'
import type { Duplex } from 'node:stream'
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest'
import { WebSocket } from 'ws'
import { HubError } from '../../src/kernel/errors.ts'
import { statementOf } from '../../src/platform/sql.ts'
import { openTestHub, type TestHub } from '../support/hub.ts'
import { figure, figures, publish } from './figures.ts'
import { everythingStream, figureStream, follow } from './following.ts'

type Message = { readonly type: string; readonly id?: string; readonly payload?: unknown }

describe('a socket', () => {
  let hub: TestHub
  beforeAll(async () => {
    hub = await openTestHub()
  })
  afterAll(() => hub.close())

  const subscriptions = async () => {
    const metrics = await (await fetch(`${hub.address}/metrics`)).text()
    return Number(/^baymark_subscriptions (\d+)$/m.exec(metrics)?.[1])
  }

  test.each([
    ['a syntax error', { query: 'subscription {' }, 'GRAPHQL_PARSE_FAILED'],
    ['an unknown field', { query: '{ nothing }' }, 'GRAPHQL_VALIDATION_FAILED'],
    [
      'an unknown operation name',
      { query: 'query A { hub { position } }', operationName: 'B' },
      'OPERATION_RESOLUTION_FAILURE',
    ],
    ['a variable of another type', { query: figureStream, variables: { snapshot: 7 } }, 'BAD_USER_INPUT'],
    ['an empty document', { query: '' }, 'BAD_REQUEST'],
    ['a schema definition', { query: 'type A { b: Int }' }, 'GRAPHQL_VALIDATION_FAILED'],
    ['NUL in an argument', { query: everythingStream, variables: { after: '\u0000' } }, 'INVALID_TEXT'],
  ])('outlives %s in another operation, and so does its subscription', async (what, payload, code) => {
    const socket = await openSocket(hub.address)
    const joined = socket.message(({ id, type }) => id === 'running' && type === 'next')
    socket.send({ id: 'running', type: 'subscribe', payload: { query: everythingStream } })
    await joined
    const refusal = socket.message(({ id }) => id === 'broken')
    socket.send({ id: 'broken', type: 'subscribe', payload })
    expect(JSON.stringify(await refusal)).toContain(`"code":"${code}"`)
    const told = socket.message(({ id, type }) => id === 'running' && type === 'next')
    await publish(hub.address, { key: `broken/${what.replaceAll(' ', '-')}`, rows: [nextFigure()] })
    expect(JSON.stringify(await told)).toContain('"kind":"DELTA"')
    await socket.close()
  })

  test('is not given a frame that lacks what could not be read: the operation ends, and its cursor stays before it', async () => {
    const query = figureStream.replace('node {', 'node { release { code }')
    const stream = follow(hub.client(), query)
    const { cursor } = await stream.next()
    const read = hub.database.query
    const withoutReleases: typeof read = (statement) =>
      /from "?release\b/.test(statementOf(statement).text)
        ? Promise.reject(new HubError({ code: 'UNAVAILABLE', message: 'gone' }))
        : read(statement)
    const refused = expect(stream.next()).rejects.toMatchObject({ codes: ['UNAVAILABLE'] })
    Object.assign(hub.database, { query: withoutReleases })
    try {
      await publish(hub.address, { key: 'unreadable', rows: [nextFigure()] })
      await refused
    } finally {
      Object.assign(hub.database, { query: read })
    }
    const again = follow(hub.client(), query, { after: cursor })
    expect(await again.whole()).toMatchObject([{ kind: 'DELTA', changes: [{ op: expect.any(String) }] }])
    await again.leave()
    await expect.poll(subscriptions).toBe(0)
  })

  test('that asks for the same operation twice is closed with 4409', async () => {
    const socket = await openSocket(hub.address)
    const joined = socket.message(({ id }) => id === 'one')
    socket.send({ id: 'one', type: 'subscribe', payload: { query: everythingStream } })
    await joined
    socket.send({ id: 'one', type: 'subscribe', payload: { query: everythingStream } })
    expect(await socket.closed).toBe(4409)
    await expect.poll(subscriptions).toBe(0)
  })

  test.each([
    ['that completes a subscription', (socket: TestSocket) => socket.send({ id: 'one', type: 'complete' })],
    ['that closes', (socket: TestSocket) => socket.close()],
    ['that breaks', (socket: TestSocket) => socket.raw.terminate()],
  ])('%s ends it at once', async (_what, leave) => {
    const socket = await openSocket(hub.address)
    const joined = socket.message(({ id }) => id === 'one')
    socket.send({ id: 'one', type: 'subscribe', payload: { query: everythingStream } })
    await joined
    expect(await subscriptions()).toBe(1)
    await leave(socket)
    await expect.poll(subscriptions, { timeout: 2_000 }).toBe(0)
    await socket.close()
  })

  test('that leaves in the middle of a long replay ends it at once', async () => {
    const socket = await openSocket(hub.address)
    const first = socket.message(({ id }) => id === 'one')
    socket.send({
      id: 'one',
      type: 'subscribe',
      payload: { query: everythingStream, variables: { after: '0' } },
    })
    await first
    socket.send({ id: 'one', type: 'complete' })
    await expect.poll(subscriptions, { timeout: 2_000 }).toBe(0)
    await socket.close()
  })

  test('is told that its operations are too many, and the others go on', async () => {
    const socket = await openSocket(hub.address)
    for (let id = 0; id < 100; id += 1) {
      const joined = socket.message((message) => message.id === String(id))
      socket.send({ id: String(id), type: 'subscribe', payload: { query: everythingStream } })
      expect((await joined).type).toBe('next')
    }
    const refusal = socket.message(({ id }) => id === 'more')
    socket.send({ id: 'more', type: 'subscribe', payload: { query: everythingStream } })
    expect(JSON.stringify(await refusal)).toContain('RATE_LIMITED')
    await socket.close()
    await expect.poll(subscriptions).toBe(0)
  })

  test('is told the same where it asks for all of them in one breath', async () => {
    const socket = await openSocket(hub.address)
    const answers = new Map<string, string>()
    socket.raw.on('message', (data) => {
      const { id = '', type, payload } = JSON.parse(String(data)) as Message
      answers.set(id, type === 'error' ? JSON.stringify(payload) : type)
    })
    for (let id = 0; id < 150; id += 1)
      socket.send({ id: String(id), type: 'subscribe', payload: { query: everythingStream } })
    await expect.poll(() => answers.size, { timeout: 10_000 }).toBe(150)
    expect([...answers.values()].filter((answer) => answer === 'next')).toHaveLength(100)
    expect([...answers.values()].filter((answer) => answer.includes('RATE_LIMITED'))).toHaveLength(50)
    socket.send({ id: '0', type: 'complete' })
    await expect.poll(subscriptions).toBe(99)
    const joined = socket.message(({ id }) => id === 'instead')
    socket.send({ id: 'instead', type: 'subscribe', payload: { query: everythingStream } })
    expect((await joined).type).toBe('next')
    await socket.close()
    await expect.poll(subscriptions).toBe(0)
  })

  test('that is not read holds a frame for each of its streams and no more, delays nobody, and gets everything', async () => {
    for (const part of [0, 1])
      await publish(hub.address, { key: `bulk-${part}`, rows: figures(3_000, 1980 + part * 9) })
    const serverSide = once(hub.http.server, 'upgrade') as Promise<[unknown, Duplex]>
    const socket = await openSocket(hub.address)
    const [, wire] = await serverSide
    const streams = 6
    const frames = new Map<string, Message[]>()
    let largest = 0
    socket.raw.on('message', (data) => {
      const message = JSON.parse(String(data)) as Message
      if (message.type !== 'next') return
      largest = Math.max(largest, String(data).length)
      frames.set(message.id ?? '', [...(frames.get(message.id ?? '') ?? []), message])
    })
    socket.raw.pause()
    for (let id = 0; id < streams; id += 1)
      socket.send({
        id: String(id),
        type: 'subscribe',
        payload: { query: figureStream, variables: { after: '0' } },
      })
    await expect.poll(() => wire.writableLength, { timeout: 20_000 }).toBeGreaterThan(0)

    const other = follow(hub.client(), figureStream)
    await other.next()
    let held = 0
    for (let turn = 0; turn < 5; turn += 1) {
      const { releases } = await publish(hub.address, { key: `while-paused-${turn}`, rows: [nextFigure()] })
      const [told] = await other.whole()
      expect(told?.commit?.position).toBe(releases[0]?.position)
      held = Math.max(held, wire.writableLength)
    }
    await other.leave()
    const { extensions } = await hub.ask('{ hub { position } }')
    socket.raw.resume()
    const done = () =>
      [...frames.values()].filter((told) => lastCursor(told) === extensions.hub.cursor).length
    await expect.poll(done, { timeout: 20_000 }).toBe(streams)
    expect(largest).toBeLessThan(256 * 1_024)
    expect(held).toBeLessThanOrEqual((largest + 1_024) * streams)
    expect(
      new Set([...frames.values()].map((told) => JSON.stringify(told.map(({ payload }) => payload)))).size,
    ).toBe(1)
    await socket.close()
  })
})

let made = 0

/** A figure that nobody has published before in this file. */
function nextFigure() {
  made += 1
  return figure('810000', '2015-01', String(made))
}

function lastCursor(told: readonly Message[]): string {
  const payload = told.at(-1)?.payload as { data: { observationChanges: { cursor: string } } }
  return payload.data.observationChanges.cursor
}

type TestSocket = Awaited<ReturnType<typeof openSocket>>

/** A socket that has been acknowledged, without a client that would mend what a test breaks. */
async function openSocket(address: string) {
  const raw = new WebSocket(`${address.replace(/^http/, 'ws')}/graphql`, 'graphql-transport-ws')
  const waiting = new Set<(message: Message) => void>()
  const closed = new Promise<number>((resolve) => raw.once('close', resolve))
  raw.on('message', (data) => {
    const message = JSON.parse(String(data)) as Message
    for (const hear of waiting) hear(message)
  })
  const message = (wanted: (message: Message) => boolean) =>
    new Promise<Message>((resolve) => {
      const hear = (came: Message) => {
        if (!wanted(came)) return
        waiting.delete(hear)
        resolve(came)
      }
      waiting.add(hear)
    })
  const send = (message: Message) => raw.send(JSON.stringify(message))
  onTestFinished(() => raw.terminate())
  await once(raw, 'open')
  const acknowledged = message(({ type }) => type === 'connection_ack')
  send({ type: 'connection_init' })
  await acknowledged
  return {
    raw,
    send,
    message,
    closed,
    close: async () => {
      raw.close()
      await closed
    },
  }
}
