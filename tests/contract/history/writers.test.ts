import { setTimeout as delay } from 'node:timers/promises'
import { expect, test } from 'vitest'
import { announceInMemory } from '../../../src/history/announce/memory.ts'
import { type CommitRecord, commit, readCommits } from '../../../src/history/commit.ts'
import { Tail } from '../../../src/history/tail.ts'
import type { Database } from '../../../src/platform/database.ts'
import { describeStores, quiet } from '../stores.ts'
import { type Mark, makeMarks, mark, marksOf } from './marks.ts'
import { seededRandom } from './seeded-random.ts'

const writers = 16
const commitsEach = 8

describeStores('16 writers with random delays and rollbacks', (store) => {
  test('leave dense positions, times in order, and a whole ordered feed for whoever follows meanwhile', async () => {
    const random = seededRandom()
    const database = await store.fresh()
    await makeMarks(database)
    const announcer = announceInMemory()
    const tail = await Tail.follow(await store.another(4), announcer, quiet)
    const ended = new AbortController()
    const feed = follow(tail, database, ended.signal)

    const nodes = await Promise.all(Array.from({ length: 4 }, () => store.another(writers / 4)))
    const work = Array.from({ length: writers }, async (_, writer) => {
      const node = nodes[writer % nodes.length] ?? database
      const records: CommitRecord[] = []
      for (let turn = 0; turn < commitsEach; turn += 1) {
        await delay(random(4))
        const record = await attempt(node, `${writer}.${turn}`, random)
        if (record === null) continue
        records.push(record)
        announcer.announce(record.position)
      }
      return records
    })
    const made = (await Promise.all(work)).flat().sort((left, right) => left.position - right.position)
    await tail.reach(made.length, 5_000)
    ended.abort()
    tail.close()

    const commits = await readCommits(database, 0, 1_000, 1_000)
    expect(commits).toEqual(made)
    expect(commits.length).toBeGreaterThan(writers)
    expect(commits.map(({ position }) => position)).toEqual(commits.map((_, index) => index + 1))
    const times = commits.map(({ recordedAt }) => recordedAt.getTime())
    expect(times).toEqual(times.toSorted((left, right) => left - right))
    expect(await feed).toEqual(commits.map(({ position, id }) => ({ position, writer: id })))
  })
})

/** One commit that is written, finds nothing to say, or breaks; null unless it was made. */
async function attempt(
  node: Database,
  id: string,
  random: (below: number) => number,
): Promise<CommitRecord | null> {
  const outcome = random(10)
  const broken = new Error('this writer breaks')
  const made = commit(node, {
    id,
    kind: 'RELEASE',
    write: async (transaction, position) => {
      await mark(transaction, position, id)
      await delay(random(3))
      if (outcome === 0) throw broken
      return outcome === 1 ? null : { releaseId: null, counts: { marks: 1 } }
    },
  })
  return made.catch((error: unknown) => {
    if (error !== broken) throw error
    return null
  })
}

/** Reads what each position wrote as soon as the tail knows it, as a subscriber would. */
async function follow(tail: Tail, database: Database, ended: AbortSignal): Promise<readonly Mark[]> {
  const seen: Mark[] = []
  for (let known = tail.position; ; ) {
    await tail.beyond(known, ended)
    if (tail.position === known) return seen
    const upTo = tail.position
    seen.push(...(await marksOf(database, upTo)).filter(({ position }) => position > known))
    known = upTo
  }
}
