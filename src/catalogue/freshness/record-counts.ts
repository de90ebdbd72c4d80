import type { AnswerByKey, ReadScope } from '../../access/read.ts'
import { type ReadableTable, visible } from '../../access/rules.ts'
import { at } from '../../history/at.ts'
import { type Sql, sql } from '../../platform/sql.ts'

/** The greatest count of records that is told exactly; one more says that there are more. */
export const mostRecordsCounted = 10_000

/** How many records of a source the view may see; null of a source of figures. */
export type RecordCount = { readonly count: number | null }

/** Where the facts of sources stand whose rows are no figures, by the noun of the source. */
const tables: Readonly<Record<string, ReadableTable>> = {
  certificate: 'certificate',
  qualification: 'qualification',
  'credit-record': 'credit_record',
  'joint-measure': 'joint_measure',
  inspection: 'inspection',
}

/**
 * How many records of sources a view may see now, by the codes of the sources: no further than one beyond
 * `mostRecordsCounted`, so that a page which asks for it stays quick over millions of records.
 */
export async function readRecordCounts(
  scope: ReadScope,
  codes: readonly string[],
): Promise<AnswerByKey<RecordCount>> {
  const { position } = scope
  const limit = mostRecordsCounted + 1
  const counts = Object.entries(tables).map(
    ([noun, table]) =>
      sql`when ${noun} then (select count(*) from (select 1 from ${sql.table(table)} f
          where f.source = s.id and ${at('f', position)} and ${visible(scope.view, table, 'f')} limit ${limit}) n)`,
  )
  const rows = await scope.database.query<{ code: string; count: number | null }>(
    sql`select s.id as code, (case s.noun ${sql.join(counts, sql` `)}
          when 'organization' then ${organizations(scope, limit)} end)::float8 as count
        from source s where s.id = any(${codes}::text[]) and ${at('s', position)} and ${visible(scope.view, 'source', 's')}`,
  )
  return {
    rows: new Map(rows.map(({ code, count }) => [code, { count }])),
    tags: ['source', 'release', 'organization', ...Object.values(tables)],
  }
}

/** An organization is made of many sources; it counts for the one whose release spoke last of it. */
function organizations(scope: ReadScope, limit: number): Sql {
  const { view, position } = scope
  return sql`(select count(*) from (select 1 from organization f where ${at('f', position)}
      and ${visible(view, 'organization', 'f')} and f.release_id in (select r.id from release r
        where r.source = s.id and ${at('r', position)} and ${visible(view, 'release', 'r')}) limit ${limit}) n)`
}
