import { describe, expect, test } from 'vitest'
import { CommitUnknown, type Database } from '../../../src/platform/database.ts'
import { sql } from '../../../src/platform/sql.ts'
import { describePostgres, describeStores } from '../stores.ts'
import { makeMarks, mark, marksOf } from './marks.ts'

describeStores('a store', (store) => {
  test('gives values of one kind, whichever it is', async () => {
    const database = await store.empty()
    const [row] = await database.query(
      sql`select 9007199254740991::bigint as whole, 7::int as small, 1.5::float8 as float, '0.10'::numeric as exact,
            true as yes, null::text as nothing, '2022-08-31'::date as day, '2022-09-23T02:00:00.123Z'::timestamptz as instant,
            '{"a":[1]}'::jsonb as tree, '认证😀' as text`,
    )
    expect(row).toEqual({
      whole: 9_007_199_254_740_991,
      small: 7,
      float: 1.5,
      exact: '0.10',
      yes: true,
      nothing: null,
      day: '2022-08-31',
      instant: new Date('2022-09-23T02:00:00.123Z'),
      tree: { a: [1] },
      text: '认证😀',
    })
  })

  test('takes values of one kind, whichever it is', async () => {
    const database = await store.empty()
    const texts = ['', 'a"b', "it's", 'a\\b', '{a,b}', 'NULL', '%_', '认证😀', ' ']
    const [row] = await database.query(
      sql`select to_json(${texts}::text[]) as texts, to_json(${[1, 2]}::int[]) as numbers, to_json(${['0.10', '-5']}::numeric[]) as exact,
            to_json(${[]}::text[]) as none, ${'认证😀'}::text as text, ${null}::text as nothing, ${12}::bigint as whole`,
    )
    expect(row).toEqual({
      texts,
      numbers: [1, 2],
      exact: [0.1, -5],
      none: [],
      text: '认证😀',
      nothing: null,
      whole: 12,
    })
  })

  test('keeps what a transaction did when its work resolves, and nothing when it throws', async () => {
    const database = await store.empty()
    await makeMarks(database)
    const done = database.transaction(async (transaction) => {
      await mark(transaction, 1, 'a')
      return 'done'
    })
    expect(await done).toBe('done')
    const thrown = new Error('no')
    const broken = database.transaction(async (transaction) => {
      await mark(transaction, 2, 'b')
      throw thrown
    })
    await expect(broken).rejects.toBe(thrown)
    expect(await marksOf(database)).toEqual([{ position: 1, writer: 'a' }])
  })

  test('tells of a transaction that failed inside, also where its work resolves', async () => {
    const database = await store.empty()
    await makeMarks(database)
    const secretive = database.transaction(async (transaction) => {
      await mark(transaction, 1, 'a')
      await transaction.query(sql`select 1 / 0`).catch(() => undefined)
    })
    await expect(secretive).rejects.toThrow('rolled back')
    expect(await marksOf(database)).toEqual([])
  })

  test('answers after a statement that is broken', async () => {
    const database = await store.empty()
    await expect(database.query(sql`select * from nowhere`)).rejects.toThrow('nowhere')
    await expect(database.query(sql`select ${'\u0000'}::text`)).rejects.toThrow()
    expect(await database.query(sql`select 1 as one`)).toEqual([{ one: 1 }])
  })
})

describePostgres('a server', (store) => {
  test('that ends an idle connection costs nothing', async () => {
    const database = await store.empty()
    const other = await store.another()
    expect(await database.query(sql`select 1 as one`)).toEqual([{ one: 1 }])
    await endConnectionsOf(other)
    await expect.poll(() => database.query(sql`select 1 as one`)).toEqual([{ one: 1 }])
  })

  test('that ends a connection in the middle of a transaction is told as UNAVAILABLE, and the next one works', async () => {
    const database = await store.empty()
    await makeMarks(database)
    const other = await store.another()
    const broken = database.transaction(async (transaction) => {
      await mark(transaction, 1, 'a')
      await endConnectionsOf(other)
      await mark(transaction, 2, 'a')
    })
    await expect(broken).rejects.toMatchObject({ code: 'UNAVAILABLE' })
    await database.transaction((transaction) => mark(transaction, 3, 'b'))
    expect(await marksOf(database)).toEqual([{ position: 3, writer: 'b' }])
  })

  test('that ends a connection while the work does something else does not end this process', async () => {
    const database = await store.empty()
    await makeMarks(database)
    const other = await store.another()
    const broken = database.transaction(async (transaction) => {
      await mark(transaction, 1, 'a')
      await endConnectionsOf(other)
      await noConnectionButThisOf(other)
    })
    await expect(broken).rejects.toThrow(CommitUnknown)
    expect(await marksOf(other)).toEqual([])
  })

  describe('statements', () => {
    test('are prepared under names, and however many shapes they have, a connection keeps a bounded number', async () => {
      const database = await store.empty()
      const kept = () =>
        database.transaction(async (transaction) => {
          for (let repeat = 0; repeat < 4; repeat += 1) await transaction.query(sql`select 'often' as often`)
          for (let shape = 0; shape < 1_500; shape += 1) {
            for (let repeat = 0; repeat < 3; repeat += 1)
              await transaction.query(sql`select ${sql.lit(shape)} as shape`)
          }
          return transaction.query<{ readonly statement: string }>(
            sql`select statement from pg_prepared_statements`,
          )
        })
      const statements = (await kept()).map(({ statement }) => statement)
      expect(statements).toContain("select 'often' as often")
      expect(statements.length).toBeLessThanOrEqual(300)
    })
  })
})

/** Ends every connection to the database of a node but the one that asks. */
async function endConnectionsOf(node: Database): Promise<void> {
  await node.query(
    sql`select pg_terminate_backend(pid) from pg_stat_activity
        where datname = current_database() and pid <> pg_backend_pid()`,
  )
}

/** Resolves once the database of a node has no other connection. */
async function noConnectionButThisOf(node: Database): Promise<void> {
  const others = () =>
    node.query(
      sql`select pid from pg_stat_activity where datname = current_database() and pid <> pg_backend_pid()`,
    )
  await expect.poll(others, { interval: 5 }).toEqual([])
}

describePostgres('a store that is closed', (store) => {
  test('leaves no connection behind, which would keep its process alive', async () => {
    const database = await store.fresh()
    const connections = async () => {
      const [row] = await database.query<{ readonly count: number }>(
        sql`select count(*)::int as count from pg_stat_activity where datname = current_database()`,
      )
      return row?.count
    }
    const before = await connections()
    const node = await store.through(store.port())
    await node.query(sql`select 1`)
    expect(await connections()).toBeGreaterThan(before ?? 0)
    await node.close()
    await expect.poll(connections).toBe(before)
  })
})
