import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { openTestHub, type TestHub, testKey } from '../support/hub.ts'
import { codeOf, sendRaw } from './raw-connection.ts'

const json = { 'content-type': 'application/json' }
const asked = { method: 'POST', headers: json, body: '{"query":"{ hub { name } }"}' }

/** Every endpoint, and every way in which it refuses. */
const requests: readonly { readonly what: string; readonly path: string; readonly init?: RequestInit }[] = [
  { what: 'the start page', path: '/' },
  { what: 'the playground', path: '/playground' },
  { what: 'an asset that is not there', path: '/assets/none.js' },
  { what: 'an answer', path: '/graphql', init: asked },
  {
    what: 'a GET of the graph',
    path: '/graphql?query={hub{name}}',
    init: { headers: { 'apollo-require-preflight': 'true' } },
  },
  { what: 'a document that is none', path: '/graphql', init: { ...asked, body: '{"query":"{"}' } },
  { what: 'a body that is none', path: '/graphql', init: { ...asked, body: '{' } },
  {
    what: 'a wrong key',
    path: '/graphql',
    init: { ...asked, headers: { ...json, authorization: 'Bearer wrong' } },
  },
  { what: 'the schema', path: '/schema.graphql' },
  { what: 'a delivery of nobody', path: '/ingest/cnca-by-region', init: { method: 'POST', body: 'x' } },
  { what: 'life', path: '/health/live' },
  { what: 'health', path: '/health/ready' },
  { what: 'the metrics', path: '/metrics' },
  { what: 'nothing', path: '/nothing' },
  { what: 'another method', path: '/metrics', init: { method: 'DELETE' } },
]

let hub: TestHub
beforeAll(async () => {
  hub = await openTestHub()
})
afterAll(() => hub.close())

describe('every answer', () => {
  test.each(requests)('lets a browser do nothing that it need not: $what', async ({ path, init }) => {
    const { headers } = await fetch(`${hub.address}${path}`, init)
    expect(headers.get('x-content-type-options')).toBe('nosniff')
    expect(headers.get('referrer-policy')).toBe('no-referrer')
    expect(headers.get('cross-origin-resource-policy')).toBe('same-origin')
    if (headers.get('content-type')?.startsWith('text/html')) {
      expect(headers.get('cross-origin-opener-policy')).toBe('same-origin')
      expect(headers.get('permissions-policy')).toContain('geolocation=()')
    }
    const policy = headers.get('content-security-policy') ?? ''
    expect(policy).toContain("default-src 'none'")
    expect(policy).toContain("frame-ancestors 'none'")
    expect(policy).not.toContain('unsafe-eval')
    if (path !== '/playground') expect(policy).not.toContain('unsafe-inline')
    // Nobody is told what the hub is made of; and over plain HTTP nothing is promised of TLS.
    for (const name of ['server', 'x-powered-by', 'strict-transport-security', 'set-cookie'])
      expect(headers.get(name)).toBeNull()
    expect(headers.get('access-control-allow-origin')).toBeNull()
  })

  test('says so also where a request was given up before it was one', async () => {
    const { status, headers } = await sendRaw(hub.address, 'NONSENSE\r\n\r\n')
    expect(status).toBe(400)
    expect(headers.get('content-security-policy')).toContain("default-src 'none'")
    expect(headers.get('x-content-type-options')).toBe('nosniff')
  })
})

describe('a method that an endpoint does not take', () => {
  const taken = {
    '/': 'GET, HEAD',
    '/playground': 'GET, HEAD',
    '/assets/x.js': 'GET, HEAD',
    '/schema.graphql': 'GET, HEAD',
    '/health/live': 'GET, HEAD',
    '/health/ready': 'GET, HEAD',
    '/metrics': 'GET, HEAD',
    '/ingest/cnca-by-region': 'POST',
  }
  const methods = ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'PROPFIND', 'TRACE']
  for (const [path, allowed] of Object.entries(taken)) {
    test.each(methods.filter((method) => !allowed.includes(method)))(
      `${path} answers %s with 405 and what it takes`,
      async (method) => {
        const request = `${method} ${path} HTTP/1.1\r\nHost: x\r\nContent-Length: 0\r\nConnection: close\r\n\r\n`
        const answer = await sendRaw(hub.address, request)
        expect([answer.status, answer.headers.get('allow')]).toEqual([405, allowed])
        if (method !== 'HEAD') expect(codeOf(answer)).toBe('METHOD_NOT_ALLOWED')
      },
    )
  }

  test('HEAD of what can be read has the headers and no body', async () => {
    const response = await fetch(`${hub.address}/schema.graphql`, { method: 'HEAD' })
    expect([response.status, await response.text()]).toEqual([200, ''])
  })

  test('a path that is nowhere stays 404, whatever the method', async () => {
    for (const method of ['GET', 'PUT', 'OPTIONS'])
      expect((await fetch(`${hub.address}/ingest/a/b`, { method })).status).toBe(404)
  })

  test('what a form could send moves nothing: at every door it wants a header that no form can set', async () => {
    for (const type of ['text/plain', 'application/x-www-form-urlencoded', 'multipart/form-data']) {
      const body = '{"query":"mutation { __typename }"}'
      const graph = await fetch(`${hub.address}/graphql`, {
        method: 'POST',
        headers: { 'content-type': type },
        body,
      })
      expect(graph.status).toBe(400)
      const ingest = await fetch(`${hub.address}/ingest/cnca-by-region`, {
        method: 'POST',
        headers: { 'content-type': type, cookie: `authorization=Bearer ${testKey}` },
        body,
      })
      expect(ingest.status).toBe(401)
    }
  })
})
