import { Migration } from '@mikro-orm/migrations'
import { describe, expect, test } from 'vitest'
import { steps } from '../../../migrations/steps.ts'
import type { Database } from '../../../src/platform/database.ts'
import { migrate, NewerDatabase, pendingSteps } from '../../../src/platform/migrate.ts'
import { sql } from '../../../src/platform/sql.ts'
import { describePostgres, describeStores, stepNames, wholeLayout } from '../stores.ts'

type Column = { readonly table: string; readonly column: string; readonly nullable: boolean }

/** The columns as the database has them. */
function columnsOf(database: Database): Promise<readonly Column[]> {
  return database.query<Column>(
    sql`select table_name as table, column_name as column, is_nullable = 'YES' as nullable
        from information_schema.columns where table_schema = 'public' order by 1, 2`,
  )
}

class Later extends Migration {
  override up(): void {
    this.addSql('create table later (id text primary key)')
  }
}

const newerSteps = [...steps, { name: '29991231-later', class: Later }]

describeStores('migrations', (store) => {
  test('bring an empty database to the layout; run again they do nothing', async () => {
    const database = await store.empty()
    expect(await pendingSteps(database)).toEqual(stepNames)
    expect(await migrate(database, stepNames)).toEqual(stepNames)
    const columns = await columnsOf(database)
    expect(columns.length).toBeGreaterThan(50)
    expect(await migrate(database, stepNames)).toEqual([])
    expect(await pendingSteps(database)).toEqual([])
    expect(await columnsOf(database)).toEqual(columns)
  })

  test('a database newer than the code is refused by the names it holds, and is left as it is', async () => {
    const database = await store.empty({ ...wholeLayout, steps: newerSteps })
    await migrate(
      database,
      newerSteps.map((step) => step.name),
    )
    const columns = await columnsOf(database)
    const refused = migrate(database, stepNames)
    await expect(refused).rejects.toThrow(NewerDatabase)
    await expect(refused).rejects.toThrow('29991231-later')
    expect(await columnsOf(database)).toEqual(columns)
  })

  test('every declared column is in the database, every column is declared, and both agree on what may be missing', async () => {
    const database = await store.fresh()
    const declared = [...database.orm.getMetadata().getAll().values()].flatMap((entity) =>
      entity.props.flatMap((property) =>
        property.fieldNames.map((column) => ({
          table: entity.tableName,
          column,
          nullable: property.nullable === true,
        })),
      ),
    )
    expect(declared.length).toBeGreaterThan(50)
    const tables = new Set(declared.map(({ table }) => table))
    const found = (await columnsOf(database)).filter(({ table }) => tables.has(table))
    const inOrder = (columns: readonly Column[]) =>
      columns.map((column) => JSON.stringify(column, ['table', 'column', 'nullable'])).sort()
    expect(inOrder(found)).toEqual(inOrder(declared))
  })

  test('every versioned table is declared by a noun', async () => {
    const database = await store.fresh()
    const versioned = (await columnsOf(database)).filter(({ column }) => column === 'from_position')
    const declared = database.orm.getMetadata().getAll()
    const tables = [...declared.values()].map((entity) => entity.tableName)
    expect(tables.sort()).toEqual(versioned.map(({ table }) => table).sort())
  })

  describe('versioned tables', () => {
    test('hold one open row per id, and no row that ends where it began', async () => {
      const database = await store.fresh()
      const insert = (from: number, to: number | null) =>
        database.query(
          sql`insert into release (id, from_position, to_position, source, code, status, delivery_id, born_position)
              values ('s/r', ${from}::bigint, coalesce(${to}::bigint, 9007199254740991), 's', 'r', 'PUBLISHED', 'd', 1)`,
        )
      await insert(1, null)
      await expect(insert(2, null)).rejects.toThrow('release_open')
      await expect(insert(3, 3)).rejects.toThrow('check')
    })
  })
})

describePostgres('migrations of nodes that start together', (store) => {
  test('are run by one of them, and the others find them done', async () => {
    const first = await store.empty()
    const others = await Promise.all([store.another(2), store.another(2), store.another(2)])
    const taken = await Promise.all([first, ...others].map((database) => migrate(database, stepNames)))
    expect(taken.flat()).toEqual(stepNames)
  })
})
