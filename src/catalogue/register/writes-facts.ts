import { OPEN, type Position } from '../../kernel/position.ts'
import type { Queryable } from '../../platform/database.ts'
import { type Sql, sql } from '../../platform/sql.ts'
import type { Register, RegisterColumn } from './register.ts'
import { type Span, stagedIn } from './spans.ts'
import { newestRow, personColumn, samePerson } from './staging-facts.ts'
import { stagedParty } from './staging-parties.ts'

/** Whoever is named by a staged row is kept apart: the person whom the fact names already where the name is the same. */
export async function writePersons(
  transaction: Queryable,
  register: Register,
  stageId: string,
  span: Span,
): Promise<void> {
  const column = personColumn(register)
  if (column === null) return
  await transaction.query(
    sql`update register_stage t set person_id = d.person_id
        from (
          select s.ctid as place, ${sql.ref(`f.${column}`)} as person_id
          from register_stage s join lateral ${newestRow(register, 's')} f on true
          where ${stagedIn('s', stageId, span)} and s.person_name is not null
            and ${sql.ref(`f.${column}`)} is not null and ${samePerson(register, 's')}) d
        where t.ctid = d.place`,
  )
  await transaction.query(
    sql`insert into person (id, name, region, source, recorded_at)
        select t.person_id, t.person_name, t.person_region, t.source, clock_timestamp() from register_stage t
        where ${stagedIn('t', stageId, span)} and t.person_name is not null
          and not exists (select 1 from person p where p.id = t.person_id)`,
  )
}

/** Ends the rows of revised facts and begins those of revised and added ones, as their organizations were found. */
export async function writeFacts(
  transaction: Queryable,
  register: Register,
  stageId: string,
  span: Span,
  position: Position,
  releaseId: Sql,
): Promise<void> {
  const table = sql.table(register.table)
  const columns = columnsOf(register)
  await transaction.query(
    sql`update ${table} f set to_position = ${position}::bigint from register_stage t
        where ${stagedIn('t', stageId, span)} and t.verdict = 'revised' and f.id = t.fact_id
          and f.to_position = ${sql.lit(OPEN)}`,
  )
  await transaction.query(
    sql`insert into ${table} (id, from_position, key, source, release_id, revision, born_position, body,
          ${sql.join(columns.map(({ name }) => sql.ref(name)))})
        select t.fact_id, ${position}::bigint, t.key, t.source, ${releaseId}, t.revision,
          coalesce(t.born_position, ${position}::bigint), t.body, ${sql.join(columns.map(({ value }) => value))}
        from register_stage t
        left join ${table} o on o.id = t.fact_id and o.from_position = t.known_from
        where ${stagedIn('t', stageId, span)} and t.verdict in ('added', 'revised') order by t.seq`,
  )
}

/** Keeps what staged rows said, as claims of the release. */
export async function writeClaims(
  transaction: Queryable,
  noun: string,
  stageId: string,
  span: Span,
  position: Position,
  releaseId: string,
): Promise<void> {
  await transaction.query(
    sql`insert into claim (delivery_id, release_id, noun, key, body, parties, person_id, line, column_name, original,
          position)
        select t.delivery_id, ${releaseId}::text, ${noun}::text, t.key, t.body, t.parties, t.person_id, t.line,
          t.column_name, t.original, ${position}::bigint
        from register_stage t where ${stagedIn('t', stageId, span)} order by t.seq`,
  )
}

type Filled = { readonly name: string; readonly value: Sql }

function columnsOf({ columns, kept = [] }: Register): readonly Filled[] {
  const stated = Object.entries(columns).map(([name, column]) => ({ name, value: expressionOf(column) }))
  const values = new Map(stated.map(({ name, value }) => [name, value]))
  for (const name of kept) {
    const before = sql.ref(`o.${name}`)
    const first = values.get(name)
    values.set(
      name,
      first === undefined ? before : sql`case when o.id is null then ${first} else ${before} end`,
    )
  }
  return [...values].map(([name, value]) => ({ name, value }))
}

function expressionOf(column: RegisterColumn): Sql {
  if ('sql' in column) return column.sql('t')
  if ('person' in column) return sql`t.person_id`
  if ('party' in column) return organizationOf(column.party)
  const { field, as } = column
  if (as === 'jsonb') return sql`nullif(t.body->${sql.lit(field)}, 'null'::jsonb)`
  if (as === 'text[]')
    return sql`case when jsonb_typeof(t.body->${sql.lit(field)}) = 'array'
      then array(select jsonb_array_elements_text(t.body->${sql.lit(field)})) end`
  return sql`(t.body->>${sql.lit(field)})::${sql.raw(as)}`
}

/** The organization that a field refers to: as it was found for this stage. */
function organizationOf(field: string): Sql {
  const ref = sql`(t.body->>${sql.lit(field)})`
  return sql`coalesce(
    ${stagedParty(sql`q.organization_id`, sql`t.stage_id`, ref)},
    (select i.organization_id from organization_identifier i where i.id = ${ref} and i.to_position = ${sql.lit(OPEN)}))`
}
