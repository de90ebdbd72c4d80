import { expect, it } from 'vitest'
import { dayOf } from '../../../src/kernel/clock.ts'
import { digestOf } from '../../../src/kernel/digest.ts'
import { idOfName, randomIds } from '../../../src/kernel/ids.ts'

it('a day begins at midnight in Shanghai', () => {
  expect(dayOf(new Date('2022-08-31T15:59:59.999Z'))).toBe('2022-08-31')
  expect(dayOf(new Date('2022-08-31T16:00:00.000Z'))).toBe('2022-09-01')
  expect(dayOf(new Date('2022-01-01T00:00:00Z'))).toBe('2022-01-01')
})

it('an id of a name is a UUID, the same on every machine, and another for every other name', () => {
  const id = idOfName('delivery', 'abc', '2022-08')
  expect(id).toBe('15af90ec-2797-8aaa-8f9e-9ba8bb248f8a')
  expect(id).toMatch(/^[\da-f]{8}-[\da-f]{4}-8[\da-f]{3}-8[\da-f]{3}-[\da-f]{12}$/)
  expect(idOfName('a', 'bc')).not.toBe(idOfName('ab', 'c'))
})

it('random ids and secrets come once', () => {
  expect(new Set(Array.from({ length: 100 }, randomIds.next)).size).toBe(100)
  expect(randomIds.secret()).toMatch(/^[\w-]{32}$/)
})

it('a digest is SHA-256 in lower-case hex', () => {
  expect(digestOf('abc')).toBe('ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad')
  expect(digestOf('认证')).toBe(digestOf(Buffer.from('认证', 'utf8')))
})
