import type { RedecidedCounts, Redecision, SpeakingChange } from '../../intake/noun-intake.ts'
import type { Ids } from '../../kernel/ids.ts'
import { OPEN, type Position } from '../../kernel/position.ts'
import type { Queryable } from '../../platform/database.ts'
import { type Sql, sql } from '../../platform/sql.ts'
import { groupsOf, type SaidParty } from './party-groups.ts'
import type { Register } from './register.ts'
import { type Span, stagedIn, statementRows } from './spans.ts'
import { newestRow, positionOf, sweepStages, unstage } from './staging-facts.ts'
import { stagedParty, stageParties } from './staging-parties.ts'
import { writeFacts } from './writes-facts.ts'
import { writeOrigins } from './writes-origins.ts'
import { markNeeded, writeParties } from './writes-parties.ts'

/**
 * Decides anew every fact that a release has claimed, for the release begins to speak or falls silent: each is what all
 * live claims of its key make of it, in the order in which their releases spoke. The organizations that claims name are
 * staged beforehand, and again where another commit came in between; the decision itself is made under the lock, in set
 * statements.
 */
export async function redecideRegister(
  database: Queryable,
  register: Register,
  registers: readonly Register[],
  ids: Ids,
  change: SpeakingChange,
): Promise<Redecision> {
  if (!(await claims(database, register.noun, change.releaseId)))
    return { write: async () => ({ added: 0, revised: 0, ended: 0 }) }
  await sweepStages(database)
  const stageId = ids.next()
  const knownAt = await positionOf(database)
  const named = async (of: Queryable) =>
    stageParties(of, stageId, null, groupsOf(await partiesFor(of, register.noun, change), ids))
  const planned = await named(database)
  return {
    write: async (transaction, position) => {
      const alone = position === knownAt + 1
      if (!alone) await unstage(transaction, stageId)
      const parties = alone ? planned : await named(transaction)
      const spans = await stageWinners(transaction, register, stageId, change)
      for (const span of spans) {
        await markNeeded(transaction, register, stageId, span)
        await takeWinnersWords(transaction, stageId, span)
      }
      const source = change.releaseId.split('/')[0] ?? ''
      for (const span of parties.spans)
        await writeParties(transaction, stageId, span, position, source, change.releaseId)
      for (const span of spans) {
        await writeFacts(transaction, register, stageId, span, position, sql`t.release_id`)
        await silence(transaction, register, stageId, span, position)
      }
      await register.written?.(transaction, position)
      await writeOrigins(transaction, register, registers, position, change.releaseId)
      const counts = await countsOf(transaction, stageId)
      await unstage(transaction, stageId)
      return counts
    },
  }
}

async function claims(database: Queryable, noun: string, releaseId: string): Promise<boolean> {
  const rows = await database.query(
    sql`select 1 from claim c where c.release_id = ${releaseId} and c.noun = ${noun} limit 1`,
  )
  return rows.length > 0
}

/** Whom the claims that may come to speak name, the latest first. */
async function partiesFor(
  database: Queryable,
  noun: string,
  { kind, releaseId }: SpeakingChange,
): Promise<readonly SaidParty[]> {
  const found: SaidParty[] = []
  for (let after = 0; ; ) {
    const rows = await database.query<{ readonly id: number; readonly parties: readonly SaidParty[] | null }>(
      kind === 'speaks'
        ? sql`select c.id, c.parties from claim c
              where c.release_id = ${releaseId} and c.noun = ${noun} and c.id > ${after}::bigint
              order by c.id limit ${statementRows}`
        : sql`select k.id, o.parties from (
                select c.id, c.key from claim c
                where c.release_id = ${releaseId} and c.noun = ${noun} and c.id > ${after}::bigint
                order by c.id limit ${statementRows}) k
              left join lateral (
                select c.id as place, c.parties from claim c
                where c.key = k.key and c.noun = ${noun} and c.release_id <> ${releaseId} offset 0) o on true
              order by k.id, o.place desc`,
    )
    const last = rows.at(-1)
    if (last === undefined) return found
    for (const { parties } of rows) found.push(...(parties ?? []))
    after = last.id
  }
}

/** Stages, for each key that the release claims, the claim that its fact is to be made of. */
async function stageWinners(
  transaction: Queryable,
  register: Register,
  stageId: string,
  change: SpeakingChange,
): Promise<readonly Span[]> {
  const spans: Span[] = []
  for (let after = 0, from = 0; ; ) {
    const [done] = await transaction.query<{ readonly count: number; readonly last: number | null }>(
      sql`with ${winnersOf(register.noun, change, after)},
          staged as (
            insert into register_stage (stage_id, seq, key, body, parties, line, original, fresh_id, person_id, verdict,
              fact_id, known_from, revision, born_position, source, release_id)
            select ${stageId}::text, ${from}::int + row_number() over (order by w.place) - 1, w.key,
              coalesce(w.body, '{}'::jsonb), w.parties, 0, '', '', ${personOf(register)},
              ${verdictOf(register)}, coalesce(f.id, gen_random_uuid()::text),
              case when f.to_position = ${sql.lit(OPEN)} then f.from_position end, coalesce(f.revision, 0) + 1,
              f.born_position, w.source, w.release_id
            from winners w left join lateral ${newestRow(register, 'w')} f on true)
          select count(*)::int as count, max(k.id) as last from keys k`,
    )
    if (done === undefined || done.last === null) return spans
    spans.push({ from, to: from + done.count })
    from += done.count
    after = done.last
  }
}

// Each step is a materialized list, and `offset 0` keeps each look-up by key a walk through its index, whatever the planner
// thinks of tables that were filled a moment ago.

/**
 * The rule over all live claims of a key at once: a claim is stale where one before it was published later; of those left,
 * the first of the last run that says the same speaks.
 */
function winnersOf(noun: string, { kind, releaseId }: SpeakingChange, after: number): Sql {
  const lives =
    kind === 'speaks'
      ? sql`(r.status = 'PUBLISHED' or r.id = ${releaseId})`
      : sql`(r.status = 'PUBLISHED' and r.id <> ${releaseId})`
  const order = sql`order by l.coming, l.born_position, l.id`
  return sql`keys as materialized (
      select c.id, c.key from claim c
      where c.release_id = ${releaseId} and c.noun = ${noun} and c.id > ${after}::bigint
      order by c.id limit ${statementRows}),
    live as materialized (
      select k.id as place, k.key, c.*
      from keys k left join lateral (
        select c.id, c.body, c.parties, c.person_id, r.id as release_id, r.source, r.born_position,
          r.id = ${releaseId} as coming, coalesce(r.published_at, r.embargo_until) as published
        from (
          select c.id, c.body, c.parties, c.person_id, c.release_id from claim c
          where c.key = k.key and c.noun = ${noun} offset 0) c
        join lateral (
          select r.id, r.source, r.born_position, r.published_at, r.embargo_until from release r
          where r.id = c.release_id and r.to_position = ${sql.lit(OPEN)} and ${lives} offset 0) r on true) c on true),
    dated as materialized (
      select l.*, max(l.published) over (
        partition by l.place ${order} rows between unbounded preceding and 1 preceding) as newest
      from live l),
    judged as materialized (
      select l.*, coalesce(l.published < l.newest, false) as stale from dated l),
    compared as materialized (
      select l.*, not l.stale and lag(l.body) over (partition by l.place, l.stale ${order}) is distinct from l.body as speaks
      from judged l),
    winners as materialized (
      select distinct on (l.place) l.* from compared l
      order by l.place, l.speaks desc, l.coming desc, l.born_position desc, l.id desc)`
}

function personOf({ columns }: Register): Sql {
  return Object.values(columns).some((column) => 'person' in column) ? sql`w.person_id` : sql`null::text`
}

function verdictOf({ closed, endedUnder }: Register): Sql {
  const open = sql`f.to_position = ${sql.lit(OPEN)}`
  const personName = sql`(select p.name from person p where p.id = w.person_id)`
  const ended = endedUnder === undefined ? sql`false` : sql`exists ${endedUnder({ said: 'w', personName })}`
  return sql`case when f.id is not null and ${open} and ${closed ?? sql`false`} then 'closed'
    when w.id is null then case when f.id is not null and ${open} then 'silenced' else 'confirmed' end
    when f.id is null or not (${open}) then case when ${ended} then 'closed' else 'added' end
    when f.release_id = w.release_id and f.body = w.body then 'confirmed'
    else 'revised' end`
}

/** What stands of a party is what the claims say that now speak, not the latest of all. */
async function takeWinnersWords(transaction: Queryable, stageId: string, span: Span): Promise<void> {
  const stage = sql`${stageId}::text`
  await transaction.query(
    sql`update party_stage h set name = w.name, names = w.names, region = coalesce(w.region, h.region),
          person_id = coalesce(w.person_id, h.person_id)
        from (
          select distinct on (p.place) p.place, s.said->>'name' as name,
            nullif(s.said->'names', 'null'::jsonb) as names, s.said->>'region' as region,
            s.said->>'personId' as person_id
          from register_stage t cross join lateral jsonb_array_elements(t.parties) as s(said)
          join lateral ${stagedParty(sql`q.party`, stage, sql`(s.said->>'ref')`)} g on true
          join lateral ${stagedParty(sql`q.ctid as place`, stage, sql`g.party`)} p on true
          where ${stagedIn('t', stageId, span)} and t.verdict in ('added', 'revised')
          order by p.place, t.seq) w
        where h.ctid = w.place`,
  )
}

async function silence(
  transaction: Queryable,
  register: Register,
  stageId: string,
  span: Span,
  position: Position,
): Promise<void> {
  const silent = sql`${stagedIn('t', stageId, span)} and t.verdict = 'silenced'`
  if (register.silenced === undefined) {
    await transaction.query(
      sql`update ${sql.table(register.table)} f set to_position = ${position}::bigint from register_stage t
          where ${silent} and f.id = t.fact_id and f.to_position = ${sql.lit(OPEN)}`,
    )
    return
  }
  const rows = await transaction.query<{ readonly id: string }>(
    sql`select t.fact_id as id from register_stage t where ${silent} order by t.fact_id`,
  )
  if (rows.length > 0)
    await register.silenced(
      transaction,
      position,
      rows.map(({ id }) => id),
    )
}

async function countsOf(transaction: Queryable, stageId: string): Promise<RedecidedCounts> {
  const [counts] = await transaction.query<RedecidedCounts>(
    sql`select count(*) filter (where t.verdict = 'added')::int as added,
          count(*) filter (where t.verdict = 'revised')::int as revised,
          count(*) filter (where t.verdict = 'silenced')::int as ended
        from register_stage t where t.stage_id = ${stageId}`,
  )
  return counts ?? { added: 0, revised: 0, ended: 0 }
}
