import { byNow } from '../../access/guarded-rules.ts'
import type { ReadScope } from '../../access/read.ts'
import { visible } from '../../access/rules.ts'
import { anonymous } from '../../access/view.ts'
import { at } from '../../history/at.ts'
import type { Period } from '../../kernel/period.ts'
import type { Position } from '../../kernel/position.ts'
import { compareTexts } from '../../kernel/text.ts'
import { type Sql, sql } from '../../platform/sql.ts'
import { fewestOrganizations } from './cube.ts'

/** What is counted: records by the day of their decision, inspections by the day on which they were made. */
export type Counted = 'credit_record' | 'inspection'

/** How many records there are of a month, region, scheme and kind; a leaf may come in two rows, about different parties. */
export type CountedRow = {
  readonly month: Period
  /** Empty where no code is stated. */
  readonly region: string
  readonly scheme: string
  readonly kind: string
  readonly records: number
  /** Whom they are about; null where that is three or more. */
  readonly organizations: readonly string[] | null
}

/** The months from one to another. */
export type MonthRange = { readonly first: Period; readonly last: Period }

/** The columns that are counted along, as they are indexed: what has no day has the month '', and is counted nowhere. */
type Columns = Readonly<Record<'month' | 'region' | 'scheme' | 'kind', Sql>>

const codes = { region: sql`coalesce(c.region, '')`, scheme: sql`coalesce(c.scheme, '')` }

const columns: Readonly<Record<Counted, Columns>> = {
  credit_record: { month: sql`substr(coalesce(c.decision_date, ''), 1, 7)`, ...codes, kind: sql`c.kind` },
  inspection: { month: sql`substr(coalesce(c.inspected_on, ''), 1, 7)`, ...codes, kind: sql`'*'` },
}

/** What is read of a leaf: of unmerged parties how many and the two ends of their ids, of merged ones what each became. */
type LeafRow = Omit<CountedRow, 'organizations'> & {
  readonly single: number
  readonly least: string | null
  readonly most: string | null
  readonly merged: readonly string[] | null
}

/**
 * Counts what everybody may see now of what held at the position, whoever asks: figures are the same for all. Organizations
 * that were merged by the position are one; who has none is told apart by name, so that two of one name count as one.
 */
export async function countedRows(
  { database, position }: ReadScope,
  counted: Counted,
  { first, last }: MonthRange,
): Promise<readonly CountedRow[]> {
  const { month, region, scheme, kind } = columns[counted]
  const counts = (party: Sql, kept: Sql) => sql`
    select ${month} as month, ${region} as region, ${scheme} as scheme, ${kind} as kind, ${party} as party,
      count(*) as records
    from ${sql.table(counted)} c
    where ${month} >= ${first} and ${month} <= ${last} and ${kept}
      and ${at('c', position)} and ${visible(anonymous, counted, 'c')}
    group by 1, 2, 3, 4, 5`
  const ofOrganizations = counts(sql`c.organization_id`, sql`c.organization_id is not null`)
  const ofOthers = counts(sql`coalesce(c.person_id, c.counterparty)`, sql`c.organization_id is null`)
  // Each statement groups in the order of the index; a join would lose it, so there is none where nothing was merged.
  const found = [
    ...((await anyMerged({ database, position }))
      ? await database.query<LeafRow>(
          sql`with recursive ${rootsAt(position)} ${leavesOfMerged(ofOrganizations)}`,
        )
      : await database.query<LeafRow>(leavesOf(ofOrganizations))),
    ...(await database.query<LeafRow>(leavesOf(ofOthers))),
  ]
  return found
    .map(({ single, least, most, merged, ...row }) => ({
      ...row,
      organizations: partiesOf(single, [least, most], merged ?? []),
    }))
    .sort((left, right) => compareTexts(nameOf(left), nameOf(right)))
}

/** The same counts have the same order, whatever the plan. */
function nameOf({ month, region, scheme, kind, records, organizations }: CountedRow): string {
  return JSON.stringify([month, region, scheme, kind, records, organizations])
}

function leavesOf(counts: Sql): Sql {
  return sql`select e.month, e.region, e.scheme, e.kind, sum(e.records)::int as records, count(*)::int as single,
      min(e.party) as least, max(e.party) as most, null as merged
    from (${counts}) e group by 1, 2, 3, 4`
}

function leavesOfMerged(counts: Sql): Sql {
  return sql`select e.month, e.region, e.scheme, e.kind, sum(e.records)::int as records,
      (count(*) filter (where r.id is null))::int as single,
      min(e.party) filter (where r.id is null) as least, max(e.party) filter (where r.id is null) as most,
      array_agg(r.into_id) filter (where r.id is not null) as merged
    from (${counts}) e left join root r on r.id = e.party group by 1, 2, 3, 4`
}

async function anyMerged({ database, position }: Pick<ReadScope, 'database' | 'position'>): Promise<boolean> {
  const found = await database.query(
    sql`select l.id from organization_link l
        where ${at('l', position)} and ${visible(anonymous, 'organization_link', 'l')} limit 1`,
  )
  return found.length > 0
}

/** What each merged organization became in the end. */
function rootsAt(position: Position): Sql {
  const held = sql`${at('l', position)} and ${visible(anonymous, 'organization_link', 'l')}`
  return sql`merged(id, into_id, depth) as (
      select l.id, l.into_id, 1 from organization_link l where ${held}
      union all select m.id, l.into_id, m.depth + 1 from merged m join organization_link l on l.id = m.into_id
      where ${held} and m.depth < 100),
    root as (select distinct on (m.id) m.id, m.into_id from merged m order by m.id, m.depth desc)`
}

/** Of two the ends are both, of one they are the same. An unmerged one may be what another was merged into. */
function partiesOf(
  single: number,
  ends: readonly (string | null)[],
  merged: readonly string[],
): readonly string[] | null {
  if (single >= fewestOrganizations) return null
  const parties = new Set([...ends.filter((end) => end !== null), ...merged])
  return parties.size < fewestOrganizations ? [...parties].sort() : null
}

/** The last month of which everybody may see something now; null where there is nothing. Walks back along the index. */
export async function lastCountedMonth(
  { database, position }: ReadScope,
  counted: Counted,
): Promise<Period | null> {
  const { month } = columns[counted]
  const [found] = await database.query<{ readonly month: string }>(
    sql`select ${month} as month from ${sql.table(counted)} c
        where ${month} > '' and ${at('c', position)} and ${visible(anonymous, counted, 'c')}
        order by ${month} desc limit 1`,
  )
  return found?.month ?? null
}

/** The first and the last month of which everybody may see something now; null where there is nothing. */
export async function countedMonths(scope: ReadScope, counted: Counted): Promise<MonthRange | null> {
  const [first, last] = [await firstCountedMonth(scope, counted), await lastCountedMonth(scope, counted)]
  return first === null || last === null ? null : { first, last }
}

/**
 * Steps from month to month along the index until one has what may be seen: of each the row that is shown the longest is
 * looked at first, so months that have expired take a step each.
 */
async function firstCountedMonth(
  { database, position }: ReadScope,
  counted: Counted,
): Promise<Period | null> {
  const { month } = columns[counted]
  const first = (beyond: Sql) => sql`
    select ${month} as month from ${sql.table(counted)} c where ${month} > ${beyond} order by ${month} limit 1`
  const isShown = sql`(select c.shown_until from ${sql.table(counted)} c
      where ${month} = n.month and c.shown_until > ${byNow}
        and ${at('c', position)} and ${visible(anonymous, counted, 'c')}
      order by c.shown_until desc limit 1) is not null`
  const [found] = await database.query<{ readonly month: string }>(
    sql`with recursive walk(month, shown) as (
        select n.month, ${isShown} from (${first(sql`''`)}) n
        union all
        select n.month, ${isShown} from walk w cross join lateral (${first(sql`w.month`)}) n where not w.shown)
      select w.month from walk w where w.shown`,
  )
  return found?.month ?? null
}

/**
 * The codes of a column of what everybody may see now; '' where none is stated. Steps from one month and code to the next
 * along the index, the newest first, and looks of each code for one row that may be seen: no row is read that is not needed.
 */
export async function countedCodes(
  { database, position }: ReadScope,
  counted: Counted,
  column: 'region' | 'scheme',
): Promise<readonly string[]> {
  const { month, region, scheme } = columns[counted]
  const along: readonly (readonly [string, Sql])[] = [
    ['month', month],
    ['region', region],
    ...(column === 'scheme' ? [['scheme', scheme] as const] : []),
  ]
  const names = sql.join(along.map(([name]) => sql.ref(name)))
  const values = sql.join(along.map(([, value]) => value))
  const named = sql.join(along.map(([name, value]) => sql`${value} as ${sql.ref(name)}`))
  const newest = sql.join(along.map(([, value]) => sql`${value} desc`))
  const reached = sql.join(along.map(([name]) => sql.ref(`w.${name}`)))
  const code = sql.ref(`w.${column}`)
  const rows = await database.query<{ readonly code: string }>(
    sql`with recursive walk(${names}) as (
        (select ${named} from ${sql.table(counted)} c order by ${newest} limit 1)
        union all
        select n.* from walk w cross join lateral (
          select ${named} from ${sql.table(counted)} c where (${values}) < (${reached}) order by ${newest} limit 1) n),
      known as (select distinct ${code} as code from walk w)
      select k.code from known k cross join lateral (
        select from walk w cross join lateral (
          select from ${sql.table(counted)} c where (${values}) = (${reached})
            and ${at('c', position)} and ${visible(anonymous, counted, 'c')} limit 1) shown
        where ${code} = k.code limit 1) shown`,
  )
  return rows.map((row) => row.code)
}
