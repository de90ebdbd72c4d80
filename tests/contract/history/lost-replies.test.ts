import { expect, test } from 'vitest'
import { commit, readCommits } from '../../../src/history/commit.ts'
import { readHead } from '../../../src/history/head.ts'
import { openPostgres } from '../../../src/platform/postgres.ts'
import { isMissing } from '../../support/services.ts'
import { startPostgres } from '../../support/services-postgres.ts'
import { begun, describePostgres, quiet, wholeLayout } from '../stores.ts'
import { openCuttingProxy } from './cutting-proxy.ts'
import { makeMarks, mark, marksOf, markWriting } from './marks.ts'

describePostgres('a commit over a connection that breaks', (store) => {
  test('is looked up by its id when the reply to COMMIT is lost: it happened, once', async () => {
    const database = await store.fresh()
    await makeMarks(database)
    const proxy = await openCuttingProxy(store.port())
    const node = await store.through(proxy.port)
    await commit(node, markWriting('a'))
    proxy.cutNext('after COMMIT')
    expect(await commit(node, markWriting('b'))).toMatchObject({ position: 2, id: 'b' })
    expect(await marksOf(database)).toEqual([
      { position: 1, writer: 'a' },
      { position: 2, writer: 'b' },
    ])
    expect((await commit(node, markWriting('c')))?.position).toBe(3)
  })

  test('says that nothing was written when COMMIT never arrived, and may be made again', async () => {
    const database = await store.fresh()
    await makeMarks(database)
    const proxy = await openCuttingProxy(store.port())
    const node = await store.through(proxy.port)
    proxy.cutNext('before COMMIT')
    const lost = commit(node, markWriting('a'))
    await expect(lost).rejects.toMatchObject({
      code: 'UNAVAILABLE',
      message: expect.stringContaining('before anything was written'),
    })
    expect((await readHead(database)).position).toBe(0)
    expect((await commit(node, markWriting('a')))?.position).toBe(1)
    expect(await marksOf(database)).toEqual([{ position: 1, writer: 'a' }])
  })

  test('of a writer that stands still is ended by the server within 6 s, and the others go on', async () => {
    const database = await store.fresh()
    await makeMarks(database)
    const released = Promise.withResolvers<void>()
    const locked = Promise.withResolvers<void>()
    const stopped = commit(await store.another(2), {
      id: 'stopped',
      kind: 'RELEASE',
      write: async (transaction, position) => {
        await mark(transaction, position, 'stopped')
        locked.resolve()
        await released.promise
        return { releaseId: null, counts: {} }
      },
    })
    await locked.promise
    const begin = performance.now()
    const record = await commit(database, markWriting('next'))
    expect(performance.now() - begin).toBeLessThan(6_000)
    expect(record?.position).toBe(1)
    released.resolve()
    await expect(stopped).rejects.toMatchObject({ code: 'UNAVAILABLE' })
    expect(await marksOf(database)).toEqual([{ position: 1, writer: 'next' }])
  })

  test('to a server that is killed and comes back: made again under its id, each happens exactly once', async () => {
    const server = await startPostgres()
    if (isMissing(server)) throw new Error(server.reason)
    await using _server = server
    const database = await begun(await openPostgres(await server.createDatabase(), 8, wholeLayout, quiet))
    await makeMarks(database)
    const ids = Array.from({ length: 40 }, (_, index) => `w${index}`)
    const back = Promise.withResolvers<void>()
    let answered = 0
    const killed = Promise.withResolvers<void>()
    const untilDone = async (id: string): Promise<void> => {
      try {
        await commit(database, markWriting(id))
        answered += 1
        if (answered === 10) killed.resolve(server.kill())
      } catch (error) {
        expect(error).toMatchObject({ code: 'UNAVAILABLE' })
        await back.promise
        await untilDone(id)
      }
    }
    const writers = Promise.all(ids.map(untilDone))
    await killed.promise
    await server.start()
    back.resolve()
    await writers
    const commits = await readCommits(database, 0, 99, 99)
    expect(commits.map(({ position }) => position)).toEqual(ids.map((_, index) => index + 1))
    expect(commits.map(({ id }) => id).sort()).toEqual([...ids].sort())
    expect(await marksOf(database)).toEqual(commits.map(({ position, id }) => ({ position, writer: id })))
    await database.close()
  })
})
