import type { Answer, AnswerByKey, Fact, Read, ReadByKey, ReadScope, WantedByKey } from '../access/read.ts'
import { type ReadableTable, sees, visible } from '../access/rules.ts'
import { hubItself } from '../access/view.ts'
import { at, begunAt, endedAt } from '../history/at.ts'
import { dayAt, dayOfCommit } from '../history/day.ts'
import { type Condition, passes } from '../kernel/condition.ts'
import { globalId } from '../kernel/graph/global-id.ts'
import { compareTexts } from '../kernel/text.ts'
import { type FilterColumns, filterSql } from '../platform/filter-sql.ts'
import { type Sql, sql } from '../platform/sql.ts'
import type { ChangeStream } from '../subscriptions/stream.ts'
import { membersOf } from './organization/members-sql.ts'

/** A table whose facts organizations hold, and whose states go by date. */
export type DatedTable<Row> = {
  readonly table: ReadableTable
  readonly noun: string
  /** Select list over the alias `r` for the wanted fields, by the day that SQL gives. The id comes by itself. */
  readonly columns: (wanted: WantedByKey, day: Sql) => Sql
  readonly filterColumns: (day: Sql) => FilterColumns
  readonly filterRow: (fact: Row) => Readonly<Record<string, unknown>>
}

/** A page of such facts in the order of their ids: after the one with this id. */
export type DatedQuestion = {
  readonly condition: Condition
  readonly after: string | null
  readonly limit: number
}

/** A page of what one organization has to do with. */
export type HeldQuestion = DatedQuestion & { readonly organization: string }

/** What such a fact has: a global id, which names the id of its row. */
export type DatedFact = Fact & { readonly id: string }

/** The reads of such a table. */
export type DatedReads<Row extends DatedFact> = {
  readonly page: Read<DatedQuestion, Row>
  readonly count: Read<DatedQuestion, number>
  readonly byKey: ReadByKey<Row>
  readonly stream: ChangeStream<Row>
  /** What hangs on organizations by a column: pages by the keys that `heldKey` makes, and their counts. */
  readonly heldBy: (column: string) => {
    readonly page: ReadByKey<readonly Row[]>
    readonly count: ReadByKey<number>
  }
}

/** A question about one organization as the key of a read, so that one statement answers it for many. */
export function heldKey({ organization, condition, after, limit }: HeldQuestion): string {
  return JSON.stringify([{ condition, after, limit }, organization])
}

/** Makes the reads of one table. A fact is of an organization also where it was stated of one that was merged into it. */
export function datedReads<Row extends DatedFact>(of: DatedTable<Row>): DatedReads<Row> {
  const page: Read<DatedQuestion, Row> = async (scope, { condition, after, limit }, wanted) => {
    const day = dayAt(scope)
    const rows = await scope.database.query<KeyedRow<Row>>(
      sql`select r.id as key, ${of.columns(wanted, day)} from ${sql.table(of.table)} r
          where ${at('r', scope.position)} and ${visible(scope.view, of.table, 'r')}
            and ${filterSql(condition, of.filterColumns(day))} and r.id > ${after ?? ''}
          order by r.id limit ${limit}`,
    )
    return { rows: rows.map((row) => factOf(of, row, scope)), tags: [of.noun] }
  }
  const count = async (scope: ReadScope, { condition }: DatedQuestion): Promise<Answer<number>> => {
    const [row] = await scope.database.query<{ readonly count: number }>(
      sql`select count(*)::int as count from ${sql.table(of.table)} r
          where ${at('r', scope.position)} and ${visible(scope.view, of.table, 'r')}
            and ${filterSql(condition, of.filterColumns(dayAt(scope)))}`,
    )
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

function heldBy<Row extends DatedFact>(of: DatedTable<Row>, column: string) {
  const own = sql.ref(`r.${column}`)
  const page: ReadByKey<readonly Row[]> = (scope, keys, wanted) =>
    perQuestion(of, keys, async (organizations, { condition, after, limit }) => {
      const day = dayAt(scope)
      const rows = await scope.database.query<KeyedRow<Row> & { readonly asked: string }>(
        sql`with member as materialized (${membersOf(scope, organizations)})
            select o.asked, found.* from unnest(${organizations}::text[]) o(asked)
            cross join lateral (
              select r.id as key, ${of.columns(wanted, day)}
              from member m join ${sql.table(of.table)} r on ${own} = m.member
              where m.root = o.asked and ${at('r', scope.position)} and ${visible(scope.view, of.table, 'r')}
                and ${filterSql(condition, of.filterColumns(day))} and r.id > ${after ?? ''}
              order by r.id limit ${limit}) found
            order by found.key`,
      )
      return [...Map.groupBy(rows, ({ asked }) => asked)].map(([asked, found]) => [
        asked,
        found.map(({ asked: _, ...row }) => factOf(of, row as unknown as KeyedRow<Row>, scope)),
      ])
    })
  const count: ReadByKey<number> = (scope, keys) =>
    perQuestion(of, keys, async (organizations, { condition }) => {
      const rows = await scope.database.query<{ readonly asked: string; readonly count: number }>(
        sql`with member as materialized (${membersOf(scope, organizations)})
            select m.root as asked, count(*)::int as count
            from member m join ${sql.table(of.table)} r on ${own} = m.member
            where ${at('r', scope.position)} and ${visible(scope.view, of.table, 'r')}
              and ${filterSql(condition, of.filterColumns(dayAt(scope)))}
            group by m.root`,
      )
      return rows.map(({ asked, count: found }) => [asked, found])
    })
  return { page, count }
}

/** Answers the same question about many organizations at once, and different ones one after the other. */
async function perQuestion<Row, Found>(
  { noun }: DatedTable<Row>,
  keys: readonly string[],
  answer: (
    organizations: readonly string[],
    question: DatedQuestion,
  ) => Promise<readonly (readonly [string, Found])[]>,
): Promise<AnswerByKey<Found>> {
  const asked = keys.map((key) => JSON.parse(key) as readonly [DatedQuestion, string])
  const found = new Map<string, Found>()
  for (const same of Map.groupBy(asked, ([question]) => JSON.stringify(question)).values()) {
    const question = same[0]?.[0]
    if (question === undefined) continue
    const organizations = same.map(([, organization]) => organization)
    for (const [organization, rows] of await answer(organizations, question))
      found.set(JSON.stringify([question, organization]), rows)
  }
  return { rows: found, tags: [noun] }
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
