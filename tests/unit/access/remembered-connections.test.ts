import { expect, test } from 'vitest'
import { type Access, lasting } from '../../../src/access/access.ts'
import type { Gate } from '../../../src/access/credentials.ts'
import { EndingAccess } from '../../../src/access/ending-access.ts'
import { rememberingConnections } from '../../../src/access/remembered-connections.ts'
import type { Actor } from '../../../src/access/view.ts'
import { systemClock } from '../../../src/kernel/clock.ts'

const ofKey: Actor = { kind: 'key', id: 'one', holder: 'somebody' }
const ofToken: Actor = { kind: 'token', issuer: 'https://issuer.example', subject: 'somebody' }

/** A gate that counts how often it is asked, and lets everybody in by one access. */
function counting(access: Access): { readonly gate: Gate; asked: number } {
  const counted = {
    asked: 0,
    gate: {
      accessOf: () => {
        counted.asked += 1
        return access
      },
    },
  }
  return counted
}

const credential = (connection: object, authorization = 'Bearer bm_one_0123456789abcdef') => ({
  ...{ authorization, connection },
  address: '127.0.0.1',
})

test('a key is proven once per connection, and each use is noted', () => {
  let used = 0
  const access = new EndingAccess({
    view: { role: 'analyst', actor: ofKey },
    expiresAt: null,
    clock: systemClock,
    used: () => {
      used += 1
    },
  })
  const counted = counting(access)
  const gate = rememberingConnections(counted.gate)
  const [one, other] = [{}, {}]
  for (let time = 0; time < 3; time += 1) expect(gate.accessOf(credential(one))).toBe(access)
  expect([counted.asked, used]).toEqual([1, 2])
  void gate.accessOf(credential(other))
  void gate.accessOf(credential(one, 'Bearer bm_one_0123456789abcdee'))
  expect(counted.asked).toBe(3)
})

test('one that has ended is asked for again, also in between two requests', () => {
  const access = new EndingAccess({
    view: { role: 'administrator', actor: ofKey },
    expiresAt: null,
    clock: systemClock,
  })
  const counted = counting(access)
  const gate = rememberingConnections(counted.gate)
  const connection = {}
  void gate.accessOf(credential(connection))
  void gate.accessOf(credential(connection))
  expect(counted.asked).toBe(1)
  access.end('REVOKED')
  void gate.accessOf(credential(connection))
  expect(counted.asked).toBe(2)
})

test('tokens and the anonymous are asked for each time', () => {
  for (const view of [{ role: 'analyst', actor: ofToken } as const, { role: 'anonymous' } as const]) {
    const counted = counting(lasting(view))
    const gate = rememberingConnections(counted.gate)
    const connection = {}
    void gate.accessOf(credential(connection))
    void gate.accessOf(credential(connection))
    void gate.accessOf({ authorization: undefined, address: '127.0.0.1', connection })
    void gate.accessOf({ authorization: 'Bearer bm_one_0123456789abcdef', address: '127.0.0.1' })
    expect(counted.asked).toBe(4)
  }
})
