import type { BatchCounts } from '../../intake/noun-intake.ts'
import type { Finding } from '../../intake/report.ts'
import { OPEN, type Position } from '../../kernel/position.ts'
import type { Queryable } from '../../platform/database.ts'
import { type Sql, sql } from '../../platform/sql.ts'
import type { Register } from './register.ts'
import { type Span, stagedIn } from './spans.ts'

/** One claim as it is staged: the names of the columns. */
export type FactRow = {
  readonly seq: number
  readonly key: string
  readonly body: object
  /** As the claim keeps them. */
  readonly parties: readonly object[] | null
  readonly line: number
  readonly column_name: string | null
  readonly original: string
  readonly fresh_id: string
  readonly person_name: string | null
  readonly person_region: string | null
  readonly person_id: string | null
}

/** Stages claims of one release, not decided yet. */
export async function stageFacts(
  database: Queryable,
  stageId: string,
  deliveryId: string,
  source: string,
  rows: readonly FactRow[],
): Promise<void> {
  await database.query(
    sql`insert into register_stage (stage_id, delivery_id, seq, key, body, parties, line, column_name, original, fresh_id,
          person_name, person_region, person_id, source)
        select ${stageId}::text, ${deliveryId}::text, r.seq, r.key, r.body, r.parties, r.line, r.column_name, r.original,
          r.fresh_id, r.person_name, r.person_region, r.person_id, ${source}::text
        from jsonb_populate_recordset(null::register_stage, ${JSON.stringify(rows)}::jsonb) r order by r.seq`,
  )
}

/**
 * Decides staged claims against the facts as they are now, by the rule `latest-release`: added where there is no fact,
 * closed where no claim changes it any more, stale where a release published later has spoken, confirmed where it says
 * the same, else revised. Rows whose decision stands are left as they are.
 */
export async function decideSpan(
  database: Queryable,
  register: Register,
  stageId: string,
  publishedAt: Date | null,
  span: Span,
): Promise<void> {
  await keyByEnded(database, register, stageId, span)
  const open = sql`f.to_position = ${sql.lit(OPEN)}`
  await database.query(
    sql`update register_stage t
        set verdict = d.verdict, fact_id = d.fact_id, known_from = d.known_from, revision = d.revision,
          born_position = d.born_position
        from (
          select s.ctid as place, coalesce(f.id, s.fresh_id) as fact_id, case when ${open} then f.from_position end as known_from,
            coalesce(f.revision, 0) + 1 as revision, f.born_position,
            case when f.id is null or not (${open}) then 'added'
              when ${register.closed ?? sql`false`} then 'closed'
              when ${spokenLater(register.noun, publishedAt)} then 'stale'
              when f.body = s.body and ${speaks(register)} and ${samePerson(register, 's')} then 'confirmed'
              else 'revised' end as verdict
          from register_stage s left join lateral ${newestRow(register, 's')} f on true
          where ${stagedIn('s', stageId, span)}) d
        where t.ctid = d.place
          and (t.verdict, t.fact_id, t.known_from, t.revision) is distinct from
            (d.verdict, d.fact_id, d.known_from, d.revision)`,
  )
}

/** What is about a closed fact in other words becomes a claim of it. */
async function keyByEnded(
  database: Queryable,
  { table, endedUnder }: Register,
  stageId: string,
  span: Span,
): Promise<void> {
  if (endedUnder === undefined) return
  await database.query(
    sql`update register_stage t set key = d.key
        from (
          select s.ctid as place, e.key from register_stage s
          cross join lateral ${endedUnder({ said: 's', personName: sql`s.person_name` })} e
          where ${stagedIn('s', stageId, span)} and not exists (
            select from ${sql.table(table)} o where o.key = s.key and o.to_position >= ${sql.lit(OPEN)})) d
        where t.ctid = d.place`,
  )
}

/** The newest row of the fact of a staged key, ended or not: one that comes back keeps its id and counts on. */
export function newestRow(register: Register, staged: string): Sql {
  return sql`(select n.* from ${sql.table(register.table)} n
    where n.key = ${sql.ref(`${staged}.key`)} order by n.from_position desc limit 1)`
}

/** The person of a staged row is the one whom its fact names already, as far as the name says. */
export function samePerson(register: Register, staged: string): Sql {
  const column = personColumn(register)
  const name = sql.ref(`${staged}.person_name`)
  if (column === null) return sql`true`
  return sql`(${name} is null
    or ${name} = (select p.name from person p where p.id = ${sql.ref(`f.${column}`)}))`
}

/** The column of the natural person of a fact; null where the noun has none. */
export function personColumn({ columns }: Register): string | null {
  return Object.entries(columns).find(([, column]) => 'person' in column)?.[0] ?? null
}

/** Where facts may stay open without a claim, one that says the same as before is news. */
function speaks({ silenced }: Register): Sql {
  if (silenced === undefined) return sql`true`
  return sql`exists (select 1 from release r
    where r.id = f.release_id and r.to_position = ${sql.lit(OPEN)} and r.status = 'PUBLISHED')`
}

function spokenLater(noun: string, publishedAt: Date | null): Sql {
  if (publishedAt === null) return sql`false`
  return sql`exists (select 1 from claim c join release r on r.id = c.release_id and r.to_position = ${sql.lit(OPEN)}
    where c.key = s.key and c.noun = ${noun} and r.status = 'PUBLISHED'
      and coalesce(r.published_at, r.embargo_until) > ${publishedAt.toISOString()}::timestamptz)`
}

/** What staged claims do, and how many of them are about facts that no claim changes any more (counted as stale too). */
export type StagedCounts = { readonly counts: BatchCounts; readonly closed: number; readonly all: number }

/** A warning for each staged row that is about a fact that no claim changes any more, where the register tells of those. */
export async function closedFindings(
  database: Queryable,
  { closedFinding }: Register,
  stageId: string,
): Promise<readonly Finding[]> {
  if (closedFinding === undefined) return []
  const rows = await database.query<{ readonly line: number }>(
    sql`select t.line from register_stage t where t.stage_id = ${stageId} and t.verdict = 'closed' order by t.line`,
  )
  return rows.map(({ line }) => ({ ...closedFinding, severity: 'warning', line }))
}

/** Counts the verdicts of a stage. */
export async function countStaged(database: Queryable, stageId: string): Promise<StagedCounts> {
  const rows = await database.query<{ readonly verdict: string; readonly count: number }>(
    sql`select t.verdict, count(*)::int as count from register_stage t where t.stage_id = ${stageId} group by 1`,
  )
  const of = (verdict: string) => rows.find((row) => row.verdict === verdict)?.count ?? 0
  const closed = of('closed')
  return {
    counts: {
      added: of('added'),
      revised: of('revised'),
      confirmed: of('confirmed'),
      stale: of('stale') + closed,
    },
    closed,
    all: rows.reduce((sum, { count }) => sum + count, 0),
  }
}

/**
 * Says whether a dated release confirms a fact that no release as new as itself has spoken of: its date is news, because
 * a release published in between must not win over it.
 */
export async function confirmsAnew(
  database: Queryable,
  noun: string,
  stageId: string,
  publishedAt: Date | null,
): Promise<boolean> {
  if (publishedAt === null) return false
  const rows = await database.query(
    sql`select 1 from register_stage t
        where t.stage_id = ${stageId} and t.verdict = 'confirmed' and not exists (
          select 1 from claim c join release r on r.id = c.release_id and r.to_position = ${sql.lit(OPEN)}
          where c.key = t.key and c.noun = ${noun} and r.status = 'PUBLISHED'
            and coalesce(r.published_at, r.embargo_until) >= ${publishedAt.toISOString()}::timestamptz)
        limit 1`,
  )
  return rows.length > 0
}

/** The position up to which the writer's knowledge reaches. */
export async function positionOf(database: Queryable): Promise<Position> {
  const [head] = await database.query<{ readonly position: Position }>(sql`select h.position from head h`)
  return head?.position ?? 0
}

/** Removes what is staged under a name. */
export async function unstage(database: Queryable, stageId: string): Promise<void> {
  await database.query(sql`delete from register_stage t where t.stage_id = ${stageId}`)
  await database.query(sql`delete from party_stage t where t.stage_id = ${stageId}`)
}

/** Removes what attempts that were cut off have left: of deliveries that are complete, and whatever is a day old. */
export async function sweepStages(database: Queryable): Promise<void> {
  for (const table of ['register_stage', 'party_stage'])
    await database.query(
      sql`delete from ${sql.table(table)} t
          where t.staged_at < clock_timestamp() - interval '1 day'
            or exists (select 1 from delivery_outcome d where d.delivery_id = t.delivery_id)`,
    )
}
