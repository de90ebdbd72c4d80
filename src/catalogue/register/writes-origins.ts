import { OPEN, type Position } from '../../kernel/position.ts'
import type { Queryable } from '../../platform/database.ts'
import { type Sql, sql } from '../../platform/sql.ts'
import { type OrganizationOrigin, organizationOrigins } from '../organization/terms.ts'
import type { Register } from './register.ts'

/**
 * Looks after the organizations that rows ended at the position referred to: one that no open fact refers to ends with
 * its numbers, and one that its best origin speaks of no more falls to the next. Its name and numbers stay.
 */
export async function writeOrigins(
  transaction: Queryable,
  register: Register,
  registers: readonly Register[],
  position: Position,
  releaseId: string,
): Promise<void> {
  const left = partyColumns(register).map(
    (column) => sql`select ${sql.ref(`f.${column}`)} as id from ${sql.table(register.table)} f
      where f.to_position = ${position}::bigint and f.to_position < ${sql.lit(OPEN)}`,
  )
  if (left.length === 0) return
  const judged = sql`left_over as materialized (
      select distinct u.id from (${sql.join(left, sql` union all `)}) u where u.id is not null),
    judged as materialized (select l.id, ${bestOf(registers)} as origin from left_over l)`
  const ended = await transaction.query<{ readonly id: string }>(
    sql`with ${judged}
        update organization o set to_position = ${position}::bigint from judged j
        where o.id = j.id and j.origin is null and o.to_position = ${sql.lit(OPEN)}
          and o.from_position < ${position}::bigint
        returning o.id`,
  )
  if (ended.length > 0)
    await transaction.query(
      sql`update organization_identifier i set to_position = ${position}::bigint
          where i.organization_id = any(${ended.map(({ id }) => id)}::text[]) and i.to_position = ${sql.lit(OPEN)}
            and i.from_position < ${position}::bigint`,
    )
  await fall(transaction, judged, position, releaseId)
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
            where ${sql.ref(`f.${column}`)} = l.id and f.to_position = ${sql.lit(OPEN)})`,
        ),
      )
    return referring.length === 0 ? [] : [sql`when ${sql.join(referring, sql` or `)} then ${sql.lit(origin)}`]
  })
  return cases.length === 0 ? sql`null::text` : sql`case ${sql.join(cases, sql` `)} end`
}

function partyColumns({ columns }: Pick<Register, 'columns'>): readonly string[] {
  return Object.entries(columns).flatMap(([name, column]) => ('party' in column ? [name] : []))
}
