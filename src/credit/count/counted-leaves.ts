import type { ReadScope } from '../../access/read.ts'
import { visible } from '../../access/rules.ts'
import { anonymous } from '../../access/view.ts'
import { at } from '../../history/at.ts'
import type { Period } from '../../kernel/period.ts'
import { type Sql, sql } from '../../platform/sql.ts'
import { fewestOrganizations } from './cube.ts'

/** What is counted: records by the day of their decision, inspections by the day on which they were made. */
export type Counted = 'credit_record' | 'inspection'

/** How many records there are of a month, region, scheme and kind. */
export type CountedRow = {
  readonly month: Period
  readonly region: string | null
  readonly scheme: string | null
  readonly kind: string
  readonly records: number
  /** Whom they are about; null where that is three or more. */
  readonly organizations: readonly string[] | null
}

/** The months from one to another. */
export type MonthRange = { readonly first: Period; readonly last: Period }

/** As they are indexed: what has no day is counted nowhere. */
const days: Readonly<Record<Counted, Sql>> = {
  credit_record: sql`coalesce(c.decision_date, '')`,
  inspection: sql`coalesce(c.inspected_on, '')`,
}

const kinds: Readonly<Record<Counted, Sql>> = { credit_record: sql`c.kind`, inspection: sql`'*'` }

/**
 * Counts what everybody may see now of what held at the position, whoever asks: figures are the same for all. Organizations
 * that were merged by the position are one; who has none is told apart by name, so that two of one name count as one.
 */
export async function countedRows(
  { database, position }: ReadScope,
  counted: Counted,
  { first, last }: MonthRange,
): Promise<readonly CountedRow[]> {
  const day = days[counted]
  return database.query<CountedRow>(
    sql`with recursive merged(id, into_id, depth) as (
        select l.id, l.into_id, 1 from organization_link l
        where ${at('l', position)} and ${visible(anonymous, 'organization_link', 'l')}
        union all select m.id, l.into_id, m.depth + 1 from merged m join organization_link l on l.id = m.into_id
        where ${at('l', position)} and ${visible(anonymous, 'organization_link', 'l')} and m.depth < 100),
      root as (select distinct on (m.id) m.id, m.into_id from merged m order by m.id, m.depth desc),
      of_each as (
        select substr(${day}, 1, 7) as month, c.region, c.scheme, ${kinds[counted]} as kind, count(*) as records,
          coalesce(r.into_id, c.organization_id, c.person_id, c.counterparty) as organization
        from ${sql.table(counted)} c left join root r on r.id = c.organization_id
        where ${day} >= ${`${first}-01`} and ${day} <= ${`${last}-31`}
          and ${at('c', position)} and ${visible(anonymous, counted, 'c')}
        group by 1, 2, 3, 4, 6)
      select e.month, e.region, e.scheme, e.kind, sum(e.records)::int as records,
        case when count(*) < ${fewestOrganizations} then array_agg(e.organization order by e.organization) end
          as organizations
      from of_each e group by 1, 2, 3, 4 order by 1, 2, 3, 4`,
  )
}

/** The last month of which everybody may see something now; null where there is nothing. */
export async function lastCountedMonth(
  { database, position }: ReadScope,
  counted: Counted,
): Promise<Period | null> {
  const day = days[counted]
  const [found] = await database.query<{ readonly last: string | null }>(
    sql`select max(${day}) as last from ${sql.table(counted)} c
        where ${day} > '' and ${at('c', position)} and ${visible(anonymous, counted, 'c')}`,
  )
  return found?.last?.slice(0, 7) ?? null
}

/** The first and the last month of which everybody may see something now; null where there is nothing. */
export async function countedMonths(
  { database, position }: ReadScope,
  counted: Counted,
): Promise<MonthRange | null> {
  const day = days[counted]
  const [found] = await database.query<{ readonly first: string | null; readonly last: string | null }>(
    sql`select min(${day}) as first, max(${day}) as last from ${sql.table(counted)} c
        where ${day} > '' and ${at('c', position)} and ${visible(anonymous, counted, 'c')}`,
  )
  if (found === undefined || found.first === null || found.last === null) return null
  return { first: found.first.slice(0, 7), last: found.last.slice(0, 7) }
}

/** The codes of a column of what everybody may see now. */
export async function countedCodes(
  { database, position }: ReadScope,
  counted: Counted,
  column: 'region' | 'scheme',
): Promise<readonly (string | null)[]> {
  const name = sql.ref(`c.${column}`)
  const rows = await database.query<{ readonly code: string | null }>(
    sql`select distinct ${name} as code from ${sql.table(counted)} c
        where ${at('c', position)} and ${visible(anonymous, counted, 'c')}`,
  )
  return rows.map(({ code }) => code)
}
