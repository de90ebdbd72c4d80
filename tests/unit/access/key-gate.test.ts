import { expect, test } from 'vitest'
import { KeyGate } from '../../../src/access/key/key-gate.ts'
import { makeKey } from '../../../src/access/key/key-text.ts'
import { randomIds } from '../../../src/kernel/ids.ts'
import type { Queryable } from '../../../src/platform/database.ts'
import { openLog } from '../../../src/platform/log.ts'
import { statementOf } from '../../../src/platform/sql.ts'

const clock = { now: () => new Date(), monotonic: () => performance.now() }

/** A store of one key that counts what it is asked, can hold its answers back, and in which the key can be revoked. */
function storeOf({ id, digest }: { readonly id: string; readonly digest: string }) {
  const asked: (readonly string[])[] = []
  let version = 0
  let answering: Promise<void> = Promise.resolve()
  const rowOf = (revoked: boolean) => ({
    ...{ version, found: true, id, role: 'analyst', regions: [], sources: [], holder: 'somebody', digest },
    ...{ expiresAt: null, revoked },
  })
  const database: Queryable = {
    query: async (statement) => {
      const { text, values } = statementOf(statement)
      const held = answering
      if (!text.includes('access_key k')) return [{ version, id: version === 0 ? null : id }] as never
      const ids = values[0] as readonly string[]
      asked.push(ids)
      const rows = ids.includes(id) ? [rowOf(version > 0)] : [{ version, found: false }]
      // What was read stays as it was read, however late it comes.
      await held
      return rows as never
    },
  }
  return {
    database,
    asked,
    revoke: () => {
      version = 1
    },
    hold: () => {
      const release = Promise.withResolvers<void>()
      answering = release.promise
      return () => {
        answering = Promise.resolve()
        release.resolve()
      }
    },
  }
}

const open = (database: Queryable) => KeyGate.open(database, clock, openLog('silent'))
const outcome = async (access: unknown) =>
  Promise.resolve(access).then(
    () => 'let in',
    (error: Error) => error.message,
  )

test('a key is looked up once; shown again it is answered at once', async () => {
  const key = makeKey(randomIds)
  const store = storeOf(key)
  await using gate = await open(store.database)
  const first = gate.accessOf(key.id, key.text)
  expect(first).toBeInstanceOf(Promise)
  expect(gate.accessOf(key.id, key.text)).toBeInstanceOf(Promise)
  const access = await first
  expect(gate.accessOf(key.id, key.text)).toBe(access)
  expect(store.asked).toEqual([[key.id]])
})

test('ids that no key has are looked up together, and not again soon', async () => {
  const key = makeKey(randomIds)
  const store = storeOf(key)
  await using gate = await open(store.database)
  const letGo = store.hold()
  const ids = Array.from({ length: 100 }, (_, index) => `guess${index}`)
  const guesses = [...ids, key.id].map((id) => outcome(gate.accessOf(id, id === key.id ? key.text : 'x')))
  letGo()
  const outcomes = await Promise.all(guesses)
  expect([new Set(outcomes.slice(0, 100)).size, outcomes.at(-1)]).toEqual([1, 'let in'])
  expect(store.asked.map((asked) => asked.length)).toEqual([1, 100])
  expect(() => gate.accessOf('guess7', 'x')).toThrow('not valid')
  expect(store.asked).toHaveLength(2)
})

test('more ids than may wait are refused with BUSY; those that wait are not', async () => {
  const key = makeKey(randomIds)
  const store = storeOf(key)
  await using gate = await open(store.database)
  const letGo = store.hold()
  const first = outcome(gate.accessOf(key.id, key.text))
  const waiting = Array.from({ length: 1_000 }, (_, index) => outcome(gate.accessOf(`guess${index}`, 'x')))
  expect(() => gate.accessOf('one-more', 'x')).toThrow(expect.objectContaining({ code: 'BUSY' }))
  letGo()
  expect(await first).toBe('let in')
  expect(new Set(await Promise.all(waiting)).size).toBe(1)
})

test('a key that was revoked while it was being looked up is not let in by what was read before', async () => {
  const key = makeKey(randomIds)
  const store = storeOf(key)
  await using gate = await open(store.database)
  const letGo = store.hold()
  const looking = outcome(gate.accessOf(key.id, key.text))
  store.revoke()
  await gate.reach(1)
  letGo()
  expect(await looking).toContain('has been revoked')
  expect(store.asked).toHaveLength(2)
})

test('a key that is known ends when the node learns of it, and whoever listens is told in that turn', async () => {
  const key = makeKey(randomIds)
  const store = storeOf(key)
  await using gate = await open(store.database)
  const access = await gate.accessOf(key.id, key.text)
  const told: string[] = []
  access.onEnd((end) => told.push(end))
  store.revoke()
  expect(access.ended()).toBeNull()
  await gate.reach(1)
  expect([access.ended(), told]).toEqual(['REVOKED', ['REVOKED']])
  expect(() => gate.accessOf(key.id, key.text)).toThrow('has been revoked')
  // With another secret it is not told from one that never was.
  expect(() => gate.accessOf(key.id, `${key.text}x`)).toThrow('not valid')
})
