import type { RedecidedCounts, Redecision, SpeakingChange } from '../intake/noun-intake.ts'
import { OPEN, type Position } from '../kernel/position.ts'
import type { Queryable } from '../platform/database.ts'
import { type Sql, sql } from '../platform/sql.ts'
import { winnerOf } from './fold.ts'
import { newestRow } from './known.ts'
import { claimedKeys } from './known-claims.ts'
import { chunkSize, knownPosition } from './staging.ts'

/** Claims of the release that changes, and for each the claim that its fact is to be made of; 0 where there is none. */
type Plan = readonly { readonly claims: readonly number[]; readonly winners: readonly number[] }[]

/**
 * Decides anew, by the fold over live claims, every fact that a release has claimed, for the release begins to speak
 * or falls silent. Planned before the lock; where another commit came in between, planned again under it.
 */
export async function redecideFacts(database: Queryable, change: SpeakingChange): Promise<Redecision> {
  const knownAt = await knownPosition(database)
  const plan = await planOf(database, change)
  return {
    write: async (transaction, position) => {
      const settled = position === knownAt + 1 ? plan : await planOf(transaction, change)
      const totals = { added: 0, revised: 0, ended: 0 }
      for (const part of settled) {
        const counts = await writePart(transaction, part, position)
        for (const verdict of Object.keys(totals) as (keyof typeof totals)[])
          totals[verdict] += counts[verdict]
      }
      return totals
    },
  }
}

async function planOf(database: Queryable, change: SpeakingChange): Promise<Plan> {
  const plan: Plan[number][] = []
  for (let after = 0; ; ) {
    const keys = await claimedKeys(database, change, after, chunkSize)
    const last = keys.at(-1)
    if (last === undefined) return plan
    plan.push({
      claims: keys.map(({ claimId }) => claimId),
      winners: keys.map(({ live }) => winnerOf(live)?.id ?? 0),
    })
    after = last.claimId
  }
}

async function writePart(
  transaction: Queryable,
  part: Plan[number],
  position: Position,
): Promise<RedecidedCounts> {
  await transaction.query(
    sql`with ${decidedIn(part)}
        insert into series (id, from_position, indicator, region, scheme, frequency, source, unit, code_list_version)
        select nextval('series_id'), ${position}::bigint, n.*
        from (select distinct d.indicator, d.region, d.scheme, d.frequency, d.source, d.unit, d.version
              from decided d left join lateral ${seriesOf} s on true
              where d.claim_id is not null and s.id is null) n`,
  )
  const ended = await transaction.query<{ readonly id: number }>(
    sql`with ${decidedIn(part)}, ${standing}
        update observation o set to_position = ${position}::bigint
        from standing t
        where o.id = t.known_id and o.from_position = t.known_from and t.known_to = ${sql.lit(OPEN)}
          and (t.claim_id is null or o.release_id <> t.release_id or o.status <> t.status
            or o.value is distinct from t.value)
        returning o.id`,
  )
  const begun = await transaction.query<{ readonly id: number }>(
    sql`with ${decidedIn(part)}, ${standing}
        insert into observation (id, from_position, series_id, period, value, status, release_id, revision)
        select coalesce(t.known_id, nextval('observation_id')), ${position}::bigint, t.series_id, t.period, t.value,
          t.status, t.release_id, coalesce(t.known_revision, 0) + 1
        from standing t where t.claim_id is not null and t.known_to is distinct from ${sql.lit(OPEN)}
        returning id`,
  )
  const before = new Set(ended.map(({ id }) => id))
  const revised = begun.filter(({ id }) => before.has(id)).length
  return { added: begun.length - revised, revised, ended: before.size - revised }
}

// Whatever the planner thinks of tables that were filled a moment ago: each step is a materialized list, and each row of
// it looks up its series and its newest observation by one walk through an index.

/** The keys of a part taken apart, each with the claim its fact is to be made of, where there is one. */
function decidedIn({ claims, winners }: Plan[number]): Sql {
  return sql`decided as materialized (
    select split_part(k.key, '/', 1) as indicator, split_part(k.key, '/', 2) as region,
      split_part(k.key, '/', 3) as scheme, split_part(k.key, '/', 4) as frequency, split_part(k.key, '/', 5) as source,
      split_part(k.key, '/', 6) as unit,
      case split_part(k.key, '/', 7) when '-' then '' else split_part(k.key, '/', 7) end as version,
      split_part(k.key, '/', 8) as period,
      w.id as claim_id, (w.body->>'value')::numeric as value, w.body->>'status' as status, w.release_id
    from unnest(${claims}::bigint[], ${winners}::bigint[]) as p(claim_id, winner_id)
    join claim k on k.id = p.claim_id left join claim w on w.id = p.winner_id)`
}

const seriesOf = sql`(select s.id from series s
  where s.indicator = d.indicator and s.region = d.region and s.scheme = d.scheme and s.source = d.source
    and s.frequency = d.frequency and s.unit = d.unit and s.code_list_version = d.version
    and s.to_position = ${sql.lit(OPEN)} limit 1)`

/** Each decided key with its series and the newest row of its fact, ended or not. */
const standing = sql`standing as materialized (
  select d.period, d.claim_id, d.value, d.status, d.release_id, s.id as series_id, n.id as known_id,
    n.from_position as known_from, n.to_position as known_to, n.revision as known_revision
  from decided d join lateral ${seriesOf} s on true left join lateral ${newestRow('d')} n on true)`
