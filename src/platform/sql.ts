import {
  type CompiledQuery,
  DummyDriver,
  Kysely,
  PostgresAdapter,
  PostgresIntrospector,
  PostgresQueryCompiler,
  type RawBuilder,
  sql as template,
} from 'kysely'

/** Kysely's template: SQL with its values bound apart. */
export const sql = template

/** A piece of SQL with its values bound apart: what Kysely's `sql` template gives. */
export type Sql<Row = unknown> = RawBuilder<Row>

/** SQL text with `$1 …` and the values that belong there. */
export type Statement = { readonly text: string; readonly values: readonly unknown[] }

/** Writes a piece of SQL out as text and values, for a connection that is not Kysely's own. */
export function statementOf(query: Sql): Statement {
  const compiled: CompiledQuery = query.compile(compiler)
  return { text: compiled.sql, values: compiled.parameters }
}

const compiler = new Kysely<Record<string, never>>({
  dialect: {
    createAdapter: () => new PostgresAdapter(),
    createDriver: () => new DummyDriver(),
    createIntrospector: (db) => new PostgresIntrospector(db),
    createQueryCompiler: () => new PostgresQueryCompiler(),
  },
})
