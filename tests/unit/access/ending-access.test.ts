import { expect, onTestFinished, test, vi } from 'vitest'
import { EndingAccess } from '../../../src/access/ending-access.ts'
import { anonymous } from '../../../src/access/view.ts'

const start = new Date('2026-11-23T08:00:00Z').getTime()

/** An access on a clock that is moved, and what its listeners were told; timers run only when they are made to. */
function accessFor(seconds: number | null) {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] })
  onTestFinished(() => void vi.useRealTimers())
  let now = start
  const followed: boolean[] = []
  const access = new EndingAccess({
    view: anonymous,
    expiresAt: seconds === null ? null : new Date(start + seconds * 1_000),
    clock: { now: () => new Date(now), monotonic: () => now },
    followed: (is) => followed.push(is),
  })
  const told: string[] = []
  return {
    access,
    told,
    followed,
    listen: (name = '') => access.onEnd((end) => told.push(`${name}${end}`)),
    move: (by: number) => {
      now += by * 1_000
    },
  }
}

test('an access without an expiry holds until it is ended, and the first end stands', () => {
  const { access, told, listen } = accessFor(null)
  listen()
  vi.advanceTimersByTime(1e9)
  expect(access.ended()).toBeNull()
  expect(vi.getTimerCount()).toBe(0)
  access.end('REVOKED')
  access.end('EXPIRED')
  expect([access.ended(), told]).toEqual(['REVOKED', ['REVOKED']])
})

test('whoever asks learns of the expiry at its instant, and so do those who listen, once each', () => {
  const { access, told, listen, move } = accessFor(60)
  listen('one ')
  listen('other ')
  move(59.999)
  expect(access.ended()).toBeNull()
  move(0.001)
  expect(access.ended()).toBe('EXPIRED')
  access.end('REVOKED')
  expect(told).toEqual(['one EXPIRED', 'other EXPIRED'])
  listen('late ')
  expect(told.at(-1)).toBe('late EXPIRED')
})

test('those who listen are told within a second of a clock that was set forward, without anybody asking', () => {
  const { told, listen, move } = accessFor(3_600 * 24 * 365)
  listen()
  vi.advanceTimersByTime(10_000)
  expect(told).toEqual([])
  move(3_600 * 24 * 365)
  vi.advanceTimersByTime(1_000)
  expect(told).toEqual(['EXPIRED'])
  expect(vi.getTimerCount()).toBe(0)
})

test('whoever has left is not told, and nothing waits for an end that nobody waits for', () => {
  const { access, told, followed, listen } = accessFor(60)
  const [one, other] = [listen('one '), listen('other ')]
  expect([followed, vi.getTimerCount()]).toEqual([[true], 1])
  one[Symbol.dispose]()
  one[Symbol.dispose]()
  expect(followed).toEqual([true])
  other[Symbol.dispose]()
  expect([followed, vi.getTimerCount()]).toEqual([[true, false], 0])
  access.end('REVOKED')
  expect(told).toEqual([])
})
