import { OPEN, type Position } from '../../kernel/position.ts'
import type { Queryable } from '../../platform/database.ts'
import { type Sql, sql } from '../../platform/sql.ts'
import { type OrganizationOrigin, organizationOrigins } from '../organization/terms.ts'
import type { Register } from './register.ts'
import { statementRows } from './spans.ts'

/**
 * Looks after the organizations that rows ended at the position referred to: one that no open fact refers to ends with
 * its numbers, and one that its best origin speaks of no more falls to the next. Its name and numbers stay. Facts of those
 * merged into it speak of it too; and whatever takes part in a merge never ends, because a person has to be able to undo
 * that: it falls as low as credit, which shows it to nobody as long as there are no records.
 */
export async function writeOrigins(
  transaction: Queryable,
  register: Register,
  registers: readonly Register[],
  position: Position,
  releaseId: string,
): Promise<void> {
  const left = await leftBy(transaction, register, position)
  for (let from = 0; from < left.length; from += statementRows) {
    const judged = judgedOf(left.slice(from, from + statementRows), registers)
    await end(transaction, judged, position)
    await fall(transaction, judged, position, releaseId)
  }
}

/** The organizations that facts referred to and refer to no more, since this position. */
async function leftBy(
  transaction: Queryable,
  register: Register,
  position: Position,
): Promise<readonly string[]> {
  const table = sql.table(register.table)
  const left = partyColumns(register).map(
    (column) => sql`select ${sql.ref(`f.${column}`)} as id from ${table} f
      where f.to_position = ${position}::bigint and f.to_position < ${sql.lit(OPEN)} and not exists (
        select 1 from ${table} n where n.id = f.id and n.to_position = ${sql.lit(OPEN)}
          and ${sql.ref(`n.${column}`)} = ${sql.ref(`f.${column}`)})`,
  )
  if (left.length === 0) return []
  const rows = await transaction.query<{ readonly id: string }>(
    sql`select distinct u.id from (${sql.join(left, sql` union all `)}) u where u.id is not null order by u.id`,
  )
  return rows.map(({ id }) => id)
}

/** What of `with`: these organizations and those they were merged into, with the best origin that speaks of each. */
function judgedOf(ids: readonly string[], registers: readonly Register[]): Sql {
  return sql`recursive left_over(id) as (
      select u.id collate "C" from unnest(${ids}::text[]) as u(id)
      union select k.into_id from left_over u join organization_link k on k.id = u.id
      where k.to_position = ${sql.lit(OPEN)}),
    spread as materialized (
      select u.id, array(
          with recursive m(id) as (
            select u.id
            union select k.id from m join organization_link k on k.into_id = m.id
            where k.to_position = ${sql.lit(OPEN)})
          select m.id from m) as members,
        exists (select 1 from organization_link k
          where (k.id = u.id or k.into_id = u.id) and k.to_position = ${sql.lit(OPEN)}) as merged
      from left_over u),
    judged as materialized (
      select l.id, coalesce(${bestOf(registers)}, case when l.merged then 'CREDIT' end) as origin from spread l)`
}

async function end(transaction: Queryable, judged: Sql, position: Position): Promise<void> {
  const ended = await transaction.query<{ readonly id: string }>(
    sql`with ${judged}
        update organization o set to_position = ${position}::bigint from judged j
        where o.id = j.id and j.origin is null and o.to_position = ${sql.lit(OPEN)}
          and o.from_position < ${position}::bigint
        returning o.id`,
  )
  if (ended.length === 0) return
  await transaction.query(
    sql`update organization_identifier i set to_position = ${position}::bigint
        where i.organization_id = any(${ended.map(({ id }) => id)}::text[]) and i.to_position = ${sql.lit(OPEN)}
          and i.from_position < ${position}::bigint`,
  )
}

/** Organizations whose best origin has left them: a revision, or in place where one began at this position. */
async function fall(
  transaction: Queryable,
  judged: Sql,
  position: Position,
  releaseId: string,
): Promise<void> {
  const fallen = await transaction.query<{ readonly id: string; readonly origin: OrganizationOrigin }>(
    sql`with ${judged},
        fallen as materialized (
          select o.*, j.origin as left_origin from judged j join organization o on o.id = j.id
          where o.to_position = ${sql.lit(OPEN)}
            and array_position(${ranks}, j.origin) > array_position(${ranks}, o.origin)),
        here as (
          update organization o set origin = w.left_origin from fallen w
          where o.id = w.id and o.from_position = w.from_position and w.from_position = ${position}::bigint
          returning o.id, o.origin),
        ended as (
          update organization o set to_position = ${position}::bigint from fallen w
          where o.id = w.id and o.from_position = w.from_position and w.from_position < ${position}::bigint
          returning w.*),
        begun as (
          insert into organization (id, from_position, name, names, person, region, roles, origin, person_id,
            release_id, revision, born_position, shown_until)
          select w.id, ${position}::bigint, w.name, w.names, w.person, w.region, w.roles, w.left_origin, w.person_id,
            ${releaseId}::text, w.revision + 1, w.born_position, w.shown_until
          from ended w
          returning id, origin)
        select id, origin from here union all select id, origin from begun`,
  )
  const hidden = fallen.flatMap(({ id, origin }) => (origin === 'CREDIT' ? [id] : []))
  if (hidden.length > 0)
    await transaction.query(
      sql`update organization o set shown_until = '-infinity' where o.id = any(${hidden}::text[])`,
    )
}

const ranks = sql`${sql.lit(`{${organizationOrigins.join(',')}}`)}::text[]`

/** The best origin of the open facts that refer to an organization; null where none does. */
function bestOf(registers: readonly Register[]): Sql {
  const cases = organizationOrigins.flatMap((origin) => {
    const referring = registers
      .filter((register) => register.origin === origin)
      .flatMap(({ table, columns }) =>
        partyColumns({ columns }).map(
          (column) => sql`exists (select 1 from ${sql.table(table)} f
            where ${sql.ref(`f.${column}`)} = any(l.members) and f.to_position = ${sql.lit(OPEN)})`,
        ),
      )
    return referring.length === 0 ? [] : [sql`when ${sql.join(referring, sql` or `)} then ${sql.lit(origin)}`]
  })
  return cases.length === 0 ? sql`null::text` : sql`case ${sql.join(cases, sql` `)} end`
}

function partyColumns({ columns }: Pick<Register, 'columns'>): readonly string[] {
  return Object.entries(columns).flatMap(([name, column]) => ('party' in column ? [name] : []))
}
