import type { Batch, BatchCounts, LocatedClaim } from '../intake/noun-intake.ts'
import { OPEN, type Position } from '../kernel/position.ts'
import type { Queryable } from '../platform/database.ts'
import { sql } from '../platform/sql.ts'
import { claimKey, type ObservationClaim } from './claim.ts'
import { type Claimed, decide, type Verdict } from './decide.ts'
import { type KnownRow, knownRows, newestRow } from './known.ts'
import { seriesKeyText } from './terms.ts'

/** How many rows one statement takes, so that the embedded store never stops the event loop for long. */
export const chunkSize = 2_000

/** One claim with what is to become of it. */
export type Decided = {
  readonly seq: number
  readonly located: LocatedClaim<ObservationClaim>
  readonly verdict: Verdict
  readonly known: KnownRow
}

/** Decides claims against what the writer knows now. */
export async function decideAll(
  database: Queryable,
  batch: Batch<ObservationClaim>,
  numbered: readonly { readonly seq: number; readonly located: LocatedClaim<ObservationClaim> }[],
): Promise<readonly Decided[]> {
  const claims = numbered.map(({ located }) => located.claim)
  const known = await knownRows(database, batch.source, claims, batch.publishedAt !== null)
  return numbered.map(({ seq, located }, index) => {
    const row = known[index]
    if (row === undefined) throw new Error('the store gave fewer known rows than there are claims')
    const claimed: Claimed = { ...located.claim, publishedAt: batch.publishedAt }
    return { seq, located, verdict: decide(row.fact, claimed), known: row }
  })
}

/** Stages decided claims: ids are given to what is new, so that under the lock only set statements remain. */
export async function stageRows(
  database: Queryable,
  batch: Batch<ObservationClaim>,
  decided: readonly Decided[],
  ids: SeriesIds,
): Promise<void> {
  const rows = decided.map(({ seq, located, verdict, known }) => ({
    stage_id: batch.stageId,
    delivery_id: batch.deliveryId,
    seq,
    verdict,
    series_id: known.seriesId ?? ids.of(located.claim),
    series_new: known.seriesId === null,
    observation_id: known.observationId,
    known_from: known.fromPosition,
    revision: (known.revision ?? 0) + 1,
    ...columnsOf(located),
  }))
  await database.query(
    sql`insert into observation_stage
        select r.stage_id, r.delivery_id, r.seq, r.verdict, r.series_id, r.series_new,
          coalesce(r.observation_id, nextval('observation_id')),
          r.known_from, r.revision, r.indicator, r.region, r.scheme, r.unit, r.frequency, r.source,
          r.code_list_version, r.period, r.value, r.status, r.key, r.line, r.column_name, r.original
        from jsonb_populate_recordset(null::observation_stage, ${JSON.stringify(rows)}::jsonb) r
        order by r.seq`,
  )
}

/**
 * Rows of a batch that can no longer be decided as they were when they were staged: their fact has changed since the
 * position, or, where dates matter, a release that claims it has spoken or was withdrawn since.
 */
export async function movedRows(
  transaction: Queryable,
  batch: Batch<ObservationClaim>,
  knownAt: Position,
): Promise<readonly number[]> {
  const spoken =
    batch.publishedAt === null
      ? sql`false`
      : sql`exists (select 1 from claim c join release r on r.id = c.release_id and r.to_position = ${sql.lit(OPEN)}
          where c.key = t.key and r.from_position > ${knownAt})`
  const rows = await transaction.query<{ readonly seq: number }>(
    sql`select t.seq from observation_stage t
        left join series s on s.indicator = t.indicator and s.region = t.region and s.scheme = t.scheme
          and s.source = t.source and s.frequency = t.frequency and s.unit = t.unit
          and s.code_list_version = t.code_list_version and s.to_position = ${sql.lit(OPEN)}
        left join lateral ${newestRow('t')} o on true
        where t.stage_id = ${batch.stageId}
          and (s.id is distinct from case when t.series_new then null else t.series_id end
            or case when o.to_position = ${sql.lit(OPEN)} then o.from_position end is distinct from t.known_from
            or coalesce(o.revision, 0) + 1 <> t.revision or ${spoken})
        order by t.seq`,
  )
  return rows.map((row) => row.seq)
}

/** Removes staged rows of a batch: those with these numbers, or all. */
export async function unstage(
  database: Queryable,
  stageId: string,
  seqs: readonly number[] | null,
): Promise<void> {
  const which = seqs === null ? sql`true` : sql`t.seq = any(${seqs}::int[])`
  await database.query(sql`delete from observation_stage t where t.stage_id = ${stageId} and ${which}`)
}

/**
 * Says whether a dated batch confirms a figure that no release as new as itself has spoken of. That is news, although
 * no figure changes: a release published in between must not win over it, in whichever order they come.
 */
export async function confirmsAnew(
  transaction: Queryable,
  { stageId, publishedAt }: Batch<ObservationClaim>,
): Promise<boolean> {
  if (publishedAt === null) return false
  const rows = await transaction.query(
    sql`select 1 from observation_stage t
        where t.stage_id = ${stageId} and not exists (
          select 1 from claim c join release r on r.id = c.release_id
          where c.key = t.key and r.published_at >= ${publishedAt.toISOString()}::timestamptz
            and r.to_position = ${sql.lit(OPEN)} and r.status = 'PUBLISHED')
        limit 1`,
  )
  return rows.length > 0
}

/** Removes staged rows of deliveries that are complete: an attempt that was cut off had left them. */
export async function sweepStage(database: Queryable): Promise<void> {
  await database.query(
    sql`delete from observation_stage t using delivery_outcome d where d.delivery_id = t.delivery_id`,
  )
}

/** Counts the staged verdicts of a batch. */
export async function stagedCounts(transaction: Queryable, stageId: string): Promise<BatchCounts> {
  const rows = await transaction.query<{ readonly verdict: Verdict; readonly count: number }>(
    sql`select t.verdict, count(*)::int as count from observation_stage t
        where t.stage_id = ${stageId} group by t.verdict`,
  )
  const counts: BatchCounts = { added: 0, revised: 0, confirmed: 0, stale: 0 }
  return { ...counts, ...Object.fromEntries(rows.map((row) => [row.verdict, row.count])) }
}

/** Ids for series that are new: one per series key, taken from the database beforehand. */
export type SeriesIds = { readonly of: (claim: ObservationClaim) => number }

/** Takes an id for each series that no claim's row knows yet. */
export async function newSeriesIds(database: Queryable, decided: readonly Decided[]): Promise<SeriesIds> {
  const fresh = decided.filter(({ known }) => known.seriesId === null)
  const keys = [...new Set(fresh.map(({ located }) => seriesKeyText(located.claim.series)))]
  const rows = await database.query<{ readonly id: number }>(
    sql`select nextval('series_id') as id from generate_series(1, ${keys.length}::int)`,
  )
  const ids = new Map(keys.map((key, index) => [key, rows[index]?.id]))
  return {
    of: (claim) => {
      const id = ids.get(seriesKeyText(claim.series))
      if (id === undefined) throw new Error('a new series has no id')
      return id
    },
  }
}

/** The position up to which the writer's knowledge reaches. */
export async function knownPosition(database: Queryable): Promise<Position> {
  const [head] = await database.query<{ readonly position: Position }>(sql`select position from head`)
  return head?.position ?? 0
}

function columnsOf({ claim, line, column, original }: LocatedClaim<ObservationClaim>) {
  const { series, period, value, status } = claim
  return {
    indicator: series.indicator,
    region: series.region,
    scheme: series.scheme,
    unit: series.unit,
    frequency: series.frequency,
    source: series.source,
    code_list_version: series.codeListVersion,
    period,
    value,
    status,
    key: claimKey(claim),
    line,
    column_name: column,
    original,
  }
}
