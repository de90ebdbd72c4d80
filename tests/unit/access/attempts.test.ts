import { expect, test } from 'vitest'
import { limitingAttempts } from '../../../src/access/attempts.ts'
import type { RememberingGate } from '../../../src/access/credentials.ts'
import { HubError } from '../../../src/kernel/errors.ts'
import { bootstrapGate } from './bootstrap-gate.ts'

const key = 'bm_test_0123456789abcdef'

/** A gate with a limit before it, on a clock that stands still until it is moved; and how often the gate was asked. */
function limited(gate: RememberingGate = bootstrapGate(key)) {
  let now = 1_000
  let asked = 0
  const counting: RememberingGate = {
    ...gate,
    accessOf: (credential) => {
      asked += 1
      return gate.accessOf(credential)
    },
  }
  const before = limitingAttempts(counting, { now: () => new Date(0), monotonic: () => now })
  const outcome = async (authorization: string | undefined, address = '203.0.113.7'): Promise<string> => {
    try {
      return (await before.accessOf({ authorization, address })).view.role
    } catch (error) {
      if (error instanceof HubError) return error.code
      throw error
    }
  }
  return {
    before,
    outcome,
    asked: () => asked,
    move: (milliseconds: number) => {
      now += milliseconds
    },
  }
}

const wrong = (id: string | number, secret: string | number = 'wrongwrongwrongwrong') =>
  `Bearer bm_${id}_${String(secret).padStart(16, '0')}`

async function fail(outcome: ReturnType<typeof limited>['outcome'], times: number, address?: string) {
  for (let guess = 0; guess < times; guess += 1)
    expect(await outcome(wrong('test', guess), address)).toBe('UNAUTHENTICATED')
}

test('ten guesses at one key from one address are compared in a minute, then none is, not even the right one', async () => {
  const { outcome, asked, move } = limited()
  await fail(outcome, 10)
  expect(await outcome(wrong('test', 11))).toBe('RATE_LIMITED')
  expect(await outcome(`Bearer ${key}`)).toBe('RATE_LIMITED')
  expect(asked()).toBe(10)
  move(59_999)
  expect(await outcome(`Bearer ${key}`)).toBe('RATE_LIMITED')
  move(1)
  expect(await outcome(`Bearer ${key}`)).toBe('administrator')
})

test('the right key from another address is never locked out, nor other keys from the same', async () => {
  const { outcome } = limited()
  await fail(outcome, 10)
  expect(await outcome(`Bearer ${key}`, '203.0.113.8')).toBe('administrator')
  expect(await outcome(wrong('another'))).toBe('UNAUTHENTICATED')
  expect(await outcome(undefined)).toBe('anonymous')
  expect(await outcome('')).toBe('anonymous')
})

test('the addresses of one IPv6 network are one', async () => {
  const { outcome } = limited()
  for (let host = 1; host <= 10; host += 1) await fail(outcome, 1, `2001:db8::${host}`)
  expect(await outcome(`Bearer ${key}`, '2001:db8::ffff')).toBe('RATE_LIMITED')
  expect(await outcome(`Bearer ${key}`, '2001:db8:0:1::1')).toBe('administrator')
})

test('fifty failures of any credentials are the limit of an address', async () => {
  const { outcome, asked } = limited()
  for (let id = 0; id < 50; id += 1) expect(await outcome(wrong(id))).toBe('UNAUTHENTICATED')
  expect(await outcome(wrong(51))).toBe('RATE_LIMITED')
  expect(await outcome('Bearer a.b.c')).toBe('RATE_LIMITED')
  expect(asked()).toBe(50)
})

test('whom the gate has at hand is let in also where others of its address have failed too often', async () => {
  const { outcome, asked } = limited()
  for (let id = 0; id < 50; id += 1) expect(await outcome(wrong(id))).toBe('UNAUTHENTICATED')
  expect(await outcome(`Bearer ${key}`)).toBe('administrator')
  for (let guess = 0; guess < 10; guess += 1) expect(await outcome(wrong('test', guess))).toBe('RATE_LIMITED')
  expect(await outcome(`Bearer ${key}`), 'ten guesses at it end it here, too').toBe('RATE_LIMITED')
  expect(await outcome(`Bearer ${key}`, '203.0.113.8')).toBe('administrator')
  expect(asked(), 'nothing is looked up').toBe(51)
})

test('a refusal says when to try again, and repeats nothing of the credential', async () => {
  const { before, outcome, move } = limited()
  await fail(outcome, 10)
  move(18_500)
  const credential = { authorization: wrong('test', 'hushhushhushhush'), address: '203.0.113.7' }
  expect(() => before.accessOf(credential)).toThrow(
    expect.objectContaining({
      code: 'RATE_LIMITED',
      retryAfter: 42,
      message: expect.not.stringContaining('hush'),
    }),
  )
})

test('tokens are counted each by itself, and what is no refusal of the credential not at all', async () => {
  const tokens: RememberingGate = {
    atHand: () => null,
    accessOf: async ({ authorization }) => {
      const code = authorization?.endsWith('away') ? 'UNAVAILABLE' : 'UNAUTHENTICATED'
      throw new HubError({ code, message: 'no' })
    },
  }
  const { outcome } = limited(tokens)
  for (let time = 0; time < 60; time += 1) expect(await outcome('Bearer a.b.away')).toBe('UNAVAILABLE')
  for (let time = 0; time < 10; time += 1) expect(await outcome('Bearer a.b.old')).toBe('UNAUTHENTICATED')
  expect(await outcome('Bearer a.b.old')).toBe('RATE_LIMITED')
  expect(await outcome('Bearer a.b.other')).toBe('UNAUTHENTICATED')
})

test('a mistake of the hub stays one', async () => {
  const broken: RememberingGate = {
    atHand: () => null,
    accessOf: () => {
      throw new TypeError('a mistake')
    },
  }
  await expect(limited(broken).outcome(`Bearer ${key}`)).rejects.toThrow(TypeError)
})

test('a hundred thousand guesses stay cheap: of one address nearly none is compared, and the memory has an end', async () => {
  const { before, asked, outcome } = limited()
  const guess = (index: number, address: string) => {
    try {
      void before.accessOf({ authorization: wrong(index % 1_000, index), address })
    } catch {
      // What it is refused with is tested above.
    }
  }
  const begun = process.cpuUsage()
  for (let index = 0; index < 100_000; index += 1) guess(index, '203.0.113.7')
  expect(asked()).toBe(50)
  expect(process.cpuUsage(begun).user).toBeLessThan(10_000_000)
  for (let index = 0; index < 10; index += 1) guess(1, '198.51.100.1')
  expect(await outcome(wrong(1), '198.51.100.1')).toBe('RATE_LIMITED')
  for (let network = 0; network < 5_000; network += 1) guess(1, `2001:db8:${network.toString(16)}::1`)
  expect(await outcome(wrong(1), '198.51.100.1'), 'forgotten for those that came later').toBe(
    'UNAUTHENTICATED',
  )
})
