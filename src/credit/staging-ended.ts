import { OPEN } from '../kernel/position.ts'
import { type Sql, sql } from '../platform/sql.ts'

const open = sql.lit(OPEN)

/** What a claim says, as a staged row or a kept claim has it. */
export type SaidAgain = {
  /** An alias with `body`, `parties` and `source`. */
  readonly said: string
  /** The whole name of the natural person that it is about; null where it names none. */
  readonly personName: Sql
}

/**
 * SQL of at most one row with the `key` of a record that has ended (`closed` over the alias `f`) and that a claim of another
 * key is about all the same: the source's decision of the same authority, number and kind, about a counterparty that has a
 * number in common with all that were known of the record's, or the same whole name. A decision that ended does not come
 * back because a row says fewer or other codes. Records are looked up by the number of the decision; the rest is asked of the few found.
 */
export function endedUnder({ said, personName }: SaidAgain, closed: Sql): Sql {
  const field = (name: string) => sql`(${sql.ref(`${said}.body`)}->>${sql.lit(name)})`
  const sameAuthority = sql`(${plain(sql`f.authority`)} = ${plain(field('authority'))}
    or f.authority_id = (select i.organization_id from organization_identifier i
      where i.id = ${field('authorityOrganization')} and i.to_position = ${open})
    or f.body->>'authorityOrganization' = ${field('authorityOrganization')})`
  const numbers = withCodesInside(
    sql`${numbersIn(sql`${sql.ref(`${said}.parties`)}`, field('organization'))}`,
  )
  const names = sql`(select ${plain(personName)} as name
    union all select ${plain(field('counterparty'))} where ${field('counterpartyKind')} not in (${masked}))`
  return sql`(select f.key from (
      select n.* from credit_record n where n.decision_number = ${field('decisionNumber')} offset 0) f
    where f.to_position = ${open} and f.source = ${sql.ref(`${said}.source`)} and f.kind = ${field('kind')}
      and ${closed} and ${sameAuthority} and (
        exists (select from ${numbers} stated join ${withCodesInside(knownNumbers)} known on known.number = stated.number)
        or exists (select from ${names} stated join ${knownNames} known on known.name = stated.name))
    order by f.id limit 1)`
}

/** Of those a fact holds no whole name. */
const masked = sql`'NATURAL_PERSON', 'INDIVIDUAL_BUSINESS'`

/** A name as it is compared: half-width, in small letters, without blanks. */
function plain(name: Sql): Sql {
  return sql`lower(regexp_replace(normalize(${name}::text, NFKC), '[[:space:]\\u200B-\\u200D\\u2060\\uFEFF]', '', 'g'))`
}

/** Numbers (`scheme:value`) of the party of a claim that it refers to. */
function numbersIn(parties: Sql, ref: Sql): Sql {
  return sql`select (i.n->>'scheme') || ':' || (i.n->>'value') as number
    from jsonb_array_elements(${parties}) as p(party)
    cross join lateral jsonb_array_elements(p.party->'identifiers') as i(n) where p.party->>'ref' = ${ref}`
}

/** All numbers that the record's claims stated, or that its organization and those merged with it ever had. */
const knownNumbers = sql`${numbersIn(
  sql`coalesce((select jsonb_agg(p.party) from claim c cross join lateral jsonb_array_elements(c.parties) as p(party)
    where c.key = f.key and c.noun = 'credit-record' and p.party->>'ref' = c.body->>'organization'), '[]'::jsonb)`,
  sql`(p.party->>'ref')`,
)}
  union all select i.id from (
    with recursive family(id) as (
      select f.organization_id where f.organization_id is not null
      union
      select case when l.id = m.id then l.into_id else l.id end from family m
      join organization_link l on (l.id = m.id or l.into_id = m.id) and l.to_position = ${open})
    select family.id from family) o
  join organization_identifier i on i.organization_id = o.id`

/** The name that everybody could read, where that is whole, and whole names of persons that are kept apart. */
const knownNames = sql`(select ${plain(sql`f.counterparty`)} as name where f.counterparty_kind not in (${masked})
  union all select ${plain(sql`p.name`)} from person p where p.id in (
    select f.person_id union all
    select o.person_id from organization o where o.id = f.organization_id and o.to_position = ${open}))`

/** With the organization codes that stand within credit codes, by which poorer rows name the same organization. */
function withCodesInside(numbers: Sql): Sql {
  return sql`(select distinct k.number from (${numbers}) u cross join lateral (values (u.number),
    (case when u.number like 'CN-USCC:%' then 'CN-ORGCODE:' || substr(u.number, 17, 9) end)) as k(number)
    where k.number is not null)`
}
