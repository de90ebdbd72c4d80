/// <reference types="vite/client" />
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { type ReadableTable, readableTables, sees, visible } from '../../src/access/rules.ts'
import type { View } from '../../src/access/view.ts'
import type { Database } from '../../src/platform/database.ts'
import { sql } from '../../src/platform/sql.ts'
import { describeStores, wholeLayout } from '../contract/stores.ts'

/** How many views meet up to 20 rows each, per table and store. */
const runs = import.meta.env.MODE === 'long' ? 1_000 : 25

/** A column, as the database declares it. */
type Column = { readonly name: string; readonly type: string; readonly nullable: boolean }

/** Few texts, so that views and rows meet, and each a trap of arrays, patterns and quotes. */
const texts = [
  '440100',
  '440106',
  '440000',
  'CN',
  'GBA',
  '820000',
  'cnca-by-field',
  'cnca-by-region',
  '',
  ' ',
  'a',
  'A',
  '%',
  '_',
  "it's",
  '"',
  '\\',
  '{a,b}',
  'NULL',
  'null',
  '认证',
  'é',
  'e\u0301',
]
const text = fc.constantFrom(...texts)
const some = fc.uniqueArray(text, { maxLength: 4 })

const actor = fc.oneof(
  fc.record({ kind: fc.constant('key' as const), id: text, holder: text }),
  fc.record({ kind: fc.constant('token' as const), issuer: text, subject: text }),
)

const view: fc.Arbitrary<View> = fc.oneof(
  fc.constantFrom<View>({ role: 'anonymous' }, { role: 'hub' }),
  fc.record({ role: fc.constantFrom('analyst' as const, 'administrator' as const), actor }),
  fc.record({ role: fc.constantFrom('partner' as const, 'supervisor' as const), actor, regions: some }),
  fc.record({ role: fc.constant('supervisor' as const), actor, regions: some, purpose: text }),
  fc.record({ role: fc.constant('publisher' as const), actor, sources: some }),
)

/** The database's clock stands still here. */
const now = '2024-02-29T12:00:00Z'

/** What guarded rows say of themselves in memory, worked out here by dates, which know no infinity. */
function withShown(row: Readonly<Record<string, unknown>>): object {
  const at = (value: unknown) =>
    typeof value !== 'string'
      ? Number.NaN
      : value.endsWith('infinity')
        ? (value.startsWith('-') ? -1 : 1) * 1e18
        : Date.parse(value)
  const [from, until, clock] = [at(row['shown_from']), at(row['shown_until']), Date.parse(now)]
  return { ...row, shown: from <= clock && until > clock, over: until <= clock }
}

const byType: Readonly<Record<string, fc.Arbitrary<unknown>>> = {
  text,
  bool: fc.boolean(),
  int8: fc.integer({ min: 0, max: 1_000 }),
  int4: fc.integer({ min: 0, max: 1_000 }),
  int2: fc.integer({ min: 0, max: 100 }),
  numeric: fc.integer().map(String),
  float8: fc.integer(),
  date: fc.constantFrom('2022-08-31', '2026-11-23'),
  timestamptz: fc.constantFrom(
    '2022-09-23T02:00:00.123Z',
    now,
    '2026-11-23T00:00:00Z',
    'infinity',
    '-infinity',
  ),
  jsonb: fc.constantFrom<unknown>({}, [], { a: 1 }),
  _text: some,
  int4multirange: fc.constantFrom('{}', '{[24268,24269)}'),
}

function rowOf(columns: readonly Column[]): fc.Arbitrary<Readonly<Record<string, unknown>>> {
  return fc.record(
    Object.fromEntries(
      columns.map(({ name, type, nullable }) => {
        const values = byType[type]
        if (values === undefined) throw new Error(`this test knows no values of the type ${type}`)
        return [name, nullable ? fc.option(values) : values]
      }),
    ),
  )
}

async function columnsOf(database: Database, table: string): Promise<readonly Column[]> {
  return database.query<Column>(
    sql`select column_name::text as name, udt_name::text as type, is_nullable = 'YES' as nullable
        from information_schema.columns where table_schema = 'public' and table_name = ${table} order by 1`,
  )
}

/** Which of the rows the database shows to a view, by the rule as a statement. */
async function shownBySql(database: Database, asked: View, table: ReadableTable, rows: readonly object[]) {
  const shown = await database.query<{ readonly place: number }>(
    sql`select v.place::int as place
        from jsonb_array_elements(${JSON.stringify(rows)}::jsonb) with ordinality v(said, place)
        cross join lateral jsonb_populate_record(null::${sql.table(table)}, v.said) r
        where ${visible(asked, table, 'r')} order by 1`,
  )
  return shown.map(({ place }) => place - 1)
}

/** Tables that are no part of the versioned facts, and why no answer shows a row of them without asking. */
const withoutRule: Readonly<Record<string, string>> = {
  access_change: 'it is a number by which nodes notice changes of access',
  access_key_use: 'it is read beside an access key that is visible',
  access_revocation: 'it says which revocations are still to be told; the visible key shows them',
  audit: 'it is read for administrators alone, behind a field that is refused to others',
  audit_head: 'it is the end of the audit’s chain, for who writes it',
  claim: 'it is shown through a release that is visible, or to whoever may publish that',
  commit: 'it says that something changed, not what; its counts are read through visible releases',
  credit_ending: 'it says what has ended a record; the row itself shows it to who may see that',
  database_clock: 'it is a view of the clock',
  delivery: 'it is shown through a claim, or to whoever delivered it',
  delivery_outcome: 'it is shown to whoever delivers the same again',
  delivery_returned: 'it says which deliveries are to be taken in again; the hub alone reads it',
  extent_progress: 'it says how far a backfill is; the hub alone reads it',
  extent_stage: 'it is what a writer is about to write',
  head: 'it says how far the history is, which everybody may know',
  migration: 'it says how this database was made; no answer reads it',
  observation_stage: 'it is what a writer is about to write',
  original: 'it is shown by its digest and size alone, through a claim',
  party_stage: 'it is what a writer is about to write',
  person: 'it is read beside a row of a region that is supervised, for a purpose',
  quarantined: 'its rows are counted through releases that are visible, and shown to whoever delivered them',
  register_stage: 'it is what a writer is about to write',
}

describeStores('rules of rows', (store) => {
  test('say the same as SQL and in memory, for any view and any row of any table', async () => {
    const database = await store.fresh()
    await database.query(
      sql`create or replace view database_clock as select ${sql.lit(now)}::timestamptz as at`,
    )
    for (const table of readableTables) {
      const columns = await columnsOf(database, table)
      expect(columns.length).toBeGreaterThan(0)
      const rows = fc.array(rowOf(columns), { minLength: 1, maxLength: 20 })
      const agree = fc.asyncProperty(view, rows, async (asked, asRead) => {
        const inMemory = asRead.flatMap((row, place) => (sees(asked, table, withShown(row)) ? [place] : []))
        expect([table, await shownBySql(database, asked, table, asRead)]).toEqual([table, inMemory])
      })
      await fc.assert(agree, { numRuns: runs })
    }
  })

  test('there are for every versioned table, and for no other', async () => {
    const database = await store.fresh()
    const versioned = await database.query<{ readonly name: string }>(
      sql`select table_name::text as name from information_schema.columns
          where table_schema = 'public' and column_name in ('from_position', 'to_position')
          group by 1 having count(*) = 2 order by 1`,
    )
    expect(versioned.map(({ name }) => name)).toEqual([...readableTables].toSorted())
    const declared = wholeLayout.entities.flatMap(({ meta }) =>
      'from_position' in meta.properties ? [meta.tableName] : [],
    )
    expect([...new Set(declared)].toSorted()).toEqual([...readableTables].toSorted())
  })

  test('lack for no table whose rows an answer could show', async () => {
    const database = await store.fresh()
    const all = await database.query<{ readonly name: string }>(
      sql`select table_name::text as name from information_schema.tables where table_schema = 'public' order by 1`,
    )
    const known = [...readableTables, ...Object.keys(withoutRule)].toSorted()
    expect(all.map(({ name }) => name)).toEqual(known)
  })
})
