import { once } from 'node:events'
import { type AddressInfo, connect } from 'node:net'
import { text } from 'node:stream/consumers'
import { expect, test } from 'vitest'
import { openHubForTest } from '../../support/hub.ts'

test('a request that does not arrive in time is told so, with a code of the list', async () => {
  const hub = await openHubForTest()
  const accepted = once(hub.http.server, 'connection')
  const socket = connect((hub.http.server.address() as AddressInfo).port, '127.0.0.1')
  const [arrived] = await accepted
  const late = Object.assign(new Error('Request timeout'), { code: 'ERR_HTTP_REQUEST_TIMEOUT' })
  hub.http.server.emit('clientError', late, arrived)
  const answer = await text(socket)
  expect(answer).toMatch(/^HTTP\/1\.1 408 /)
  expect(JSON.parse(answer.slice(answer.indexOf('\r\n\r\n')))).toMatchObject({
    errors: [{ extensions: { code: 'REQUEST_TIMEOUT' } }],
  })
})

test.each([
  ['1000', 60_000],
  ['67108864', 335_544],
])('a delivery of BODY_LIMIT=%s may take as long as a slow line needs', async (limit, timeout) => {
  const hub = await openHubForTest({ environment: { BODY_LIMIT: limit } })
  expect(Math.floor(hub.http.server.requestTimeout)).toBe(timeout)
  expect(hub.http.server.headersTimeout).toBe(30_000)
})
