import { expect, test } from 'vitest'
import {
  type CommitRequest,
  commit,
  positionAt,
  readCommit,
  readCommits,
} from '../../../src/history/commit.ts'
import { beginHistory, readHead } from '../../../src/history/head.ts'
import type { Database, Queryable } from '../../../src/platform/database.ts'
import { sql } from '../../../src/platform/sql.ts'
import { describeStores } from '../stores.ts'
import { makeMarks, mark, marksOf, markWriting } from './marks.ts'

const nothing: CommitRequest['write'] = async () => null

describeStores('commit', (store) => {
  async function prepared(): Promise<Database> {
    const database = await store.fresh()
    await makeMarks(database)
    return database
  }

  test('a history begins once, under the epoch that came first', async () => {
    const database = await store.fresh()
    const head = await readHead(database)
    expect(head.position).toBe(0)
    expect(await beginHistory(database, 'another')).toEqual(head)
  })

  test('moves the hub by one position, with what it wrote', async () => {
    const database = await prepared()
    const first = await commit(database, markWriting('a'))
    const second = await commit(database, markWriting('b', 'WITHDRAWAL'))
    expect(first).toMatchObject({
      position: 1,
      id: 'a',
      kind: 'RELEASE',
      releaseId: null,
      counts: { marks: 1 },
    })
    expect(second).toMatchObject({ position: 2, id: 'b', kind: 'WITHDRAWAL' })
    expect(first?.recordedAt).toBeInstanceOf(Date)
    expect(await readCommit(database, 2)).toEqual(second)
    expect(await readCommits(database, 0, 9, 9)).toEqual([first, second])
    expect(await readCommits(database, 0, 9, 1)).toEqual([first])
    expect(await readCommits(database, 0, 1, 9)).toEqual([first])
    expect(await readCommit(database, 3)).toBeNull()
    expect((await readHead(database)).position).toBe(2)
    expect(await marksOf(database)).toEqual([
      { position: 1, writer: 'a' },
      { position: 2, writer: 'b' },
    ])
  })

  test('with nothing to write takes no position', async () => {
    const database = await prepared()
    expect(await commit(database, { id: 'a', kind: 'RELEASE', write: nothing })).toBeNull()
    expect((await readHead(database)).position).toBe(0)
    expect((await commit(database, markWriting('a')))?.position).toBe(1)
  })

  test('writes nothing of a commit that found at its end that there was nothing to say', async () => {
    const database = await prepared()
    const write = async (transaction: Queryable, position: number) => {
      await mark(transaction, position, 'a')
      return null
    }
    expect(await commit(database, { id: 'a', kind: 'RELEASE', write })).toBeNull()
    expect(await marksOf(database)).toEqual([])
  })

  test('with the id of an earlier commit gives that commit and writes nothing', async () => {
    const database = await prepared()
    const first = await commit(database, markWriting('a'))
    await commit(database, markWriting('b'))
    let written = false
    const again = await commit(database, {
      ...markWriting('a'),
      write: async () => {
        written = true
        return { releaseId: null, counts: {} }
      },
    })
    expect(again).toEqual(first)
    expect(written).toBe(false)
    expect((await readHead(database)).position).toBe(2)
  })

  test('of a write that throws leaves nothing, and the history goes on', async () => {
    const database = await prepared()
    const broken = async (transaction: Queryable, position: number) => {
      await mark(transaction, position, 'broken')
      throw new Error('the disk is on fire')
    }
    await expect(commit(database, { id: 'a', kind: 'RELEASE', write: broken })).rejects.toThrow(
      'the disk is on fire',
    )
    expect(await marksOf(database)).toEqual([])
    expect((await commit(database, markWriting('a')))?.position).toBe(1)
  })

  test('of a write whose statement fails leaves nothing, even where the write keeps the failure to itself', async () => {
    const database = await prepared()
    const secretive = async (transaction: Queryable, position: number) => {
      await mark(transaction, position, 'broken')
      await transaction.query(sql`select 1 / 0`).catch(() => undefined)
      return { releaseId: null, counts: {} }
    }
    await expect(commit(database, { id: 'a', kind: 'RELEASE', write: secretive })).rejects.toThrow()
    expect(await marksOf(database)).toEqual([])
    expect((await readHead(database)).position).toBe(0)
    expect((await commit(database, markWriting('a')))?.position).toBe(1)
  })

  test('is never recorded before its predecessor, also when the clock was set back', async () => {
    const database = await prepared()
    await commit(database, markWriting('a'))
    await database.query(
      sql`update commit set recorded_at = clock_timestamp() + interval '3 hours' where position = 1`,
    )
    const first = await readCommit(database, 1)
    const second = await commit(database, markWriting('b'))
    expect(second?.recordedAt).toEqual(first?.recordedAt)
  })

  test('is found by the time it was recorded: the last one up to the instant', async () => {
    const database = await prepared()
    for (const id of ['a', 'b', 'c', 'd']) await commit(database, markWriting(id))
    await database.query(
      sql`update commit set recorded_at = '2022-09-23T02:00:00.500Z'::timestamptz + (position / 2) * interval '1 hour'`,
    )
    const at = (instant: string) => positionAt(database, new Date(instant))
    expect(await at('2022-09-23T02:00:00.499Z')).toBeNull()
    expect(await at('2022-09-23T02:00:00.500Z')).toBe(1)
    expect(await at('2022-09-23T03:00:00.499Z')).toBe(1)
    expect(await at('2022-09-23T03:00:00.500Z')).toBe(3)
    expect(await at('2999-01-01T00:00:00Z')).toBe(4)
  })

  test('in a database whose history was never begun is our own mistake', async () => {
    const database = await prepared()
    await database.query(sql`delete from head`)
    await expect(commit(database, markWriting('a'))).rejects.toThrow('never begun')
    await expect(readHead(database)).rejects.toThrow('never begun')
  })

  test('many at once on one node leave dense positions', async () => {
    const database = await prepared()
    const ids = Array.from({ length: 30 }, (_, index) => `w${index}`)
    const records = await Promise.all(ids.map((id) => commit(database, markWriting(id))))
    expect(records.map((record) => record?.position).sort((a = 0, b = 0) => a - b)).toEqual(
      ids.map((_, index) => index + 1),
    )
    expect(await marksOf(database)).toEqual(
      (await readCommits(database, 0, 99, 99)).map(({ position, id }) => ({ position, writer: id })),
    )
  })
})
