import { OPEN, type Position } from '../../kernel/position.ts'
import type { Queryable } from '../../platform/database.ts'
import { type Sql, sql } from '../../platform/sql.ts'
import { absoluteSize, disagree, relativeSize } from './rules.ts'

/** How many figures one statement judges, so that the embedded store never stops the event loop for long. */
const figuresAtOnce = 2_000

/**
 * Begins and ends discrepancies after what a commit did to observations: judges each figure that began or ended at the
 * position, where another source has a series of it, and every figure of an indicator whose tolerance changed. A commit
 * without observations costs two looks at indexes. Under the writer's lock.
 */
export async function deriveDiscrepancies(
  transaction: Queryable,
  position: Position,
): Promise<Readonly<Record<string, number>>> {
  const contested = await contestedSeries(transaction, position)
  let [begun, ended] = [0, 0]
  for (const part of inParts(contested)) {
    const done = await judge(transaction, position, part)
    begun += done.begun
    ended += done.ended
  }
  return {
    ...(begun > 0 ? { discrepanciesBegun: begun } : {}),
    ...(ended > 0 ? { discrepanciesEnded: ended } : {}),
  }
}

/** A series with figures to judge; all of them where its indicator's tolerance changed. */
type Contested = { readonly id: number; readonly figures: number; readonly whole: boolean }

/** The series that a commit touched and that another source has too, with how many of their figures are to be judged. */
async function contestedSeries(transaction: Queryable, position: Position): Promise<readonly Contested[]> {
  const renewed = await renewedIndicators(transaction, position)
  const changed = await transaction.query<Contested>(
    sql`select s.id, t.figures, false as whole
        from (select c.series_id, count(*)::int as figures
              from (select o.series_id from observation o where o.from_position = ${position}::bigint
                    union all select o.series_id from observation o where ${closedAt(position)}) c
              group by c.series_id) t
        join series s on s.id = t.series_id and s.to_position = ${sql.lit(OPEN)}
        where ${hasRivals} order by s.id`,
  )
  if (renewed.length === 0) return changed
  const whole = await transaction.query<Contested>(
    sql`select s.id, count(*)::int as figures, true as whole
        from series s join observation o on o.series_id = s.id and o.to_position = ${sql.lit(OPEN)}
        where s.indicator = any(${renewed}::text[]) and s.to_position = ${sql.lit(OPEN)} and ${hasRivals}
        group by s.id order by s.id`,
  )
  return [...changed, ...whole]
}

/** The indicators whose tolerance is another from the position on. */
async function renewedIndicators(transaction: Queryable, position: Position): Promise<readonly string[]> {
  const rows = await transaction.query<{ readonly id: string }>(
    sql`select n.id from indicator n where n.from_position = ${position}::bigint
          and not exists (select 1 from indicator b where b.id = n.id and b.to_position = ${position}::bigint
            and b.tolerance is not distinct from n.tolerance)`,
  )
  return rows.map(({ id }) => id)
}

/** Whole series together, until they have as many figures as one statement takes. */
function inParts(contested: readonly Contested[]): readonly (readonly Contested[])[] {
  const parts: Contested[][] = []
  let room = 0
  for (const series of contested) {
    room -= series.figures
    if (room < 0) {
      parts.push([])
      room = figuresAtOnce - series.figures
    }
    parts.at(-1)?.push(series)
  }
  return parts
}

/** Compares what each pair of sources says of the figures with the open rows, and writes the difference. */
async function judge(
  transaction: Queryable,
  position: Position,
  part: readonly Contested[],
): Promise<{ readonly begun: number; readonly ended: number }> {
  const ids = (whole: boolean) =>
    sql`${part.filter((series) => series.whole === whole).map(({ id }) => id)}::bigint[]`
  const [done] = await transaction.query<{ readonly begun: number; readonly ended: number }>(
    sql`with touched as materialized (
          select o.series_id, o.period from observation o
          where o.series_id = any(${ids(false)}) and o.from_position = ${position}::bigint
          union select o.series_id, o.period from observation o
          where o.series_id = any(${ids(false)}) and ${closedAt(position)}
          union select o.series_id, o.period from observation o
          where o.series_id = any(${ids(true)}) and (o.to_position = ${sql.lit(OPEN)} or ${closedAt(position)})),
        pair as (
          select distinct s.indicator, s.region, s.scheme, s.frequency, s.unit, t.period,
            least(s.source, r.source) as first_source, greatest(s.source, r.source) as second_source
          from touched t join series s on s.id = t.series_id
          join series r on ${sameFigures('r', 's')} and r.source <> s.source),
        judged as (
          select concat_ws('/', p.indicator, p.region, p.scheme, p.frequency, p.unit, p.period, p.first_source,
              p.second_source) as id, p.*,
            a.version as first_version, a.value as first_value, b.version as second_version, b.value as second_value,
            ${disagree({ first: sql`a.value`, second: sql`b.value`, tolerance: sql`i.tolerance` })} as disagrees
          from pair p
          left join lateral (${saidBy(sql`p.first_source`)}) a on true
          left join lateral (${saidBy(sql`p.second_source`)}) b on true
          left join indicator i on i.id = p.indicator and i.to_position = ${sql.lit(OPEN)}),
        ended as (
          update discrepancy d set to_position = ${position}::bigint from judged j
          where d.id = j.id and d.to_position = ${sql.lit(OPEN)} and (not j.disagrees
            or (d.first_value, d.second_value, d.first_version, d.second_version)
              is distinct from (j.first_value, j.second_value, j.first_version, j.second_version))
          returning d.*),
        begun as (
          insert into discrepancy (id, from_position, indicator, region, scheme, frequency, unit, period,
            first_source, first_version, first_value, second_source, second_version, second_value,
            absolute_size, relative_size, opened_position, status, note, preferred, settled_by, settled_position,
            earlier_note)
          select j.id, ${position}::bigint, j.indicator, j.region, j.scheme, j.frequency, j.unit, j.period,
            j.first_source, j.first_version, j.first_value, j.second_source, j.second_version, j.second_value,
            ${absoluteSize(sql`j.first_value`, sql`j.second_value`)},
            ${relativeSize(sql`j.first_value`, sql`j.second_value`)},
            case when k.stays or e.status = 'OPEN' then e.opened_position else ${position}::bigint end,
            case when k.stays then 'SETTLED' else 'OPEN' end,
            case when k.stays then e.note end, case when k.stays then e.preferred end,
            case when k.stays then e.settled_by end, case when k.stays then e.settled_position end,
            case when e.status = 'SETTLED' and not k.stays then e.note else e.earlier_note end
          from judged j left join ended e on e.id = j.id
          cross join lateral (select coalesce(e.status = 'SETTLED'
            and e.first_value = j.first_value and e.second_value = j.second_value, false) as stays) k
          where j.disagrees and (e.id is not null or not exists (
            select 1 from discrepancy d where d.id = j.id and d.to_position = ${sql.lit(OPEN)}))
          returning 1)
        select (select count(*)::int from begun) as begun, (select count(*)::int from ended) as ended`,
  )
  return done ?? { begun: 0, ended: 0 }
}

/** What a source says of the figure of `p`: of two versions of its code list, the newest that has a value. */
function saidBy(source: Sql): Sql {
  return sql`select s.code_list_version as version, o.value
    from series s join observation o on o.series_id = s.id and o.period = p.period and o.to_position = ${sql.lit(OPEN)}
    where ${sameFigures('s', 'p')} and s.source = ${source} and o.value is not null
    order by s.code_list_version desc limit 1`
}

/** The open series of one alias are of the same figures as the other's, whoever says them in whichever code list. */
function sameFigures(series: string, other: string): Sql {
  const same = ['indicator', 'region', 'scheme', 'frequency', 'unit'].map(
    (column) => sql`${sql.ref(`${series}.${column}`)} = ${sql.ref(`${other}.${column}`)}`,
  )
  return sql`${sql.join(same, sql` and `)} and ${sql.ref(`${series}.to_position`)} = ${sql.lit(OPEN)}`
}

const hasRivals = sql`exists (select 1 from series r where ${sameFigures('r', 's')} and r.source <> s.source)`

/** The second test lets the partial index of closed rows serve. */
function closedAt(position: Position): Sql {
  return sql`o.to_position = ${position}::bigint and o.to_position < ${sql.lit(OPEN)}`
}
