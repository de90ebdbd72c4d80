import { expect, test } from 'vitest'
import { networkOf } from '../../../src/kernel/network.ts'
import { mostOf } from '../../../src/platform/caller-limit.ts'
import { readConfig } from '../../../src/platform/config.ts'
import { behind, trustedProxies } from '../../../src/platform/trusted-proxies.ts'

const preset = { set: null, preset: 5 }
const set = { set: 7, preset: 5 }

test.each([
  ['127.0.0.1', Number.POSITIVE_INFINITY, 7],
  ['127.9.9.9', Number.POSITIVE_INFINITY, 7],
  ['::1', Number.POSITIVE_INFINITY, 7],
  ['::ffff:127.0.0.1', Number.POSITIVE_INFINITY, 7],
  ['192.0.2.1', 5, 7],
  ['2001:db8::1', 5, 7],
  ['128.0.0.1', 5, 7],
  ['127.0.0.1.example', 5, 7],
  ['', 5, 7],
])('%s is held to %s where nothing is set, and to %s where 7 is', (address, unset, seven) => {
  expect([mostOf(preset, address), mostOf(set, address)]).toEqual([unset, seven])
})

test('who comes through a proxy on this machine that nobody trusts is not of this machine', () => {
  const nobody = trustedProxies([])
  expect(nobody.clientOf('127.0.0.1', undefined)).toBe('127.0.0.1')
  const client = nobody.clientOf('::ffff:127.0.0.1', '127.0.0.1')
  expect(client).toBe(behind('127.0.0.1'))
  expect(mostOf(preset, client)).toBe(5)
  expect(networkOf(client)).toBe(client)
  expect(nobody.clientOf('192.0.2.1', '127.0.0.1')).toBe('192.0.2.1')
})

test('limits of callers that nobody sets are null, and hold their presets against what one request may cost', () => {
  expect(readConfig({})).toMatchObject({
    CONNECTIONS_PER_ADDRESS: null,
    SOCKETS_PER_ADDRESS: null,
    RATE_LIMIT: null,
    RATE_LIMIT_ANONYMOUS: null,
  })
  expect(readConfig({ RATE_LIMIT: '0' }).RATE_LIMIT).toBe(0)
  expect(() => readConfig({ COST_LIMIT: '600001' })).toThrow(/at most 600000/)
  expect(() => readConfig({ RATE_LIMIT: 'many' })).toThrow(/RATE_LIMIT: expected a whole number/)
})
