import { OPEN } from '../kernel/position.ts'
import type { Queryable } from '../platform/database.ts'
import { type Sql, sql } from '../platform/sql.ts'
import { claimKey, type ObservationClaim } from './claim.ts'
import type { KnownFact } from './decide.ts'
import type { ObservationStatus } from './terms.ts'

/** What the writer finds under the key of a claim: its series, its newest row, and the fact where that row is open. */
export type KnownRow = {
  readonly seriesId: number | null
  readonly observationId: number | null
  /** Where the open row began; null where the fact has ended or never was. */
  readonly fromPosition: number | null
  readonly revision: number | null
  readonly fact: KnownFact | null
}

type Found = {
  readonly seq: number
  readonly seriesId: number | null
  readonly observationId: number | null
  readonly fromPosition: number | null
  readonly revision: number | null
  readonly value: string | null
  readonly status: ObservationStatus | null
}

/**
 * Finds what the writer knows under the keys of claims of one source, in their order. The dates of earlier releases
 * are looked up only when this release has a date, because only then do they matter.
 */
export async function knownRows(
  database: Queryable,
  source: string,
  claims: readonly ObservationClaim[],
  dated: boolean,
): Promise<readonly KnownRow[]> {
  const rows = await database.query<Found>(
    sql`select k.seq, s.id as "seriesId", o.id as "observationId", o.revision,
          case when o.to_position = ${sql.lit(OPEN)} then o.from_position end as "fromPosition",
          case when o.to_position = ${sql.lit(OPEN)} then o.value end as value,
          case when o.to_position = ${sql.lit(OPEN)} then o.status end as status
        from ${keysOf(claims)}
        left join series s on s.indicator = k.indicator and s.region = k.region and s.scheme = k.scheme
          and s.source = ${source} and s.frequency = k.frequency and s.unit = k.unit
          and s.code_list_version = k.code_list_version and s.to_position = ${sql.lit(OPEN)}
        left join lateral ${newestRow('k')} o on true
        order by k.seq`,
  )
  const dates = dated ? await newestDates(database, claims.map(claimKey)) : new Map<string, Date>()
  return rows.map((row, index) => {
    const claim = claims[index]
    const publishedAt = claim === undefined ? null : (dates.get(claimKey(claim)) ?? null)
    const fact = row.status === null ? null : { value: row.value, status: row.status, publishedAt }
    return { ...row, fact }
  })
}

/** The newest row of a fact, ended or not: a fact that comes back keeps its id and counts its revisions on. */
export function newestRow(key: string): Sql {
  return sql`(select n.id, n.from_position, n.to_position, n.revision, n.value, n.status from observation n
    where n.series_id = s.id and n.period = ${sql.ref(`${key}.period`)} order by n.from_position desc limit 1)`
}

/** When the newest dated release that speaks of each key was published. */
async function newestDates(database: Queryable, keys: readonly string[]): Promise<ReadonlyMap<string, Date>> {
  const rows = await database.query<{ readonly key: string; readonly publishedAt: Date }>(
    sql`select c.key, max(r.published_at) as "publishedAt"
        from claim c join release r on r.id = c.release_id
        where c.key = any(${keys}::text[]) and r.published_at is not null
          and r.to_position = ${sql.lit(OPEN)} and r.status = 'PUBLISHED'
        group by c.key`,
  )
  return new Map(rows.map((row) => [row.key, row.publishedAt]))
}

function keysOf(claims: readonly ObservationClaim[]): Sql {
  const column = (of: (claim: ObservationClaim) => string) => sql`${claims.map(of)}::text[]`
  return sql`unnest(${claims.map((_, index) => index)}::int[], ${column((claim) => claim.series.indicator)},
    ${column((claim) => claim.series.region)}, ${column((claim) => claim.series.scheme)},
    ${column((claim) => claim.series.frequency)}, ${column((claim) => claim.series.unit)},
    ${column((claim) => claim.series.codeListVersion)}, ${column((claim) => claim.period)})
    as k(seq, indicator, region, scheme, frequency, unit, code_list_version, period)`
}
