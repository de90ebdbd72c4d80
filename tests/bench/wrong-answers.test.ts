import { once } from 'node:events'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { expect, onTestFinished, test } from 'vitest'
import { postOf } from './keep-alive.ts'
import { runLoad, WrongAnswer } from './load.ts'
import { differenceOf } from './verify-answers.ts'

const nodes = (value: string) => Buffer.from(`{"data":{"observations":{"nodes":[{"value":"${value}"}]}}}`)
const data = (value: string) => ({ observations: { nodes: [{ value }] } })

test('two answers agree when their data does, whatever else they carry', () => {
  const hub = Buffer.from(`{"data":${JSON.stringify(data('5'))},"extensions":{"hub":{"position":1}}}`)
  expect(differenceOf(hub, nodes('5'))).toBeNull()
  expect(differenceOf(hub, nodes('5'), data('5'))).toBeNull()
})

test.each([
  ['another value', nodes('5'), nodes('6'), undefined],
  ['not what the data set says', nodes('5'), nodes('5'), data('6')],
  ['an error with a 200', Buffer.from('{"errors":[{"message":"too many clients"}]}'), nodes('5'), undefined],
  ['data beside an error', Buffer.from('{"data":{},"errors":[]}'), Buffer.from('{"data":{}}'), undefined],
  [
    'nothing found',
    Buffer.from('{"data":{"o":{"nodes":[]}}}'),
    Buffer.from('{"data":{"o":{"nodes":[]}}}'),
    undefined,
  ],
])('a comparison notices %s', (_what, hub, raw, expected) => {
  expect(differenceOf(hub, raw, expected)).toEqual(expect.any(String))
})

test('a load counts right answers and stops at the first wrong one', async () => {
  let answered = 0
  let wrongAfter = Number.POSITIVE_INFINITY
  const address = await serving(() => {
    answered += 1
    return nodes(answered > wrongAfter ? '6' : '5')
  })
  const ask = { request: postOf(address, '/', {}), answer: nodes('5') }
  const result = await runLoad(address, [ask], 2, 0.1)
  expect(result.requests).toBe(answered)
  expect(result.p50).toBeLessThanOrEqual(result.p99)
  wrongAfter = answered + 20
  await expect(runLoad(address, [ask], 2, 5)).rejects.toThrow(WrongAnswer)
})

test('a load stops at a status other than 200', async () => {
  const address = await serving(() => null)
  const ask = { request: postOf(address, '/', {}), answer: nodes('5') }
  await expect(runLoad(address, [ask], 1, 5)).rejects.toThrow('expected a 200')
})

test('an answer that comes in pieces is put together', async () => {
  const large = nodes('5'.repeat(1_000_000))
  const address = await serving(() => large)
  const result = await runLoad(address, [{ request: postOf(address, '/', {}), answer: large }], 1, 0.1)
  expect(result.requests).toBeGreaterThan(0)
})

/** Serves for the running test; null answers with a 503. */
async function serving(answer: () => Buffer | null): Promise<string> {
  const server = createServer((request, response) => {
    request.resume().on('end', () => {
      const body = answer()
      if (body === null) response.writeHead(503, { 'content-length': 0 }).end()
      else response.writeHead(200, { 'content-length': body.length }).end(body)
    })
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  onTestFinished(() => {
    server.closeAllConnections()
    server.close()
  })
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`
}
