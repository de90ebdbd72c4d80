import type { SpeakingChange } from '../intake/noun-intake.ts'
import { OPEN } from '../kernel/position.ts'
import type { Queryable } from '../platform/database.ts'
import { type Sql, sql } from '../platform/sql.ts'
import type { Claimed } from './decide.ts'
import type { ObservationStatus } from './terms.ts'

/** A live claim: its id, and what it says. */
export type LiveClaim = Claimed & { readonly id: number }

/** One claim of a release, and the live claims of its key in the order in which their releases spoke. */
export type ClaimedKey = { readonly claimId: number; readonly live: readonly LiveClaim[] }

type Row = {
  readonly claimId: number
  readonly id: number | null
  readonly value: string | null
  readonly status: ObservationStatus
  readonly publishedAt: Date | null
}

/**
 * The keys that a release claims, after a claim's id, at most `limit`, each with the claims that live once the release
 * speaks or has fallen silent: one that begins to speak does so after all that have spoken.
 */
export async function claimedKeys(
  database: Queryable,
  change: SpeakingChange,
  after: number,
  limit: number,
): Promise<readonly ClaimedKey[]> {
  // `offset 0` keeps the look-up by key a walk through its index for each row, whatever the planner thinks of tables that
  // were filled a moment ago.
  const rows = await database.query<Row>(
    sql`select k.id as "claimId", case when r.id is not null then l.id end as id, l.value, l.status,
          coalesce(r.published_at, r.embargo_until) as "publishedAt"
        from (select c.id, c.key from claim c
              where c.release_id = ${change.releaseId} and c.noun = 'observation' and c.id > ${after}::bigint
              order by c.id limit ${limit}) k
        join lateral (
          select c.id, c.body->>'value' as value, c.body->>'status' as status, c.release_id
          from claim c where c.key = k.key offset 0) l on true
        left join release r on r.id = l.release_id and r.to_position = ${sql.lit(OPEN)} and ${lives(change)}
        order by k.id, r.id = ${change.releaseId}, r.born_position, l.id`,
  )
  return [...Map.groupBy(rows, (row) => row.claimId)].map(([claimId, found]) => ({
    claimId,
    live: found.flatMap(({ id, value, status, publishedAt }) =>
      id === null ? [] : [{ id, value, status, publishedAt }],
    ),
  }))
}

function lives({ kind, releaseId }: SpeakingChange): Sql {
  return kind === 'speaks'
    ? sql`(r.status = 'PUBLISHED' or r.id = ${releaseId})`
    : sql`(r.status = 'PUBLISHED' and r.id <> ${releaseId})`
}
