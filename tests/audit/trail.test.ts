import { expect, test } from 'vitest'
import type { AuditNote } from '../../src/access/audit/note.ts'
import { readEntries } from '../../src/access/audit/read-entries.ts'
import { AuditTrail } from '../../src/access/audit/trail.ts'
import { systemClock } from '../../src/kernel/clock.ts'
import { everything } from '../../src/kernel/condition.ts'
import { HubError } from '../../src/kernel/errors.ts'
import { CommitUnknown, type Database } from '../../src/platform/database.ts'
import { sql } from '../../src/platform/sql.ts'
import { describePostgres, describeStores, quiet } from '../contract/stores.ts'
import { brokenEntries } from './chain-model.ts'

const note = (subject: string): AuditNote => ({
  actor: 'key:test',
  act: 'tryOut',
  subjects: [subject],
  purpose: null,
  outcome: 'OK',
})

const trailOn = (database: Database, instance = 'node', counts: Record<string, number> = {}) =>
  new AuditTrail({
    database,
    clock: systemClock,
    log: quiet,
    instance,
    counted: (state, entries) => {
      counts[state] = (counts[state] ?? 0) + entries
    },
  })

async function chainOf(database: Database) {
  const limit = 100_000
  return readEntries(database, {
    condition: everything,
    subject: null,
    order: 'OLDEST_FIRST',
    after: null,
    limit,
  })
}

/** The database, but its transactions do first what the test says; the rest is the real one. */
const interrupted = (database: Database, transaction: Database['transaction']): Database =>
  Object.assign(Object.create(database) as Database, { transaction })

const away = () => new HubError({ code: 'UNAVAILABLE', message: 'The database does not answer.' })

describeStores('the trail', (store) => {
  test('of several nodes at once is one chain, each entry once', async () => {
    const databases = [await store.fresh(), await store.another(), await store.another()]
    const trails = databases.map((database, index) => trailOn(database, `node-${index}`))
    const told = trails.flatMap((trail, node) =>
      Array.from({ length: 700 }, (_, index) => {
        trail.record(note(`${node}/${index}`))
        return `${node}/${index}`
      }),
    )
    await Promise.all(trails.map((trail) => trail[Symbol.asyncDispose]()))
    const chain = await chainOf(await store.another())
    expect(brokenEntries(chain)).toEqual([])
    expect(chain.map(({ subjects }) => subjects[0]).toSorted()).toEqual(told.toSorted())
  })

  test('writes a batch once when the reply to its COMMIT is lost', async () => {
    const database = await store.fresh()
    let lost = 0
    const losing = interrupted(database, async (work) => {
      const result = await database.transaction(work)
      if (lost++ < 3) throw new CommitUnknown(new Error('the line went dead'))
      return result
    })
    const trail = trailOn(losing)
    for (let index = 0; index < 3; index += 1) trail.record(note(`entry-${index}`))
    await trail[Symbol.asyncDispose]()
    const chain = await chainOf(database)
    expect(lost).toBe(4)
    expect(chain.map(({ subjects }) => subjects[0])).toEqual(['entry-0', 'entry-1', 'entry-2'])
    expect(brokenEntries(chain)).toEqual([])
  })

  test('keeps what it can while the database is away, and says how much it lost', async () => {
    const database = await store.fresh()
    let gone = true
    const counts: Record<string, number> = {}
    const trail = trailOn(
      interrupted(database, (work) => (gone ? Promise.reject(away()) : database.transaction(work))),
      'node',
      counts,
    )
    for (let index = 0; index < 10_025; index += 1) trail.record(note(`entry-${index}`))
    expect(counts).toEqual({ lost: 25 })
    await expect(trail.require(note('needed'))).rejects.toMatchObject({ code: 'BUSY' })
    gone = false
    await trail[Symbol.asyncDispose]()
    const chain = await chainOf(database)
    const losses = chain.filter(({ act }) => act === 'loseEntries')
    expect(losses).toMatchObject([{ times: 25, subjects: ['node'], actor: 'hub' }])
    expect(chain).toHaveLength(10_001)
    expect(counts).toEqual({ lost: 25, kept: 10_001 })
    expect(brokenEntries(chain)).toEqual([])
  })

  test('answers whoever needs a record when the chain holds it, and BUSY when it cannot', async () => {
    const database = await store.fresh()
    let gone = false
    await using trail = trailOn(
      interrupted(database, (work) => (gone ? Promise.reject(away()) : database.transaction(work))),
    )
    await trail.require(note('held'))
    expect((await chainOf(database)).map(({ subjects }) => subjects[0])).toEqual(['held'])
    gone = true
    await expect(trail.require(note('not held'))).rejects.toMatchObject({ code: 'BUSY' })
    gone = false
  })

  test('names many ids in several entries', async () => {
    const database = await store.fresh()
    const trail = trailOn(database)
    const subjects = Array.from({ length: 250 }, (_, index) => `record-${index}`)
    trail.record({ ...note(''), subjects })
    await trail[Symbol.asyncDispose]()
    const chain = await chainOf(database)
    expect(chain.map((entry) => entry.subjects.length)).toEqual([100, 100, 50])
    expect(chain.flatMap((entry) => entry.subjects)).toEqual(subjects)
  })

  test('keeps what a stranger chose in a form that the database takes', async () => {
    const database = await store.fresh()
    const trail = trailOn(database)
    const actor = `token:\u0000\ud800${'😀'.repeat(400)} of "an issuer"\\`
    trail.record({ ...note('\u0000'), actor, purpose: 'a \ud800 purpose' })
    await trail[Symbol.asyncDispose]()
    const chain = await chainOf(database)
    expect(chain).toHaveLength(1)
    expect(chain[0]?.subjects).toEqual([expect.stringMatching(/^sha256:/)])
    expect(brokenEntries(chain)).toEqual([])
  })

  test('counts an attacker’s keys in at most a hundred and one entries', async () => {
    const database = await store.fresh()
    const trail = trailOn(database)
    for (let index = 0; index < 5_000; index += 1)
      trail.record({
        ...note(`key:${index}`),
        actor: 'anonymous',
        act: 'useCredential',
        outcome: 'UNAUTHENTICATED',
      })
    await trail[Symbol.asyncDispose]()
    const chain = await chainOf(database)
    expect(chain).toHaveLength(101)
    expect(chain.reduce((sum, { times }) => sum + times, 0)).toBe(5_000)
  })
})

describePostgres('the trail', (store) => {
  test('never waits for another node that holds the chain, and nobody waits for it', async () => {
    const [database, other] = [await store.fresh(), await store.another()]
    await using trail = trailOn(database)
    const [locked, open] = [Promise.withResolvers<void>(), Promise.withResolvers<void>()]
    const holding = other.transaction(async (transaction) => {
      await transaction.query(sql`insert into audit_head (seq, hash) values (0, ${'0'.repeat(64)})`)
      locked.resolve()
      await open.promise
    })
    await locked.promise
    const began = performance.now()
    for (let index = 0; index < 1_000; index += 1) trail.record(note(`entry-${index}`))
    expect(performance.now() - began).toBeLessThan(200)
    await expect(trail.require(note('needed'))).rejects.toMatchObject({ code: 'BUSY' })
    open.resolve()
    await holding
    await trail.settle()
    await expect.poll(async () => (await chainOf(database)).length).toBe(1_001)
  })
})
