import { describe, expect, it } from 'vitest'
import { isAddressRange, plainAddress, trustedProxies } from '../../../src/platform/trusted-proxies.ts'

describe('isAddressRange', () => {
  it.each(['10.0.0.1', '10.0.0.0/8', '::1', '2001:db8::/32', '0.0.0.0/0', '1.2.3.4/32'])('takes %s', (text) =>
    expect(isAddressRange(text)).toBe(true),
  )
  it.each([
    '',
    '10.0.0',
    '10.0.0.0/33',
    '::/129',
    '10.0.0.1/',
    'proxy.example',
    '10.0.0.1,',
    '*',
    '10.0.0.0/-1',
    '1.2.3.4/8/8',
  ])('does not take %j', (text) => expect(isAddressRange(text)).toBe(false))
})

describe('clientOf', () => {
  const proxies = trustedProxies(['10.0.0.0/8', '2001:db8::1'])

  it.each([
    // Who is no proxy is believed nothing.
    ['203.0.113.5', '198.51.100.1', '203.0.113.5'],
    ['203.0.113.5', undefined, '203.0.113.5'],
    ['10.1.2.3', undefined, '10.1.2.3'],
    ['10.1.2.3', '198.51.100.1', '198.51.100.1'],
    // The last one that no proxy vouches for counts; before it anybody may have written anything.
    ['10.1.2.3', '1.1.1.1, 198.51.100.1', '198.51.100.1'],
    ['10.1.2.3', '1.1.1.1, 198.51.100.1, 10.9.9.9', '198.51.100.1'],
    ['10.1.2.3', '10.4.4.4,10.5.5.5', '10.4.4.4'],
    ['2001:db8::1', '2001:db8::2', '2001:db8::2'],
    ['::ffff:10.1.2.3', '::ffff:198.51.100.1', '198.51.100.1'],
    ['10.1.2.3', ' 198.51.100.1 ', '198.51.100.1'],
    ['10.1.2.3', '', '10.1.2.3'],
  ] as const)('%s saying %j asks for %s', (remote, said, client) =>
    expect(proxies.clientOf(remote, said)).toBe(client),
  )

  it('takes several headers for one list', () =>
    expect(proxies.clientOf('10.1.2.3', ['1.1.1.1', '198.51.100.1'])).toBe('198.51.100.1'))

  it('believes nobody where none is named', () => {
    const none = trustedProxies([])
    expect([none.some, none.clientOf('192.0.2.7', '198.51.100.1')]).toEqual([false, '192.0.2.7'])
    expect(none.clientOf('127.0.0.1', '198.51.100.1')).toBe('behind 127.0.0.1')
    expect(none.trusts('127.0.0.1')).toBe(false)
  })
})

it.each([
  ['::ffff:127.0.0.1', '127.0.0.1'],
  ['::1', '::1'],
  ['1.2.3.4', '1.2.3.4'],
  ['', ''],
])('plainAddress writes %j as %j', (address, plain) => expect(plainAddress(address)).toBe(plain))
