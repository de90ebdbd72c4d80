import type { Batch, BatchCounts, LocatedClaim, StagedBatch } from '../intake/noun-intake.ts'
import { HubError } from '../kernel/errors.ts'
import { OPEN, type Position } from '../kernel/position.ts'
import type { Database, Queryable } from '../platform/database.ts'
import { type Sql, sql } from '../platform/sql.ts'
import type { ObservationClaim } from './claim.ts'
import {
  chunkSize,
  confirmsAnew,
  decideAll,
  knownPosition,
  movedRows,
  newSeriesIds,
  stagedCounts,
  stageRows,
  unstage,
} from './staging.ts'

/** Compares a batch with the facts as they are, and stages what it would do to them. */
export async function stageBatch(database: Database, batch: Batch<ObservationClaim>): Promise<StagedBatch> {
  const { stageId, claims } = batch
  await unstage(database, stageId, null)
  const knownAt = await knownPosition(database)
  const numbered = claims.map((located, seq) => ({ seq, located }))
  for (let from = 0; from < numbered.length; from += chunkSize) {
    await stageChunk(database, batch, numbered.slice(from, from + chunkSize))
  }
  const counts = await stagedCounts(database, stageId)
  const anew = onlyConfirms(counts) && (await confirmsAnew(database, batch))
  return {
    counts,
    settle: async (transaction) => {
      const alone = (await knownPosition(transaction)) === knownAt + 1
      if (!alone) await decideAnew(transaction, batch, knownAt)
      const settled = await stagedCounts(transaction, stageId)
      requireAll(settled, claims.length)
      if (!onlyConfirms(settled)) return settled
      return (alone ? anew : await confirmsAnew(transaction, batch)) ? settled : null
    },
    write: async (transaction, position, releaseId) => {
      for (let from = 0; from < claims.length; from += chunkSize) {
        await writeChunk(transaction, batch, { from, to: from + chunkSize }, position, releaseId)
      }
      await unstage(transaction, stageId, null)
    },
    writeClaims: async (transaction, position, releaseId) => {
      for (let from = 0; from < claims.length; from += chunkSize) {
        await writeClaimChunk(transaction, batch, { from, to: from + chunkSize }, position, releaseId)
      }
      await unstage(transaction, stageId, null)
    },
    discard: (store) => unstage(store, stageId, null),
  }
}

function onlyConfirms({ added, revised, stale }: BatchCounts): boolean {
  return added + revised + stale === 0
}

/** The stage is unlogged: a server that crashed in between has emptied it, and nothing may be decided on the rest. */
function requireAll({ added, revised, stale, confirmed }: BatchCounts, claims: number): void {
  const staged = added + revised + stale + confirmed
  if (staged === claims) return
  throw new HubError({
    code: 'UNAVAILABLE',
    message:
      'The database lost what had been prepared, because it was started anew. Send the same delivery again.',
    expected: `${claims} prepared figures`,
    came: String(staged),
  })
}

type Numbered = { readonly seq: number; readonly located: LocatedClaim<ObservationClaim> }

async function stageChunk(
  database: Queryable,
  batch: Batch<ObservationClaim>,
  numbered: readonly Numbered[],
): Promise<void> {
  const decided = await decideAll(database, batch, numbered)
  await stageRows(database, batch, decided, await newSeriesIds(database, decided))
}

/** Another commit came between staging and lock: decides those rows anew whose facts it changed. */
async function decideAnew(
  transaction: Queryable,
  batch: Batch<ObservationClaim>,
  knownAt: Position,
): Promise<void> {
  const moved = await movedRows(transaction, batch, knownAt)
  const numbered = moved.flatMap((seq) => {
    const located = batch.claims[seq]
    return located === undefined ? [] : [{ seq, located }]
  })
  for (let from = 0; from < numbered.length; from += chunkSize) {
    const chunk = numbered.slice(from, from + chunkSize)
    await unstage(
      transaction,
      batch.stageId,
      chunk.map(({ seq }) => seq),
    )
    await stageChunk(transaction, batch, chunk)
  }
}

type Span = { readonly from: number; readonly to: number }

async function writeChunk(
  transaction: Queryable,
  batch: Batch<ObservationClaim>,
  span: Span,
  position: Position,
  releaseId: string,
): Promise<void> {
  const staged = stagedIn(batch, span)
  await transaction.query(
    sql`insert into series (id, from_position, indicator, region, scheme, unit, frequency, source, code_list_version)
        select distinct on (t.series_id) t.series_id, ${position}::bigint, t.indicator, t.region, t.scheme, t.unit,
          t.frequency, t.source, t.code_list_version
        from observation_stage t where ${staged} and t.series_new
          and not exists (select 1 from series s where s.indicator = t.indicator and s.region = t.region
            and s.scheme = t.scheme and s.source = t.source and s.frequency = t.frequency and s.unit = t.unit
            and s.code_list_version = t.code_list_version and s.to_position = ${sql.lit(OPEN)})`,
  )
  await transaction.query(
    sql`update observation o set to_position = ${position}::bigint
        from observation_stage t
        where ${staged} and t.verdict = 'revised' and o.id = t.observation_id and o.to_position = ${sql.lit(OPEN)}`,
  )
  await transaction.query(
    sql`insert into observation (id, from_position, series_id, period, value, status, release_id, revision)
        select t.observation_id, ${position}::bigint, s.id, t.period, t.value, t.status, ${releaseId}::text, t.revision
        from observation_stage t
        join series s on s.indicator = t.indicator and s.region = t.region and s.scheme = t.scheme
          and s.source = t.source and s.frequency = t.frequency and s.unit = t.unit
          and s.code_list_version = t.code_list_version and s.to_position = ${sql.lit(OPEN)}
        where ${staged} and t.verdict in ('added', 'revised') order by t.seq`,
  )
  await writeClaimChunk(transaction, batch, span, position, releaseId)
}

function stagedIn({ stageId }: Batch<ObservationClaim>, { from, to }: Span): Sql {
  return sql`t.stage_id = ${stageId} and t.seq >= ${from} and t.seq < ${to}`
}

async function writeClaimChunk(
  transaction: Queryable,
  batch: Batch<ObservationClaim>,
  span: Span,
  position: Position,
  releaseId: string,
): Promise<void> {
  await transaction.query(
    sql`insert into claim (delivery_id, release_id, noun, key, body, line, column_name, original, position)
        select t.delivery_id, ${releaseId}::text, 'observation', t.key,
          jsonb_build_object('value', t.value::text, 'status', t.status), t.line, t.column_name, t.original,
          ${position}::bigint
        from observation_stage t where ${stagedIn(batch, span)} order by t.seq`,
  )
}
