import { describe, expect, onTestFinished, test, vi } from 'vitest'
import type { Announcer } from '../../../src/history/announce/announcer.ts'
import { announceInMemory } from '../../../src/history/announce/memory.ts'
import { type CommitRecord, commit } from '../../../src/history/commit.ts'
import { type AccessListener, Tail } from '../../../src/history/tail.ts'
import type { Database } from '../../../src/platform/database.ts'
import { sql } from '../../../src/platform/sql.ts'
import { describeStores, quiet } from '../stores.ts'
import { unheard } from './unheard.ts'

const never = new AbortController().signal

async function commitOne(database: Database, id: string): Promise<CommitRecord> {
  const record = await commit(database, {
    id,
    kind: 'RELEASE',
    write: async () => ({ releaseId: null, counts: {} }),
  })
  if (record === null) throw new Error('the commit was not made')
  return record
}

async function followed(database: Database, announcer: Announcer = unheard): Promise<Tail> {
  const tail = await Tail.follow(database, announcer, quiet)
  onTestFinished(() => tail.close())
  return tail
}

describeStores('the tail', (store) => {
  test('begins at the head: before the first commit, or at the last one', async () => {
    const database = await store.fresh()
    const first = await followed(database)
    expect([first.position, first.latest]).toEqual([0, null])
    await commitOne(database, 'a')
    const last = await commitOne(database, 'b')
    const second = await followed(database)
    expect([second.position, second.latest]).toEqual([2, last])
    expect(second.epoch).toBe(first.epoch)
  })

  test('knows every commit up to its position, near or far', async () => {
    const database = await store.fresh()
    const tail = await followed(database)
    const records = [await commitOne(database, 'a'), await commitOne(database, 'b')]
    await tail.look()
    expect(await Promise.all([tail.commitAt(1), tail.commitAt(2), tail.commitAt(3)])).toEqual([
      ...records,
      null,
    ])
    const later = await followed(database)
    expect(await later.commitAt(1)).toEqual(records[0])
  })

  test('wakes whoever waits for more as soon as a commit is announced', async () => {
    const database = await store.fresh()
    const announcer = announceInMemory()
    const tail = await followed(database, announcer)
    const waiting = [tail.beyond(0, never), tail.beyond(0, never)]
    announcer.announce((await commitOne(database, 'a')).position)
    await Promise.all(waiting)
    expect(tail.position).toBe(1)
    await tail.beyond(0, never)
  })

  test('reads in one go what many commits made while it did not look', async () => {
    const database = await store.fresh()
    const tail = await followed(database)
    const epoch = sql`insert into commit (position, id, kind, recorded_at, counts)
      select n, 'many-' || n, 'RELEASE', now(), '{}' from generate_series(1, 2500) n`
    await database.query(epoch)
    await database.query(sql`update head set position = 2500`)
    await tail.look()
    expect(tail.position).toBe(2_500)
    expect((await tail.commitAt(1))?.id).toBe('many-1')
    expect((await tail.commitAt(2_400))?.id).toBe('many-2400')
  })

  describe('waiting', () => {
    test('for more ends with its signal, before or after it began', async () => {
      const tail = await followed(await store.fresh())
      await tail.beyond(0, AbortSignal.abort())
      const ending = new AbortController()
      const waiting = tail.beyond(0, ending.signal)
      ending.abort()
      await waiting
      expect(tail.position).toBe(0)
    })

    test('for more ends when the tail is closed', async () => {
      const tail = await Tail.follow(await store.fresh(), unheard, quiet)
      const waiting = tail.beyond(0, never)
      tail.close()
      await waiting
    })

    test('leaves nothing behind on a signal that lives long', async () => {
      const database = await store.fresh()
      const tail = await followed(database)
      const ending = new AbortController()
      let listeners = 0
      const { addEventListener, removeEventListener } = ending.signal
      ending.signal.addEventListener = (...all: Parameters<typeof addEventListener>) => {
        listeners += 1
        addEventListener.apply(ending.signal, all)
      }
      ending.signal.removeEventListener = (...all: Parameters<typeof removeEventListener>) => {
        listeners -= 1
        removeEventListener.apply(ending.signal, all)
      }
      for (const id of ['a', 'b', 'c']) {
        const waiting = tail.beyond(tail.position, ending.signal)
        await commitOne(database, id)
        await tail.look()
        await waiting
      }
      expect(listeners).toBe(0)
    })

    test('for a position looks by itself, and gives up with what the hub has', async () => {
      const database = await store.fresh()
      const tail = await followed(database)
      await commitOne(database, 'a')
      await tail.reach(1, 5_000)
      expect(tail.position).toBe(1)
      await tail.reach(0, 0)
      await expect(tail.reach(7, 10)).rejects.toMatchObject({
        code: 'POSITION_AHEAD',
        expected: 'a position up to 1',
        came: '7',
      })
    })

    test('for a position that is committed meanwhile ends with it', async () => {
      const database = await store.fresh()
      const announcer = announceInMemory()
      const tail = await followed(database, announcer)
      const reached = tail.reach(2, 10_000)
      for (const id of ['a', 'b']) announcer.announce((await commitOne(database, id)).position)
      await reached
      expect(tail.position).toBe(2)
    })
  })

  describe('told of a change of access', () => {
    const change = (database: Database) => database.query(sql`update access_change set version = version + 1`)
    const heeding = async (database: Database, accessMoved: AccessListener, announcer = unheard) => {
      const tail = await Tail.follow(database, announcer, quiet, undefined, accessMoved)
      onTestFinished(() => tail.close())
      return tail
    }

    test('moves to nothing that was committed after it before the node heeds it', async () => {
      const database = await store.fresh()
      const [asked, heeded] = [Promise.withResolvers<number>(), Promise.withResolvers<void>()]
      const tail = await heeding(database, (version) => {
        asked.resolve(version)
        return heeded.promise
      })
      await change(database)
      await commitOne(database, 'a')
      const looking = tail.look()
      expect(await asked.promise).toBe(1)
      // Another node, which began after this one asked, has gone on meanwhile.
      const other = await heeding(database, async () => undefined)
      await other.look()
      expect([other.position, tail.position]).toEqual([1, 0])
      heeded.resolve()
      await looking
      expect(tail.position).toBe(1)
    })

    test('stays where it is while the node cannot heed it, says so, and tries again', async () => {
      const database = await store.fresh()
      let away = true
      const tail = await heeding(database, async () => {
        if (away) throw new Error('the store is away')
      })
      await change(database)
      await commitOne(database, 'a')
      await tail.look()
      expect([tail.position, tail.trouble]).toEqual([0, 'the store is away'])
      away = false
      await tail.look()
      expect([tail.position, tail.trouble]).toEqual([1, null])
    })

    test('heeds it at once where it is announced, each version once, and without a commit', async () => {
      const database = await store.fresh()
      await change(database)
      const announcer = announceInMemory()
      const versions: number[] = []
      const moved = Promise.withResolvers<void>()
      await heeding(
        database,
        async (version) => {
          versions.push(version)
          if (version === 2) moved.resolve()
        },
        announcer,
      )
      announcer.announceAccess(1)
      await change(database)
      for (let times = 0; times < 3; times += 1) announcer.announceAccess(2)
      await moved.promise
      expect(versions).toEqual([1, 2])
    })
  })

  describe('when announcements are lost', () => {
    test('looks by itself within a second', async () => {
      vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval'] })
      onTestFinished(() => void vi.useRealTimers())
      const database = await store.fresh()
      const tail = await followed(database)
      const waiting = tail.beyond(0, never)
      await commitOne(database, 'a')
      vi.advanceTimersByTime(999)
      expect(tail.position).toBe(0)
      vi.advanceTimersByTime(1)
      await waiting
      expect(tail.position).toBe(1)
    })

    test('takes no harm from announcements that are wrong, old or come twice', async () => {
      const database = await store.fresh()
      const announcer = announceInMemory()
      const tail = await followed(database, announcer)
      for (const position of [99, 99, -1, Number.NaN, 0]) announcer.announce(position)
      await tail.look()
      expect([tail.position, tail.trouble]).toEqual([0, null])
    })
  })

  describe('says that it is in trouble', () => {
    test('where the head has moved back, and follows again when it is where it was', async () => {
      const database = await store.fresh()
      for (const id of ['a', 'b']) await commitOne(database, id)
      const tail = await followed(database)
      await database.query(sql`update head set position = 1`)
      await tail.look()
      expect(tail.trouble).toContain('another history')
      expect(tail.position).toBe(2)
      await database.query(sql`update head set position = 2`)
      await tail.look()
      expect(tail.trouble).toBeNull()
    })

    test('where the epoch is another', async () => {
      const database = await store.fresh()
      const tail = await followed(database)
      await database.query(sql`update head set epoch = 'restored'`)
      await commitOne(database, 'a')
      await tail.look()
      expect(tail.trouble).toContain('another history')
      expect(tail.position).toBe(0)
    })

    test('where the commit it knows was replaced by another, and others follow', async () => {
      const database = await store.fresh()
      await commitOne(database, 'a')
      const tail = await followed(database)
      await database.query(sql`update commit set id = 'restored' where position = 1`)
      await commitOne(database, 'b')
      await tail.look()
      expect(tail.trouble).toContain('another history')
      expect(tail.position).toBe(1)
    })

    test('where a commit is missing', async () => {
      const database = await store.fresh()
      const tail = await followed(database)
      await database.query(sql`update head set position = 1`)
      await tail.look()
      expect(tail.trouble).toContain('no commit after position 0')
    })
  })

  test('sees a look that is asked for while one runs', async () => {
    const database = await store.fresh()
    const tail = await followed(database)
    for (const id of ['a', 'b', 'c', 'd', 'e']) {
      const looking = tail.look()
      const { position } = await commitOne(database, id)
      await Promise.all([looking, tail.look()])
      expect(tail.position).toBe(position)
    }
  })
})
