import { expect, onTestFinished, test } from 'vitest'
import { commit } from '../../../src/history/commit.ts'
import { Tail } from '../../../src/history/tail.ts'
import type { Database } from '../../../src/platform/database.ts'
import { sql } from '../../../src/platform/sql.ts'
import { describePostgres, quiet } from '../stores.ts'
import { openCuttingProxy } from './cutting-proxy.ts'
import { unheard } from './unheard.ts'

const commitOne = (database: Database, id: string) =>
  commit(database, { id, kind: 'RELEASE', write: async () => ({ releaseId: null, counts: {} }) })

describePostgres('a database whose host is gone without a word', (store) => {
  const lostStore = async () => {
    const near = await store.fresh()
    const proxy = await openCuttingProxy(store.port())
    return { near, proxy, far: await store.through(proxy.port) }
  }

  test('is trouble to the tail after its patience, and is followed again over other connections', async () => {
    const { near, far, proxy } = await lostStore()
    const tail = await Tail.follow(far, unheard, quiet, 200)
    onTestFinished(() => tail.close())
    proxy.lose()
    await commitOne(near, 'a')
    await tail.look()
    expect(tail.trouble).toBe('The database does not answer. Try again in a moment.')
    expect(tail.position).toBe(0)
    proxy.find()
    await tail.look()
    expect([tail.trouble, tail.position]).toEqual([null, 1])
  })

  test('does not hold whoever waits for a position longer than they have patience', async () => {
    const { far, proxy } = await lostStore()
    const tail = await Tail.follow(far, unheard, quiet, 30_000)
    onTestFinished(() => tail.close())
    proxy.lose()
    await expect(tail.reach(1, 100)).rejects.toMatchObject({ code: 'POSITION_AHEAD' })
  })

  test('costs a statement with patience its connection, and no other', async () => {
    const { far, proxy } = await lostStore()
    proxy.lose()
    await expect(far.query(sql`select 1`, 100)).rejects.toMatchObject({ code: 'UNAVAILABLE' })
    proxy.find()
    const rows = await Promise.all([1, 2, 3, 4].map(() => far.query(sql`select 1 as one`)))
    expect(rows).toEqual(rows.map(() => [{ one: 1 }]))
  })
})
