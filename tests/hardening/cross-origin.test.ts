import { once } from 'node:events'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { WebSocket } from 'ws'
import { openTestHub, type TestHub } from '../support/hub.ts'

const friend = 'https://dashboard.example'
const stranger = 'https://evil.example'
const question = {
  method: 'OPTIONS',
  headers: {
    origin: friend,
    'access-control-request-method': 'POST',
    'access-control-request-headers': 'content-type, authorization',
  },
}

describe('pages of other origins', () => {
  let hub: TestHub
  beforeAll(async () => {
    hub = await openTestHub({ environment: { CORS_ORIGINS: `${friend}, http://localhost:5173` } })
  })
  afterAll(() => hub.close())

  const ask = (origin: string, path = '/graphql') =>
    fetch(`${hub.address}${path}`, {
      ...(path === '/graphql' ? { method: 'POST', body: '{"query":"{ hub { name } }"}' } : {}),
      headers: { 'content-type': 'application/json', origin },
    })

  test.each(['/graphql', '/schema.graphql', '/health/live', '/health/ready'])(
    'that are listed may read %s, with its headers and never with credentials',
    async (path) => {
      const { headers } = await ask(friend, path)
      expect(headers.get('access-control-allow-origin')).toBe(friend)
      expect(headers.get('access-control-expose-headers')).toMatch(/Baymark-Position.*ETag.*RateLimit/)
      expect(headers.get('access-control-allow-credentials')).toBeNull()
      expect(headers.get('vary')).toMatch(/origin/i)
    },
  )

  test('that are not listed may read nothing, and caches know the difference', async () => {
    for (const origin of [
      stranger,
      'null',
      `${friend}.evil.example`,
      friend.toUpperCase(),
      `${friend}:444`,
    ]) {
      const { headers } = await ask(origin)
      expect(headers.get('access-control-allow-origin')).toBeNull()
      expect(headers.get('vary')).toMatch(/origin/i)
    }
  })

  test('may not read what is for operators, nor deliver', async () => {
    for (const path of ['/metrics', '/', '/playground', '/ingest/cnca-by-region']) {
      const { headers } = await ask(friend, path)
      expect(headers.get('access-control-allow-origin')).toBeNull()
    }
  })

  test('ask beforehand, and may keep the answer', async () => {
    const { status, headers } = await fetch(`${hub.address}/graphql`, question)
    expect(status).toBe(204)
    expect(headers.get('access-control-allow-origin')).toBe(friend)
    expect(headers.get('access-control-allow-methods')).toBe('GET, POST')
    expect(headers.get('access-control-allow-headers')).toBe('content-type, authorization')
    expect(headers.get('access-control-max-age')).toBe('7200')
    const refused = await fetch(`${hub.address}/graphql`, {
      ...question,
      headers: { ...question.headers, origin: stranger },
    })
    expect(refused.headers.get('access-control-allow-origin')).toBeNull()
  })

  test('OPTIONS of somebody who is no browser still says what there is', async () => {
    const { status, headers } = await fetch(`${hub.address}/graphql`, { method: 'OPTIONS' })
    expect([status, headers.get('allow')]).toEqual([204, 'GET, POST'])
  })
})

describe('sockets from pages', () => {
  let hub: TestHub
  beforeAll(async () => {
    hub = await openTestHub({ environment: { CORS_ORIGINS: friend } })
  })
  afterAll(() => hub.close())

  const upgraded = async (headers: Readonly<Record<string, string>>): Promise<number> => {
    const socket = new WebSocket(`${hub.address.replace('http', 'ws')}/graphql`, 'graphql-transport-ws', {
      headers,
    })
    const status = Promise.withResolvers<number>()
    socket.on('error', () => undefined)
    socket.on('unexpected-response', (_request, response) => {
      response.resume()
      status.resolve(response.statusCode ?? 0)
    })
    socket.on('open', () => {
      status.resolve(101)
      socket.close()
    })
    const told = await status.promise
    socket.terminate()
    return told
  }

  test('are opened for the hub’s own pages, the listed ones, and whoever is no browser', async () => {
    const { host } = new URL(hub.address)
    expect(await upgraded({})).toBe(101)
    expect(await upgraded({ origin: `http://${host}` })).toBe(101)
    expect(await upgraded({ origin: `https://${host}` })).toBe(101)
    expect(await upgraded({ origin: friend })).toBe(101)
    expect(await upgraded({ origin: 'https://hub.example', host: 'hub.example:443' })).toBe(101)
  })

  test.each([
    stranger,
    'null',
    '',
    'file://',
    `${friend}.evil.example`,
    'https://dashboard.example:444',
    'x'.repeat(5_000),
  ])('are refused before they are opened for %j', async (origin) => {
    expect(await upgraded({ origin })).toBe(403)
  })

  test('a forwarded host counts from trusted proxies alone', async () => {
    const headers = { origin: 'https://hub.example', 'x-forwarded-host': 'hub.example' }
    expect(await upgraded(headers)).toBe(403)
    const proxied = await openTestHub({ environment: { TRUSTED_PROXIES: '127.0.0.1' } })
    try {
      const socket = new WebSocket(
        `${proxied.address.replace('http', 'ws')}/graphql`,
        'graphql-transport-ws',
        {
          headers,
        },
      )
      await once(socket, 'open')
      socket.close()
    } finally {
      await proxied.close()
    }
  })
})
