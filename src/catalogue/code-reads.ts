import type { Answer, AnswerByKey, Fact, Read, ReadByKey, ReadScope } from '../access/read.ts'
import { type ReadableTable, sees, visible } from '../access/rules.ts'
import { hubItself } from '../access/view.ts'
import { at, begunAt, endedAt } from '../history/at.ts'
import { passes } from '../kernel/condition.ts'
import { globalId } from '../kernel/graph/global-id.ts'
import type { Position } from '../kernel/position.ts'
import { compareTexts } from '../kernel/text.ts'
import { type FilterColumns, filterSql } from '../platform/filter-sql.ts'
import { type Sql, sql } from '../platform/sql.ts'
import type { ChangeStream } from '../subscriptions/stream.ts'

/** What a table of codes is made of: its name, the word in its ids, its columns, and what filters may use. */
export type CodeTable<Row> = {
  readonly table: ReadableTable
  readonly noun: string
  /** Select list over the alias `r`; gives the fields of the fact except id, readAt and pinned. */
  readonly columns: Sql
  readonly filterColumns: FilterColumns
  readonly filterRow: (fact: Row) => Readonly<Record<string, unknown>>
}

/** What is asked of a list of codes: all of them, or those with these keys. */
export type CodeQuestion = { readonly keys: readonly string[] | null }

/** The reads of one table of codes; small, so every column is read. */
export type CodeReads<Row extends CodeFact> = {
  readonly list: Read<CodeQuestion, Row>
  readonly byKey: ReadByKey<Row>
  readonly stream: ChangeStream<Row>
}

/** What every code has: its global id, which names its key in the table. */
export type CodeFact = Fact & { readonly id: string }

/** A row as the table holds it. */
type CodeRow<Row> = Row & { readonly key: string; readonly fromPosition: number; readonly toPosition: number }

/** Makes the reads of one table of codes. */
export function codeReads<Row extends CodeFact>(of: CodeTable<Row>): CodeReads<Row> {
  const list = async (scope: ReadScope, { keys }: CodeQuestion): Promise<Answer<Row>> => {
    const rows = await scope.database.query<CodeRow<Row>>(
      sql`select ${of.columns}, r.id as key from ${sql.table(of.table)} r
          where ${at('r', scope.position)} and ${visible(scope.view, of.table, 'r')}
            and ${keys === null ? sql`true` : sql`r.id = any(${keys}::text[])`}
          order by r.id`,
    )
    return { rows: rows.map((row) => factOf(of, row, scope.position, scope.pinned)), tags: [of.table] }
  }
  const byKey = async (scope: ReadScope, keys: readonly string[]): Promise<AnswerByKey<Row>> => {
    const { rows, tags } = await list(scope, { keys })
    return { rows: new Map(rows.map((row) => [keyOf(of, row), row])), tags }
  }
  return { list, byKey, stream: streamOf(of) }
}

function streamOf<Row extends CodeFact>(of: CodeTable<Row>): ChangeStream<Row> {
  return {
    noun: of.noun,
    changed: async (database, position, after, limit) => {
      // Two halves, each a walk through one index from the key on.
      const rows = await database.query<CodeRow<Row>>(
        sql`select ${of.columns}, r.id as key, r.from_position as "fromPosition"
            from ((select t.* from ${sql.table(of.table)} t
                   where ${begunAt('t', position)} and ${visible(hubItself, of.table, 't')} and t.id > ${after ?? ''}
                   order by t.id limit ${limit})
                  union all
                  (select t.* from ${sql.table(of.table)} t
                   where ${endedAt('t', position)} and ${visible(hubItself, of.table, 't')} and t.id > ${after ?? ''}
                   order by t.id limit ${limit})) r`,
      )
      return paired(of, rows, position).slice(0, limit)
    },
    state: async (scope, condition, after, limit) => {
      const rows = await scope.database.query<CodeRow<Row>>(
        sql`select ${of.columns}, r.id as key from ${sql.table(of.table)} r
            where ${at('r', scope.position)} and ${visible(scope.view, of.table, 'r')} and r.id > ${after ?? ''}
              and ${filterSql(condition, of.filterColumns)}
            order by r.id limit ${limit}`,
      )
      return rows.map((row) => ({ key: row.key, fact: factOf(of, row, scope.position, scope.pinned) }))
    },
    matches: (condition, fact) => passes(condition, of.filterRow(fact)),
    sees: (view, fact) => sees(view, of.table, fact),
  }
}

/** Puts the row that ended and the row that began of one key together, in the order of the keys. */
function paired<Row extends CodeFact>(of: CodeTable<Row>, rows: readonly CodeRow<Row>[], position: Position) {
  const byKey = [...Map.groupBy(rows, (row) => row.key)]
  return byKey
    .sort(([left], [right]) => compareTexts(left, right))
    .map(([key, pair]) => {
      const begun = pair.find((row) => row.fromPosition === position)
      const ended = pair.find((row) => row.fromPosition !== position)
      return {
        key,
        before: ended === undefined ? null : factOf(of, ended, position - 1, false),
        after: begun === undefined ? null : factOf(of, begun, position, false),
      }
    })
}

function factOf<Row extends CodeFact>(
  of: CodeTable<Row>,
  row: CodeRow<Row>,
  readAt: Position,
  pinned: boolean,
): Row {
  const { key, fromPosition: _from, toPosition: _to, ...fields } = row
  return { ...fields, id: globalId(of.noun, key, { readAt, pinned }), readAt, pinned } as unknown as Row
}

function keyOf<Row extends CodeFact>(of: CodeTable<Row>, fact: Row): string {
  return fact.id.slice(of.noun.length + 1).replace(/@\d+$/, '')
}
