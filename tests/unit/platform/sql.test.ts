import {
  DummyDriver,
  Kysely,
  PostgresAdapter,
  PostgresIntrospector,
  PostgresQueryCompiler,
  type RawBuilder,
  sql as theirs,
} from 'kysely'
import { expect, it } from 'vitest'
import { sql as ours, statementOf } from '../../../src/platform/sql.ts'

const compiler = new Kysely<Record<string, never>>({
  dialect: {
    createAdapter: () => new PostgresAdapter(),
    createDriver: () => new DummyDriver(),
    createIntrospector: (db) => new PostgresIntrospector(db),
    createQueryCompiler: () => new PostgresQueryCompiler(),
  },
})

it('binds values, also those that look like SQL, and numbers them in their order', () => {
  const inner = ours`b = ${'x; drop table y'} and ${ours`c`} = any(${[1, 2]}::int[])`
  expect(statementOf(ours`select a from t where ${inner} limit ${5}`)).toEqual({
    text: 'select a from t where b = $1 and c = any($2::int[]) limit $3',
    values: ['x; drop table y', [1, 2], 5],
  })
})

it('writes what Kysely writes, a library that writes the same template', () => {
  const written = (sql: typeof ours) => {
    const list = sql.join([sql`a = ${1}`, sql`b = ${null}`, sql.join([true, 'x'])], sql` and `)
    return sql`select ${sql.ref('o.from_position')}, ${sql.ref('odd"name')}, ${sql.lit(9_007_199_254_740_991)},
      ${sql.lit("it's")}, ${sql.raw('now()')} from ${sql.table('series')} o where ${list} and (${sql.join([])}) limit ${3}`
  }
  const { sql: text, parameters: values } = (
    written(theirs as unknown as typeof ours) as unknown as RawBuilder<unknown>
  ).compile(compiler)
  expect(statementOf(written(ours))).toEqual({ text, values })
})
