import type {
  Answer,
  AnswerByKey,
  Fact,
  Read,
  ReadByKey,
  ReadScope,
  Wanted,
  WantedByKey,
} from '../access/read.ts'
import { type ReadableTable, sees, visible } from '../access/rules.ts'
import { hubItself } from '../access/view.ts'
import { at, begunAt, endedAt } from '../history/at.ts'
import { dayAt, dayOfCommit } from '../history/day.ts'
import { type Condition, passes } from '../kernel/condition.ts'
import { globalId } from '../kernel/graph/global-id.ts'
import { compareTexts } from '../kernel/text.ts'
import { type FilterColumns, filterSql } from '../platform/filter-sql.ts'
import type { JsonFields } from '../platform/json-of-fields.ts'
import { type Sql, sql } from '../platform/sql.ts'
import type { ChangeStream } from '../subscriptions/stream.ts'
import { factsOfOrganizations, type NestedList } from './organization/facts-of-organizations.ts'
import { type JsonLists, jsonLists } from './organization/json-of-facts.ts'
import { memberIdsOf } from './organization/lineage.ts'

/** A table whose facts organizations hold, and whose states go by date. */
export type DatedTable<Row> = {
  readonly table: ReadableTable
  readonly noun: string
  /** Select list over the alias `r` for the wanted fields, by the day that SQL gives. The id comes by itself. */
  readonly columns: (wanted: WantedByKey, day: Sql) => Sql
  readonly filterColumns: (day: Sql) => FilterColumns
  readonly filterRow: (fact: Row) => Readonly<Record<string, unknown>>
  /** What the database can write as JSON of the rows of a list. */
  readonly json?: JsonFields
}

/** A page of such facts in the order of their ids: after the one with this id. Plain data. */
export type DatedQuestion = {
  readonly condition: Condition
  readonly after: string | null
  readonly limit: number
}

/** What such a fact has: a global id, which names the id of its row. */
export type DatedFact = Fact & { readonly id: string }

/** The reads of such a table. */
export type DatedReads<Row extends DatedFact> = {
  readonly page: Read<DatedQuestion, Row>
  readonly count: (scope: ReadScope, question: DatedQuestion) => Promise<Answer<number>>
  readonly byKey: ReadByKey<Row>
  readonly stream: ChangeStream<Row>
  readonly heldBy: (column: string) => HeldReads<Row>
}

/** The pages and counts of many organizations at once, by `nestedKey` of a `NestedList`. */
export type HeldReads<Row> = {
  readonly page: (scope: ReadScope, keys: readonly string[]) => Promise<AnswerByKey<readonly Row[]>>
  readonly count: (scope: ReadScope, keys: readonly string[]) => Promise<AnswerByKey<number>>
  readonly json: JsonLists | undefined
}

/** Makes the reads of one table. */
export function datedReads<Row extends DatedFact>(of: DatedTable<Row>): DatedReads<Row> {
  const page: Read<DatedQuestion, Row> = async (scope, question, wanted) => {
    const rows = await scope.database.query<KeyedRow<Row>>(pageSql(of, scope, question, wanted))
    return { rows: rows.map((row) => factOf(of, row, scope)), tags: [of.noun] }
  }
  const count = async (scope: ReadScope, question: DatedQuestion): Promise<Answer<number>> => {
    const [row] = await scope.database.query<Counted>(countSql(of, scope, question))
    return { rows: [row?.count ?? 0], tags: [of.noun] }
  }
  const byKey: ReadByKey<Row> = async (scope, keys, wanted) => {
    const rows = await scope.database.query<KeyedRow<Row>>(
      sql`select r.id as key, ${of.columns(wanted, dayAt(scope))} from ${sql.table(of.table)} r
          where ${at('r', scope.position)} and ${visible(scope.view, of.table, 'r')} and r.id = any(${keys}::text[])`,
    )
    return { rows: new Map(rows.map((row) => [row.key, factOf(of, row, scope)])), tags: [of.noun] }
  }
  return { page, count, byKey, stream: streamOf(of), heldBy: (column) => heldBy(of, column) }
}

type KeyedRow<Row> = Row & { readonly key: string }
type Counted = { readonly count: number }

/** What a statement may be narrowed to beside the question. */
const everywhere = sql`true`

function pageSql<Row>(
  of: DatedTable<Row>,
  scope: ReadScope,
  { condition, after, limit }: DatedQuestion,
  wanted: Wanted,
  narrowed: Sql = everywhere,
): Sql {
  const day = dayAt(scope)
  return sql`select r.id as key, ${of.columns(wanted, day)} from ${sql.table(of.table)} r
    where ${at('r', scope.position)} and ${visible(scope.view, of.table, 'r')} and ${narrowed}
      and ${filterSql(condition, of.filterColumns(day))} and r.id > ${after ?? ''}
    order by r.id limit ${limit}`
}

function countSql<Row>(
  of: DatedTable<Row>,
  scope: ReadScope,
  { condition }: DatedQuestion,
  narrowed: Sql = everywhere,
): Sql {
  return sql`select count(*)::int as count from ${sql.table(of.table)} r
    where ${at('r', scope.position)} and ${visible(scope.view, of.table, 'r')} and ${narrowed}
      and ${filterSql(condition, of.filterColumns(dayAt(scope)))}`
}

/** A fact is of an organization also where it was stated of one that was merged into it. */
function heldBy<Row extends DatedFact>(of: DatedTable<Row>, column: string): HeldReads<Row> {
  type Asked = NestedList<DatedQuestion>
  const own = (scope: ReadScope, organizations: Sql) =>
    sql`${sql.ref(`r.${column}`)} = any(${memberIdsOf(scope, organizations)})`
  const page: HeldReads<Row>['page'] = async (scope, keys) => {
    const found = await factsOfOrganizations<Asked, KeyedRow<Row>>(
      scope,
      keys,
      ({ question, wanted }, organizations) =>
        pageSql(of, scope, question, new Set(wanted), own(scope, organizations)),
    )
    const facts = [...found].map(([key, rows]) => [key, rows.map((row) => factOf(of, row, scope))] as const)
    return { rows: new Map(facts), tags: [of.noun, 'organization'] }
  }
  const count: HeldReads<Row>['count'] = async (scope, keys) => {
    const found = await factsOfOrganizations<Asked, Counted>(scope, keys, ({ question }, organizations) =>
      countSql(of, scope, question, own(scope, organizations)),
    )
    const counts = [...found].map(([key, [row]]) => [key, row?.count ?? 0] as const)
    return { rows: new Map(counts), tags: [of.noun, 'organization'] }
  }
  const json =
    of.json === undefined
      ? undefined
      : jsonLists<DatedQuestion>({
          name: `${of.table} by ${column}`,
          fields: of.json,
          tags: [of.noun, 'organization'],
          list: (scope, question, wanted, organizations) =>
            pageSql(of, scope, question, wanted, own(scope, organizations)),
        })
  return { page, count, json }
}
function streamOf<Row extends DatedFact>(of: DatedTable<Row>): ChangeStream<Row> {
  return {
    noun: of.noun,
    changed: async (database, position, after, limit) => {
      // Two halves, each a walk through one index from the key on, and each judged by the day of its own commit.
      const [begun, ended] = await Promise.all([
        database.query<KeyedRow<Row>>(
          sql`select r.id as key, ${of.columns('all', dayOfCommit(position))} from ${sql.table(of.table)} r
              where ${begunAt('r', position)} and ${visible(hubItself, of.table, 'r')} and r.id > ${after ?? ''}
              order by r.id limit ${limit}`,
        ),
        database.query<KeyedRow<Row>>(
          sql`select r.id as key, ${of.columns('all', dayOfCommit(position - 1))} from ${sql.table(of.table)} r
              where ${endedAt('r', position)} and ${visible(hubItself, of.table, 'r')} and r.id > ${after ?? ''}
              order by r.id limit ${limit}`,
        ),
      ])
      const placed = (rows: readonly KeyedRow<Row>[], readAt: number) =>
        new Map(rows.map((row) => [row.key, factOf(of, row, { position: readAt, pinned: false })]))
      const [afterwards, before] = [placed(begun, position), placed(ended, position - 1)]
      return [...new Set([...afterwards.keys(), ...before.keys()])]
        .sort(compareTexts)
        .slice(0, limit)
        .map((key) => ({ key, before: before.get(key) ?? null, after: afterwards.get(key) ?? null }))
    },
    state: async (scope, condition, after, limit) => {
      const day = dayAt(scope)
      const rows = await scope.database.query<KeyedRow<Row>>(
        sql`select r.id as key, ${of.columns('all', day)} from ${sql.table(of.table)} r
            where ${at('r', scope.position)} and ${visible(scope.view, of.table, 'r')} and r.id > ${after ?? ''}
              and ${filterSql(condition, of.filterColumns(day))}
            order by r.id limit ${limit}`,
      )
      return rows.map((row) => ({ key: row.key, fact: factOf(of, row, scope) }))
    },
    matches: (condition, fact) => passes(condition, of.filterRow(fact)),
    sees: (view, fact) => sees(view, of.table, fact),
  }
}

function factOf<Row extends DatedFact>(
  of: DatedTable<Row>,
  row: KeyedRow<Row>,
  { position, pinned }: Pick<ReadScope, 'position' | 'pinned'>,
): Row {
  const { key, ...fields } = row
  const place = { readAt: position, pinned }
  return { ...fields, [`${of.noun}Id`]: key, id: globalId(of.noun, key, place), ...place } as unknown as Row
}
