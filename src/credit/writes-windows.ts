import { byNow } from '../access/guarded-rules.ts'
import { OPEN, type Position } from '../kernel/position.ts'
import type { Queryable } from '../platform/database.ts'
import { type Sql, sql } from '../platform/sql.ts'

/**
 * Sets when everybody may see records, their joint measures and the organizations that are known by them alone, on all
 * their versions: from the open row's days of publicity, cut short by what `credit_ending` says. To be called in the same
 * transaction after an ending was written, or after rows were begun. Organizations that begin at the position are left to
 * the deriver.
 *
 * A writer may be at the same rows under its lock: what this waits for is then read anew by the next statement, so that
 * neither overlooks the other's rows.
 */
export async function setRecordWindows(
  transaction: Queryable,
  ids: readonly string[],
  position?: Position,
): Promise<void> {
  await transaction.query(
    sql`select r.id from credit_record r where r.id = any(${ids}::text[]) order by r.id, r.from_position for update`,
  )
  if (position !== undefined) await beginVersions(transaction, 'credit_record', ids, position)
  const organizations = await organizationsOf(transaction, 'credit_record', ids, position)
  await transaction.query(windowsOfRecords(ids))
  await transaction.query(windowsOfMeasures(ids))
  await setOrganizationWindows(transaction, organizations, position)
}

/**
 * Sets when everybody may see organizations, version by version. One that something better than credit knows of, or that is
 * an authority, always; a version of one that is known from credit records and inspections alone as long as one of its own
 * that was told before the version's end may be seen: the span without a gap that is now or comes next. So at a position
 * before the first that may be seen there is no organization, and what was merged into it shows it to nobody.
 */
export async function setOrganizationWindows(
  transaction: Queryable,
  ids: readonly string[],
  position?: Position,
): Promise<void> {
  if (ids.length === 0) return
  await transaction.query(
    sql`select o.id from organization o where o.id = any(${ids}::text[]) order by o.id, o.from_position for update`,
  )
  if (position !== undefined) await transaction.query(nameAnew(ids, position))
  await transaction.query(windowsOfOrganizations(ids))
}

/** The deriver: windows of whatever began or ended at a position, whoever wrote it. */
export async function deriveWindows(
  transaction: Queryable,
  position: Position,
): Promise<Readonly<Record<string, number>>> {
  const moved = await movedTables(transaction, position)
  const renews = moved.has('credit_record') || moved.has('inspection')
  for (const table of guarded)
    if (moved.has(table) || (table === 'organization' && renews)) await inPages(transaction, position, table)
  return {}
}

/** How many facts one statement takes, so that the embedded store never stops the event loop for long. */
const pageRows = 1_000

/** Records first, as whoever ends one goes; organizations last. */
const guarded = ['credit_record', 'joint_measure', 'inspection', 'organization'] as const

type Guarded = (typeof guarded)[number]

/** Most commits touch none of them: one statement says so. */
async function movedTables(transaction: Queryable, position: Position): Promise<ReadonlySet<Guarded>> {
  const looks = guarded.map(
    (table) => sql`select ${sql.lit(table)} as moved where exists (
        select from ${sql.table(table)} b where b.from_position = ${position}::bigint)
      or exists (select from ${sql.table(table)} e where e.to_position = ${position}::bigint
        and e.to_position < ${sql.lit(OPEN)})`,
  )
  const rows = await transaction.query<{ readonly moved: Guarded }>(sql.join(looks, sql` union all `))
  return new Set(rows.map(({ moved }) => moved))
}

async function inPages(transaction: Queryable, position: Position, table: Guarded): Promise<void> {
  const rows = sql.table(table)
  for (let after = ''; ; ) {
    const page = await transaction.query<{ readonly id: string }>(
      sql`select t.id from (
            (select b.id from ${rows} b where b.from_position = ${position}::bigint and b.id > ${after}
              order by b.id limit ${pageRows})
            union
            (select e.id from ${rows} e where e.to_position = ${position}::bigint
              and e.to_position < ${sql.lit(OPEN)} and e.id > ${after} order by e.id limit ${pageRows})) t
          order by t.id limit ${pageRows}`,
    )
    const ids = page.map(({ id }) => id)
    const last = ids.at(-1)
    if (last === undefined) return
    await setWindows[table](transaction, ids, position)
    if (ids.length < pageRows) return
    after = last
  }
}

const setWindows: Readonly<
  Record<Guarded, (transaction: Queryable, ids: readonly string[], position: Position) => Promise<void>>
> = {
  credit_record: setRecordWindows,
  joint_measure: setMeasureWindows,
  inspection: setInspectionWindows,
  organization: setOrganizationWindows,
}

/** Whether a version of a record or inspection (`r`) is one that everybody may come to see. */
const tellable = {
  credit_record: (alias: string) => sql`${sql.ref(`${alias}.status`)} in ('PENDING', 'PUBLISHED')`,
  inspection: () => sql`true`,
} as const

/**
 * Organizations known from credit alone of which a further record or inspection comes to be told get a version there, of the
 * same revision: who may see which is said of each version.
 */
async function beginVersions(
  transaction: Queryable,
  table: 'credit_record' | 'inspection',
  ids: readonly string[],
  position: Position,
): Promise<void> {
  const open = sql.lit(OPEN)
  const told = tellable[table]
  await transaction.query(
    sql`with further as materialized (
          select distinct r.organization_id as id from ${sql.table(table)} r
          where r.id = any(${ids}::text[]) and r.from_position = ${position}::bigint and r.organization_id is not null
            and ${told('r')} and not exists (select from ${sql.table(table)} b
              where b.id = r.id and b.from_position < ${position}::bigint
                and b.organization_id = r.organization_id and ${told('b')})),
        ended as (
          update organization o set to_position = ${position}::bigint from further f
          where o.id = f.id and o.to_position >= ${open} and o.from_position < ${position}::bigint
            and o.origin = 'CREDIT' and not 'AUTHORITY' = any(o.roles)
          returning o.*)
        insert into organization (id, from_position, name, names, person, region, roles, origin, person_id, release_id,
          revision, born_position, shown_from, shown_until)
        select w.id, ${position}::bigint, w.name, w.names, w.person, w.region, w.roles, w.origin, w.person_id,
          w.release_id, w.revision, w.born_position, w.shown_from, w.shown_until
        from ended w`,
  )
}

/** The organizations that any version of the facts is about; of those that begin at the position the deriver thinks itself. */
async function organizationsOf(
  transaction: Queryable,
  table: 'credit_record' | 'inspection',
  ids: readonly string[],
  position: Position = OPEN,
): Promise<readonly string[]> {
  const rows = await transaction.query<{ readonly id: string }>(
    sql`select distinct r.organization_id as id from ${sql.table(table)} r
        where r.id = any(${ids}::text[]) and r.organization_id is not null and not exists (
          select from organization o where o.id = r.organization_id and o.from_position = ${position}::bigint)`,
  )
  return rows.map(({ id }) => id)
}

/** The first instant of a day of Asia/Shanghai, as SQL over its text. */
export function startOf(day: Sql): Sql {
  return sql`(${day}::timestamp at time zone 'Asia/Shanghai')`
}

function windowsOfRecords(ids: readonly string[]): Sql {
  const kept = sql`(o.status in ('RECEIVED', 'NOT_PUBLISHABLE') and e.record_id is null)`
  return sql`with said as materialized (
      select o.id,
        case when o.status in ('RECEIVED', 'NOT_PUBLISHABLE') then null
          else ${startOf(sql`o.publicity_from`)} end as shown_from,
        case when ${kept} then null
          else least(coalesce(${startOf(sql`o.publicity_until`)}, 'infinity'), coalesce(e.ended_at, 'infinity'))
        end as shown_until
      from credit_record o left join credit_ending e on e.record_id = o.id
      where o.id = any(${ids}::text[]) and o.to_position = ${sql.lit(OPEN)})
    update credit_record r set shown_from = s.shown_from, shown_until = s.shown_until
    from said s where r.id = s.id
      and (r.shown_from, r.shown_until) is distinct from (s.shown_from, s.shown_until)`
}

/** A measure may be seen as long as its record may. */
function windowsOfMeasures(recordIds: readonly string[]): Sql {
  return sql`update joint_measure m set shown_from = r.shown_from, shown_until = r.shown_until
    from credit_record r
    where m.record_id = any(${recordIds}::text[]) and r.id = m.record_id and r.to_position = ${sql.lit(OPEN)}
      and (m.shown_from, m.shown_until) is distinct from (r.shown_from, r.shown_until)`
}

async function setMeasureWindows(transaction: Queryable, ids: readonly string[]): Promise<void> {
  // What ends the record at this moment is waited for: it cannot see a measure that is not committed.
  const records = await transaction.query<{ readonly id: string }>(
    sql`select r.id from credit_record r
        where r.id in (select m.record_id from joint_measure m where m.id = any(${ids}::text[]))
        order by r.id, r.from_position for update`,
  )
  await transaction.query(windowsOfMeasures([...new Set(records.map(({ id }) => id))]))
}

async function setInspectionWindows(
  transaction: Queryable,
  ids: readonly string[],
  position: Position,
): Promise<void> {
  await transaction.query(
    sql`with said as materialized (
          select o.id, coalesce(${startOf(sql`o.published_on`)}, '-infinity') as shown_from
          from inspection o where o.id = any(${ids}::text[]) and o.to_position = ${sql.lit(OPEN)})
        update inspection i set shown_from = s.shown_from, shown_until = 'infinity'
        from said s where i.id = s.id
          and (i.shown_from, i.shown_until) is distinct from (s.shown_from, 'infinity'::timestamptz)`,
  )
  await beginVersions(transaction, 'inspection', ids, position)
  await transaction.query(
    sql`update inspection i set shown_until = ${byNow} where i.id = any(${ids}::text[]) and i.shown_until = 'infinity'
          and not exists (select from inspection o where o.id = i.id and o.to_position = ${sql.lit(OPEN)})`,
  )
  await setOrganizationWindows(
    transaction,
    await organizationsOf(transaction, 'inspection', ids, position),
    position,
  )
}

/** A record or inspection, told before the version of an organization ended, says what that says of name and region. */
function saysSo(table: 'credit_record' | 'inspection', version: string, fact: string): Sql {
  const of = (column: string) => sql.ref(`${version}.${column}`)
  return sql`exists (select from ${sql.table(table)} b where b.id = ${sql.ref(`${fact}.id`)}
    and b.organization_id = ${of('id')} and b.from_position < ${of('to_position')} and ${tellable[table]('b')}
    and b.counterparty = ${of('name')} and b.region is not distinct from ${of('region')})`
}

/**
 * Names organizations that are known from credit alone by the newest record or inspection that everybody may see, where none
 * of those says their name and region any more: a revision, or in place where they have one here already.
 */
function nameAnew(ids: readonly string[], position: Position): Sql {
  const open = sql.lit(OPEN)
  const seen = (
    table: 'credit_record' | 'inspection',
  ) => sql`select r.counterparty, r.region, r.person_id, r.from_position,
      ${saysSo(table, 'o', 'r')} as so
    from ${sql.table(table)} r where r.organization_id = o.id and r.to_position >= ${open}
      and r.shown_from <= ${byNow} and r.shown_until > ${byNow}
      and (not o.person or r.counterparty_kind = 'INDIVIDUAL_BUSINESS')`
  return sql`with wanted as materialized (
      select o.*, s.counterparty as new_name, s.region as new_region, s.person_id as new_person
      from unnest(${ids}::text[]) as t(id)
      cross join lateral (select o.* from organization o where o.id = t.id and o.to_position >= ${open}
        and o.origin = 'CREDIT' and not 'AUTHORITY' = any(o.roles) offset 0) o
      cross join lateral (
        select w.* from (${seen('credit_record')} union all ${seen('inspection')}) w
        order by w.so desc, w.region is not null desc, w.from_position desc limit 1) s
      where not s.so),
    here as (
      update organization o set name = w.new_name, names = null, region = w.new_region,
        person_id = case when w.person then w.new_person end
      from wanted w where o.id = w.id and o.from_position = w.from_position and w.from_position = ${position}::bigint),
    ended as (
      update organization o set to_position = ${position}::bigint
      from wanted w where o.id = w.id and o.from_position = w.from_position and w.from_position < ${position}::bigint
      returning w.*)
    insert into organization (id, from_position, name, names, person, region, roles, origin, person_id, release_id,
      revision, born_position, shown_from, shown_until)
    select w.id, ${position}::bigint, w.new_name, null, w.person, w.new_region, w.roles, w.origin,
      case when w.person then w.new_person end, w.release_id, w.revision + 1, w.born_position, w.shown_from, w.shown_until
    from ended w`
}

/**
 * Of one that nothing shows any more it stays known when that ended, so that streams can tell who had it before.
 *
 * One organization after the other, each through indexes (`offset 0`): in a commit that has just written the tables the
 * planner knows nothing of them, and joined them so that ten thousand organizations took two minutes. Open rows are asked for
 * by `>=`, which no partial index of open rows serves: it was walked whole for each organization.
 */
function windowsOfOrganizations(ids: readonly string[]): Sql {
  const open = sql.lit(OPEN)
  const shown = (table: 'credit_record' | 'inspection') => sql`select r.shown_from, r.shown_until
    from ${sql.table(table)} r where r.organization_id = v.id and r.to_position >= ${open}
      and r.shown_from is not null and r.shown_until > ${byNow}
      and ${saysSo(table, 'v', 'r')}`
  const nearest = sql`with span as (
      select w.shown_from, w.shown_until from (${shown('credit_record')} union all ${shown('inspection')} offset 0) w
      where not a.always),
    begun as (
      select s.*, max(s.shown_until) over (order by s.shown_from, s.shown_until
        rows between unbounded preceding and 1 preceding) as before from span s),
    numbered as (
      select b.*, count(*) filter (where b.before is null or b.shown_from > b.before)
        over (order by b.shown_from, b.shown_until rows unbounded preceding) as island from begun b)
    select coalesce(min(n.shown_from), '-infinity') as shown_from,
      coalesce(max(n.shown_until), '-infinity') as shown_until
    from numbered n where n.island = 1`
  return sql`with said as materialized (
      select v.id, v.from_position, case when a.always then '-infinity' else n.shown_from end as shown_from,
        case when a.always then 'infinity'
          when isfinite(n.shown_until) or n.shown_until > ${byNow} or v.shown_until = 'infinity' then n.shown_until
          else least(v.shown_until, ${byNow}) end as shown_until
      from unnest(${ids}::text[]) as t(id)
      cross join lateral (
        select o.origin <> 'CREDIT' or 'AUTHORITY' = any(o.roles) as always from organization o
        where o.id = t.id and o.to_position = ${open} limit 1) a
      cross join lateral (
        select o.id, o.from_position, o.to_position, o.shown_until, o.name, o.region from organization o where o.id = t.id offset 0) v
      cross join lateral (${nearest} offset 0) n)
    update organization o set shown_from = s.shown_from, shown_until = s.shown_until
    from said s where o.id = s.id and o.from_position = s.from_position
      and (o.shown_from, o.shown_until) is distinct from (s.shown_from, s.shown_until)`
}
