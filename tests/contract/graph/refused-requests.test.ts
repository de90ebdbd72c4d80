import { once } from 'node:events'
import { connect } from 'node:net'
import { text } from 'node:stream/consumers'
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import { WebSocket } from 'ws'
import { openTestHub, type TestHub, testKey } from '../../support/hub.ts'

const json = { 'content-type': 'application/json' }
const preflight = { 'apollo-require-preflight': 'true' }
const hubName = JSON.stringify({ query: '{ hub { name } }' })

type Request = {
  readonly what: string
  readonly path?: string
  readonly init?: RequestInit
  readonly tells: string
}

/** Requests that are none of GraphQL over HTTP, and the status and code they are answered with. */
const requests: readonly Request[] = [
  { what: 'no body', init: { method: 'POST', headers: json }, tells: '400 BAD_REQUEST' },
  { what: 'JSON cut off', init: post('{"query":'), tells: '400 BAD_REQUEST' },
  { what: 'a number', init: post('3'), tells: '400 BAD_REQUEST' },
  { what: 'null', init: post('null'), tells: '400 BAD_REQUEST' },
  { what: 'a text', init: post('"x"'), tells: '400 BAD_REQUEST' },
  { what: 'a batch', init: post(`[${hubName}]`), tells: '400 BAD_REQUEST' },
  { what: 'an empty batch', init: post('[]'), tells: '400 BAD_REQUEST' },
  { what: 'no query', init: post('{"variables":{}}'), tells: '400 BAD_REQUEST' },
  { what: 'an empty query', init: post('{"query":""}'), tells: '400 BAD_REQUEST' },
  { what: 'a query that is a number', init: post('{"query":3}'), tells: '400 BAD_REQUEST' },
  {
    what: 'variables that are a list',
    init: post('{"query":"{hub{name}}","variables":[]}'),
    tells: '400 BAD_REQUEST',
  },
  {
    what: 'variables that are a text',
    init: post('{"query":"{hub{name}}","variables":"{}"}'),
    tells: '400 BAD_REQUEST',
  },
  {
    what: 'an operation name that is a number',
    init: post('{"query":"{hub{name}}","operationName":1}'),
    tells: '400 BAD_REQUEST',
  },
  { what: 'a prototype', init: post('{"__proto__":{"query":"{hub{name}}"}}'), tells: '400 BAD_REQUEST' },
  { what: 'no content type', init: post(Buffer.from(hubName), {}), tells: '400 BAD_REQUEST' },
  { what: 'plain text', init: post(hubName, { 'content-type': 'text/plain' }), tells: '400 CSRF_PREVENTION' },
  {
    what: 'a form',
    init: post('query={hub{name}}', { 'content-type': 'application/x-www-form-urlencoded' }),
    tells: '400 BAD_REQUEST',
  },
  { what: 'XML', init: post('<query/>', { 'content-type': 'application/xml' }), tells: '400 BAD_REQUEST' },
  {
    what: 'a persisted query by no hash',
    init: post('{"extensions":{"persistedQuery":{"version":1,"sha256Hash":"a"}}}'),
    tells: '400 BAD_REQUEST',
  },
  {
    what: 'a body over the limit',
    init: post(JSON.stringify({ query: '#'.repeat(1_048_576) })),
    tells: '413 PAYLOAD_TOO_LARGE',
  },
  {
    what: 'a subscription',
    init: post('{"query":"subscription { changes { kind } }"}'),
    tells: '400 BAD_REQUEST',
  },
  { what: 'a GET without the header', path: '/graphql?query={hub{name}}', tells: '400 CSRF_PREVENTION' },
  { what: 'a GET of NUL without the header', path: '/graphql?query=%00', tells: '400 CSRF_PREVENTION' },
  {
    what: 'a GET of NUL',
    path: '/graphql?query=%00',
    init: { headers: preflight },
    tells: '400 GRAPHQL_PARSE_FAILED',
  },
  {
    what: 'a GET that is not UTF-8',
    path: '/graphql?query=%ff',
    init: { headers: preflight },
    tells: '400 GRAPHQL_PARSE_FAILED',
  },
  { what: 'a GET of nothing', path: '/graphql', init: { headers: preflight }, tells: '400 BAD_REQUEST' },
  {
    what: 'a GET of two queries',
    path: '/graphql?query={a}&query={b}',
    init: { headers: preflight },
    tells: '400 BAD_REQUEST',
  },
  {
    what: 'a GET with variables cut off',
    path: '/graphql?query={hub{name}}&variables={',
    init: { headers: preflight },
    tells: '400 BAD_REQUEST',
  },
  {
    what: 'a GET of a mutation',
    path: '/graphql?query=mutation{__typename}',
    init: { headers: preflight },
    tells: '405 METHOD_NOT_ALLOWED',
  },
  { what: 'GET //', path: '//', tells: '404 NOT_FOUND' },
  { what: 'GET /%', path: '/%', tells: '400 BAD_REQUEST' },
  { what: 'GET /%00', path: '/%00', tells: '404 NOT_FOUND' },
  { what: 'GET /graphql/', path: '/graphql/', tells: '404 NOT_FOUND' },
  { what: 'PUT', init: { method: 'PUT', headers: json, body: '{}' }, tells: '405 METHOD_NOT_ALLOWED' },
  { what: 'PATCH', init: { method: 'PATCH' }, tells: '405 METHOD_NOT_ALLOWED' },
  { what: 'DELETE', init: { method: 'DELETE' }, tells: '405 METHOD_NOT_ALLOWED' },
  {
    what: 'a wrong key',
    init: post(hubName, { ...json, authorization: 'Bearer bm_test_wrongwrongwrongwrong' }),
    tells: '401 UNAUTHENTICATED',
  },
  {
    what: 'another scheme',
    init: post(hubName, { ...json, authorization: 'Basic eDp5' }),
    tells: '401 UNAUTHENTICATED',
  },
  {
    what: 'a key with more behind it',
    init: post(hubName, { ...json, authorization: `Bearer ${testKey} x` }),
    tells: '401 UNAUTHENTICATED',
  },
]

let hub: TestHub
beforeAll(async () => {
  hub = await openTestHub()
})
afterAll(() => hub.close())

describe('requests that are none', () => {
  // Whatever was sent: the hub lives and answers.
  afterEach(async () => {
    expect((await hub.ask('{ hub { name } }')).data).toEqual({ hub: { name: 'Baymark' } })
  })

  test.for(requests)('$what: $tells', async ({ path = '/graphql', init, tells }) => {
    const response = await fetch(`${hub.address}${path}`, init)
    const body = (await response.json()) as {
      errors: { message: string; extensions: { code: string } }[]
      data?: object
    }
    expect(`${response.status} ${body.errors[0]?.extensions.code}`).toBe(tells)
    expect(body.errors).toHaveLength(1)
    expect(body.data ?? null).toBeNull()
    expect(body.errors[0]?.message).not.toMatch(/\n|node_modules/)
    if (response.status === 401)
      expect(response.headers.get('www-authenticate')).toBe('Bearer realm="baymark"')
    if (tells === '405 METHOD_NOT_ALLOWED') expect(response.headers.get('allow')).toMatch(/POST/)
  })

  test('HEAD and OPTIONS say what there is', async () => {
    const head = await fetch(`${hub.address}/graphql?query={hub{name}}`, {
      method: 'HEAD',
      headers: preflight,
    })
    expect([head.status, head.headers.get('allow')]).toEqual([405, 'GET, POST'])
    const options = await fetch(`${hub.address}/graphql`, { method: 'OPTIONS' })
    expect([options.status, options.headers.get('allow')]).toEqual([204, 'GET, POST'])
    expect(options.headers.get('access-control-allow-origin')).toBeNull()
  })

  test('an address longer than headers may be is told so', async () => {
    const answer = await raw(hub, `GET /graphql?query=${'a'.repeat(20_000)} HTTP/1.1\r\nHost: x\r\n\r\n`)
    expect(answer).toMatch(/^HTTP\/1\.1 431 /)
    expect(answer).toContain('"code":"HEADERS_TOO_LARGE"')
  })

  test.for(['NONSENSE\r\n\r\n', 'FOO /graphql HTTP/1.1\r\nHost: x\r\n\r\n', '\u0000\u0001\u0002\r\n\r\n'])(
    'bytes that are no HTTP are answered in the form of the graph: %o',
    async (bytes) => {
      const answer = await raw(hub, bytes)
      expect(answer).toMatch(/^HTTP\/1\.1 400 /)
      expect(answer).toContain('"code":"BAD_REQUEST"')
    },
  )

  test('a body that ends half way harms nobody', async () => {
    const socket = connect(Number(new URL(hub.address).port), '127.0.0.1')
    socket.on('error', () => undefined)
    await once(socket, 'connect')
    const head =
      'POST /graphql HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nContent-Length: 1000\r\n\r\n'
    await new Promise<void>((resolve) => socket.write(`${head}{"query":"{ hub`, () => resolve()))
    socket.resetAndDestroy()
    await once(socket, 'close')
  })
})

describe('sockets that are none', () => {
  test.for([
    { authorization: 'Bearer bm_test_wrongwrongwrongwrong' },
    { authorization: 'Basic eDp5' },
    { Authorization: 'x' },
    { authorization: 5 },
  ])('a credential that is not valid closes the socket with 4403: %o', async (payload) => {
    const { code, reason } = await closeOf(hub, [{ type: 'connection_init', payload }])
    expect([code, reason]).toEqual([4403, 'UNAUTHENTICATED'])
  })

  test('a wrong key in the header of the upgrade is refused as well', async () => {
    const { code } = await closeOf(hub, [{ type: 'connection_init' }], { authorization: 'Bearer wrong' })
    expect(code).toBe(4403)
  })

  test.for([
    { messages: ['not JSON'], code: 4400 },
    { messages: [{ type: 'weather' }], code: 4400 },
    { messages: [[]], code: 4400 },
    { messages: [{ type: 'subscribe', id: '1', payload: { query: '{ hub { name } }' } }], code: 4401 },
    { messages: [{ type: 'connection_init' }, { type: 'connection_init' }], code: 4429 },
    {
      messages: [{ type: 'connection_init' }, { type: 'subscribe', id: '1', payload: { query: 5 } }],
      code: 4400,
    },
    {
      messages: [
        { type: 'connection_init' },
        { type: 'subscribe', id: '1', payload: { query: '{a}', variables: [] } },
      ],
      code: 4400,
    },
    { messages: ['x'.repeat(70_000)], code: 1009 },
  ])('messages that are none of the protocol close the socket with $code', async ({ messages, code }) => {
    expect((await closeOf(hub, messages)).code).toBe(code)
    expect((await hub.ask('{ hub { name } }')).status).toBe(200)
  })

  test('another address or another protocol has no socket', async () => {
    const elsewhere = new WebSocket(`${hub.address.replace('http', 'ws')}/other`, 'graphql-transport-ws')
    const [error] = (await once(elsewhere, 'error')) as [Error]
    expect(error.message).toContain('404')
    const old = new WebSocket(`${hub.address.replace('http', 'ws')}/graphql`, 'graphql-ws')
    const [told] = (await once(old, 'error')) as [Error]
    expect(told.message).toMatch(/subprotocol/i)
  })
})

function post(body: string | Uint8Array<ArrayBuffer>, headers: Record<string, string> = json): RequestInit {
  return { method: 'POST', headers, body }
}

/** Sends bytes as they are and gives all that comes back. */
async function raw({ address }: TestHub, bytes: string): Promise<string> {
  const socket = connect(Number(new URL(address).port), '127.0.0.1')
  socket.write(bytes)
  return text(socket)
}

/** Sends messages on a socket and waits until the hub closes it. */
async function closeOf(
  { address }: TestHub,
  messages: readonly unknown[],
  headers: Record<string, string> = {},
) {
  const socket = new WebSocket(`${address.replace('http', 'ws')}/graphql`, 'graphql-transport-ws', {
    headers,
  })
  socket.on('error', () => undefined)
  await once(socket, 'open')
  for (const message of messages) socket.send(typeof message === 'string' ? message : JSON.stringify(message))
  const [code, reason] = (await once(socket, 'close')) as [number, Buffer]
  return { code, reason: reason.toString() }
}
