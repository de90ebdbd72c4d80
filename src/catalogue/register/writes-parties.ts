import { OPEN, type Position } from '../../kernel/position.ts'
import type { Queryable } from '../../platform/database.ts'
import { type Sql, sql } from '../../platform/sql.ts'
import { organizationOrigins } from '../organization/terms.ts'
import type { Register } from './register.ts'
import { type Span, stagedIn } from './spans.ts'
import { stagedParty } from './staging-parties.ts'
import { forgetVanished } from './writes-vanished.ts'

/** Marks the parties that facts of a span are about to refer to: what is stale or said again makes no organization. */
export async function markNeeded(
  transaction: Queryable,
  register: Register,
  stageId: string,
  span: Span,
): Promise<void> {
  const fields = Object.values(register.columns).flatMap((column) =>
    'party' in column ? [column.party] : [],
  )
  if (fields.length === 0) return
  const refs = fields.map(
    (field) => sql`select t.body->>${sql.lit(field)} as ref from register_stage t
      where ${stagedIn('t', stageId, span)} and t.verdict in ('added', 'revised')`,
  )
  await transaction.query(
    sql`update party_stage p set needed = true
        from (select distinct u.ref from (${sql.join(refs, sql` union all `)}) u where u.ref is not null) n
        join lateral ${stagedParty(sql`q.ctid as place, q.needed`, sql`${stageId}::text`, sql`n.ref`)} m on not m.needed
        where p.ctid = m.place`,
  )
}

/**
 * Finds the organizations of staged parties by their numbers and makes those that nobody knows: an organization is that
 * of its first number; where that is new, of the first other number whose organization has none of that scheme. One that has vanished is
 * not found again. What the
 * better or equal origin says of a known one stands; roles are united.
 */
export async function writeParties(
  transaction: Queryable,
  stageId: string,
  span: Span,
  position: Position,
  source: string,
  releaseId: string,
): Promise<void> {
  const staged = stagedIn('p', stageId, span)
  await forgetVanished(transaction, stageId, span, position)
  await transaction.query(findThem(stageId, span))
  const needed = sql`${staged} and p.needed`
  const heads = sql`${needed} and p.first`
  await transaction.query(
    sql`insert into person (id, name, region, source, recorded_at)
        select p.person_id, p.personal_name, p.region, ${source}::text, clock_timestamp() from party_stage p
        where ${heads} and p.personal_name is not null
          and p.personal_name is distinct from (
            select w.name from organization o join person w on w.id = o.person_id
            where o.id = p.organization_id and o.to_position = ${sql.lit(OPEN)})
        on conflict (id) do nothing`,
  )
  await transaction.query(
    sql`insert into organization (id, from_position, name, names, person, region, roles, origin, person_id, release_id,
          revision, born_position, shown_until)
        select p.fresh_id, ${position}::bigint, p.name, p.names, p.person, p.region, p.roles, p.origin,
          (select w.id from person w where w.id = p.person_id), ${releaseId}::text,
          coalesce(n.revision, 0) + 1, ${position}::bigint,
          case p.origin when 'CREDIT' then '-infinity'::timestamptz else 'infinity'::timestamptz end
        from party_stage p
        left join lateral (select o.revision from organization o where o.id = p.fresh_id limit 1) n on true
        where ${heads} and p.organization_id = p.fresh_id order by p.seq`,
  )
  await transaction.query(
    sql`insert into organization_identifier (id, from_position, organization_id, scheme, value, raw, check_result,
          valid_from, valid_to, person)
        select p.ref, ${position}::bigint, p.organization_id, p.scheme, p.value, p.raw, p.check_result, p.valid_from,
          p.valid_to, p.person
        from party_stage p where ${needed} and p.known_id is null order by p.seq`,
  )
  await transaction.query(improve(heads, position, releaseId))
  await transaction.query(
    sql`update organization o set shown_until = 'infinity'
        where o.shown_until <> 'infinity' and o.id in (
          select n.id from party_stage p
          join organization n on n.id = p.organization_id and n.to_position = ${sql.lit(OPEN)}
          where ${heads} and n.origin <> 'CREDIT')`,
  )
}

/** Keeps the whole names of all persons of a span: what is under embargo must know them when it speaks. */
export async function writeStatedPersons(
  transaction: Queryable,
  stageId: string,
  span: Span,
  source: string,
): Promise<void> {
  await transaction.query(
    sql`insert into person (id, name, region, source, recorded_at)
        select p.person_id, p.personal_name, p.region, ${source}::text, clock_timestamp() from party_stage p
        where ${stagedIn('p', stageId, span)} and p.first and p.personal_name is not null
        on conflict (id) do nothing`,
  )
}

// Whatever the planner thinks of rows that were staged a moment ago: one pass over the span with windows, every look beyond
// it walks through an index, row by row, and what was found is written back by the place of the row (`ctid`; nobody else
// writes to a stage): joined by their numbers, 2,000 rows took 2.4 s.

/** Which organization each staged number leads to, and whose group it is. */
function findThem(stageId: string, span: Span): Sql {
  return sql`with member as materialized (
      select p.ctid as place, p.seq, p.party, p.first, p.fresh_id, i.organization_id as known,
        bool_or(p.needed) over whole as needed,
        max(i.organization_id) filter (where p.first) over whole as own,
        max(p.scheme) filter (where p.first) over whole as scheme
      from party_stage p left join lateral (
        select i.organization_id from organization_identifier i
        where i.id = p.ref and i.to_position = ${sql.lit(OPEN)} limit 1) i on true
      where ${stagedIn('p', stageId, span)}
      window whole as (partition by p.party)),
    offered as materialized (
      select m.*, min(m.seq) filter (
        where m.own is null and m.known is not null and not exists (
          select 1 from organization_identifier o
          where o.organization_id = m.known and o.scheme = m.scheme and o.to_position = ${sql.lit(OPEN)})
        ) over (partition by m.party) as offer
      from member m),
    chosen as materialized (
      select m.place, m.known, m.needed, coalesce(m.own,
        max(m.known) filter (where m.seq = m.offer) over (partition by m.party), m.fresh_id) as organization_id
      from offered m)
    update party_stage p set known_id = c.known, organization_id = c.organization_id, needed = c.needed
    from chosen c where p.ctid = c.place`
}

const rankOf = (origin: Sql) =>
  sql`array_position(${sql.lit(`{${organizationOrigins.join(',')}}`)}::text[], ${origin})`

/** Revises known organizations of which something better, or something more, is said; twice at one position, in place. */
function improve(heads: Sql, position: Position, releaseId: string): Sql {
  const outranks = sql`${rankOf(sql`p.origin`)} <= ${rankOf(sql`o.origin`)}`
  // A row without a name has a number in its place, and may not name whom others have named.
  const named = sql`p.name <> p.value and (not p.person or p.person_id is not null)`
  const speaks = sql`(${outranks} and (p.person or not o.person) and ${named})`
  return sql`with said as materialized (
      select p.organization_id, (array_agg(p order by ${rankOf(sql`p.origin`)}, p.seq))[1] as best,
        string_to_array(string_agg(array_to_string(p.roles, ' '), ' '), ' ') as roles
      from party_stage p where ${heads} and p.organization_id <> p.fresh_id group by p.organization_id),
    best as materialized (select s.roles as held, (s.best).* from said s),
    wanted as materialized (
      select o.id, o.from_position, o.born_position, o.revision, o.shown_until, o as stood,
        case when ${speaks} then p.name else o.name end as name,
        case when ${speaks} then case when p.person then null else coalesce(p.names, o.names) end
          else o.names end as names,
        o.person or p.person as person,
        case when ${outranks} then coalesce(p.region, o.region) else coalesce(o.region, p.region) end as region,
        array(select distinct u.role from unnest(o.roles || p.held) as u(role) where u.role <> '' order by 1) as roles,
        case when ${outranks} then p.origin else o.origin end as origin,
        case when ${speaks} then coalesce((select w.id from person w where w.id = p.person_id), o.person_id)
          else o.person_id end as person_id
      from best p join organization o on o.id = p.organization_id and o.to_position = ${sql.lit(OPEN)}),
    changed as materialized (
      select w.* from wanted w
      where (w.name, w.names, w.person, w.region, w.origin, w.person_id) is distinct from
          ((w.stood).name, (w.stood).names, (w.stood).person, (w.stood).region, (w.stood).origin, (w.stood).person_id)
        or not ((w.stood).roles @> w.roles)),
    here as (
      update organization o set name = w.name, names = w.names, person = w.person, region = w.region, roles = w.roles,
        origin = w.origin, person_id = w.person_id
      from changed w where o.id = w.id and o.from_position = w.from_position and w.from_position = ${position}::bigint),
    ended as (
      update organization o set to_position = ${position}::bigint
      from changed w where o.id = w.id and o.from_position = w.from_position and w.from_position < ${position}::bigint
      returning w.*)
    insert into organization (id, from_position, name, names, person, region, roles, origin, person_id, release_id,
      revision, born_position, shown_until)
    select w.id, ${position}::bigint, w.name, w.names, w.person, w.region, w.roles, w.origin, w.person_id,
      ${releaseId}::text, w.revision + 1, w.born_position, w.shown_until
    from ended w`
}
