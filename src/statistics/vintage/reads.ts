import type { Answer, ReadScope } from '../../access/read.ts'
import { visible } from '../../access/rules.ts'
import { at, begunBy } from '../../history/at.ts'
import type { Condition } from '../../kernel/condition.ts'
import type { Decimal } from '../../kernel/decimal.ts'
import { globalId } from '../../kernel/graph/global-id.ts'
import { OPEN, type Position } from '../../kernel/position.ts'
import { type FilterColumns, filterSql } from '../../platform/filter-sql.ts'
import { type Sql, sql } from '../../platform/sql.ts'
import { seriesColumns, seriesFilterColumns } from '../columns.ts'
import { tagsOf } from '../reads.ts'
import { seriesKeyText } from '../terms.ts'
import type { Vintage, VintageComparison, VintageFigure } from './terms.ts'

/** Two vintages side by side: a page of the figures that are in one of them, newest period first. */
export type VintageQuestion = {
  readonly condition: Condition
  readonly from: Vintage
  readonly to: Vintage
  readonly changedOnly: boolean
  readonly after: { readonly period: string; readonly id: number } | null
  readonly limit: number
}

/** A figure of a vintage as the statement gives it. */
type Plain = Omit<VintageFigure, 'readAt' | 'pinned'>

type Row = Omit<VintageComparison, 'id' | 'op' | 'before' | 'after' | 'readAt' | 'pinned'> & {
  readonly before: Plain | null
  readonly after: Plain | null
}

/** Reads a page of figures in two vintages, each up to the position of the read. */
export async function readVintages(
  scope: ReadScope,
  question: VintageQuestion,
): Promise<Answer<VintageComparison>> {
  const { after } = question
  const rows = await scope.database.query<Row>(
    sql`select ${seriesColumns}, f.id as "observationId", f.period, a.value - b.value as change,
          ${figureIn('b')} as before, ${figureIn('a')} as after
        from observation f join series s on s.id = f.series_id
        left join observation b on b.id = f.id and ${inVintage('b', question.from, scope.position)}
          and ${visible(scope.view, 'observation', 'b')}
        left join observation a on a.id = f.id and ${inVintage('a', question.to, scope.position)}
          and ${visible(scope.view, 'observation', 'a')}
        where f.revision = 1 and ${begunBy('f', scope.position)} and ${visible(scope.view, 'observation', 'f')}
          and ${at('s', scope.position)} and ${visible(scope.view, 'series', 's')} and ${compared(scope, question)}
          and ${after === null ? sql`true` : sql`(f.period, f.id) < (${after.period}, ${after.id}::bigint)`}
        order by f.period desc, f.id desc limit ${question.limit}`,
  )
  return {
    rows: rows.map((row) => comparisonOf(row, question, scope)),
    tags: tagsOf('observation', question.condition),
  }
}

/** Counts the figures that are in one of two vintages. */
export async function countVintages(scope: ReadScope, question: VintageQuestion): Promise<Answer<number>> {
  const [row] = await scope.database.query<{ readonly count: number }>(
    sql`select count(*)::int as count
        from observation f join series s on s.id = f.series_id
        left join observation b on b.id = f.id and ${inVintage('b', question.from, scope.position)}
          and ${visible(scope.view, 'observation', 'b')}
        left join observation a on a.id = f.id and ${inVintage('a', question.to, scope.position)}
          and ${visible(scope.view, 'observation', 'a')}
        where f.revision = 1 and ${begunBy('f', scope.position)} and ${visible(scope.view, 'observation', 'f')}
          and ${at('s', scope.position)} and ${visible(scope.view, 'series', 's')} and ${compared(scope, question)}`,
  )
  return { rows: [row?.count ?? 0], tags: tagsOf('observation', question.condition) }
}

/** The row is the figure of the vintage. */
function inVintage(alias: string, vintage: Vintage, readAt: Position): Sql {
  return vintage.kind === 'at'
    ? at(alias, vintage.position)
    : sql`(${sql.ref(`${alias}.revision`)} = 1 and ${begunBy(alias, readAt)})`
}

/** The figure is in one of the vintages (aliases `b`, `a`), matches, and has changed where only that is asked for. */
function compared(scope: ReadScope, { condition, changedOnly, from, to }: VintageQuestion): Sql {
  const parts = [
    sql`(b.id is not null or a.id is not null)`,
    sql`${filterSql(condition, comparisonFilterColumns)}`,
    ...(changedOnly ? [sql`${changed}`, movedBetween(scope, from, to)] : []),
  ]
  return sql.join(parts, sql` and `)
}

const changed = sql`(a.id is null or b.id is null or a.status <> b.status or a.value is distinct from b.value)`

/** Only figures of which a version began or ended between two positions can differ: few, and found by index. */
function movedBetween({ view, position }: ReadScope, from: Vintage, to: Vintage): Sql {
  if (from.kind !== 'at' || to.kind !== 'at') return sql`true`
  const [low, high] = [Math.min(from.position, to.position), Math.max(from.position, to.position)]
  return sql`f.id in (
    select m.id from observation m
    where m.from_position > ${low}::bigint and m.from_position <= ${high}::bigint
      and ${begunBy('m', position)} and ${visible(view, 'observation', 'm')}
    union select n.id from observation n
    where n.to_position > ${low}::bigint and n.to_position <= ${high}::bigint and n.to_position < ${sql.lit(OPEN)}
      and ${begunBy('n', position)} and ${visible(view, 'observation', 'n')})`
}

/** What filters may use: `value` and `status` of the later vintage, and of the earlier one where a figure is in that alone. */
const comparisonFilterColumns: FilterColumns = {
  ...seriesFilterColumns,
  period: { sql: sql`f.period`, nullable: false },
  periodFrequency: { sql: sql`s.frequency`, nullable: false },
  value: { sql: sql`case when a.id is null then b.value else a.value end`, nullable: true },
  status: { sql: sql`coalesce(a.status, b.status)`, nullable: false },
}

function figureIn(alias: string): Sql {
  const column = (name: string) => sql.ref(`${alias}.${name}`)
  return sql`case when ${column('id')} is not null then jsonb_build_object('value', ${column('value')}::text,
    'status', ${column('status')}, 'revision', ${column('revision')}, 'position', ${column('from_position')},
    'releaseId', ${column('release_id')}) end`
}

function comparisonOf(row: Row, { from, to }: VintageQuestion, scope: ReadScope): VintageComparison {
  const fact = { readAt: scope.position, pinned: scope.pinned }
  const before = row.before === null ? null : figureOf(scope, from, row.before)
  const after = row.after === null ? null : figureOf(scope, to, row.after)
  const id = globalId('observation', `${seriesKeyText(row)}/${row.period}`, fact)
  return { ...row, ...fact, id, before, after, op: opOf(before, after, row.change) }
}

/** What hangs on a figure of a vintage is read there: its release as it stood then. */
function figureOf({ position, pinned }: ReadScope, vintage: Vintage, figure: Plain): VintageFigure {
  const readAt = vintage.kind === 'at' ? vintage.position : figure.position
  return { ...figure, readAt, pinned: pinned || readAt !== position }
}

function opOf(
  before: VintageFigure | null,
  after: VintageFigure | null,
  change: Decimal | null,
): VintageComparison['op'] {
  if (before === null) return 'ADDED'
  if (after === null) return 'REMOVED'
  const same =
    before.status === after.status &&
    (change === null ? before.value === after.value : /^-?0(\.0*)?$/.test(change))
  return same ? 'SAME' : 'REVISED'
}
