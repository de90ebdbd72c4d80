import type { Answer, ReadScope } from '../../access/read.ts'
import { visible } from '../../access/rules.ts'
import { at } from '../../history/at.ts'
import type { Condition } from '../../kernel/condition.ts'
import { globalId } from '../../kernel/graph/global-id.ts'
import { type FilterColumns, filterSql } from '../../platform/filter-sql.ts'
import { sql } from '../../platform/sql.ts'
import { codeReads } from '../code-reads.ts'
import type { Release } from './terms.ts'

/** A page of releases, newest first: after the release with these keys. */
export type ReleaseQuestion = {
  readonly condition: Condition
  readonly after: readonly [position: string, id: string] | null
  readonly limit: number
}

const columns = sql`r.code, r.source, r.period, r.published_at as "publishedAt", r.embargo_until as "embargoUntil",
  r.status, r.note, r.evidence, r.spoken, r.withdrawal_reason as "withdrawalReason", r.born_position as position,
  (select c.recorded_at from commit c where c.position = r.born_position) as "recordedAt"`

const filterColumns: FilterColumns = {
  source: { sql: sql`r.source`, nullable: false },
  code: { sql: sql`r.code`, nullable: false },
  period: { sql: sql`r.period`, nullable: true },
  status: { sql: sql`r.status`, nullable: false },
}

/** The reads of releases by their key, and their stream. */
export const releaseReads = codeReads<Release>({
  table: 'release',
  noun: 'release',
  columns,
  filterColumns,
  filterRow: (release) => release,
})

/** Reads a page of releases. */
export async function readReleases(scope: ReadScope, question: ReleaseQuestion): Promise<Answer<Release>> {
  const { position, pinned } = scope
  const rows = await scope.database.query<Omit<Release, 'readAt' | 'pinned'>>(
    sql`select ${columns}, r.id from release r
        where ${at('r', position)} and ${visible(scope.view, 'release', 'r')}
          and ${filterSql(question.condition, filterColumns)}
          and ${question.after === null ? sql`true` : sql`(r.born_position, r.id) < (${question.after[0]}::bigint, ${question.after[1]})`}
        order by r.born_position desc, r.id desc limit ${question.limit}`,
  )
  const facts = rows.map((row) => {
    const fact = { ...row, readAt: position, pinned }
    return { ...fact, id: globalId('release', row.id, fact) }
  })
  return { rows: facts, tags: ['release'] }
}

/** Counts the releases that match. */
export async function countReleases(
  scope: ReadScope,
  { condition }: ReleaseQuestion,
): Promise<Answer<number>> {
  const [row] = await scope.database.query<{ readonly count: number }>(
    sql`select count(*)::int as count from release r
        where ${at('r', scope.position)} and ${visible(scope.view, 'release', 'r')}
          and ${filterSql(condition, filterColumns)}`,
  )
  return { rows: [row?.count ?? 0], tags: ['release'] }
}
