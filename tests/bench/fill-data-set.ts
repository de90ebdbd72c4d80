import type { ClientBase } from 'pg'
import { monthsOfSeries, mostRevisions, type PlannedSeries, planSeries } from './data-set.ts'
import { deliverySql } from './delivery-sql.ts'
import { extentSql } from './extent-sql.ts'

/** A data set as it lies in the database. */
export type DataSet = {
  readonly series: readonly PlannedSeries[]
  readonly observations: number
  /** Rows of the table of observations, earlier revisions included. */
  readonly rows: number
  readonly position: number
}

/**
 * Writes a data set of so many observations into a database that a hub has begun and has no observations: a delivery,
 * a release and a commit for each source and month, and the claims and figures that came with it. A revision of a
 * figure comes with one of the releases of the five months after it.
 */
export async function fillDataSet(client: ClientBase, observations: number): Promise<DataSet> {
  const codes = await readCodes(client)
  const series = planSeries(observations, codes)
  await client.query('begin')
  await client.query(`set local work_mem = '128MB'`)
  const [head] = (
    await client.query<{ position: string; recorded: string }>(
      `select h.position, c.recorded_at::text as recorded from head h join commit c on c.position = h.position for update of h`,
    )
  ).rows
  if (head === undefined) throw new Error('the hub has not begun its history in this database')
  const base = Number(head.position)
  await planTables(client, series, codes.sources, base)
  for (const statement of [...factSql, ...extentSql, ...deliverySql(`'${head.recorded}'::timestamptz`, base)])
    await client.query(statement)
  await client.query('commit')
  await client.query('vacuum analyze')
  const counted = await client.query<{ rows: string }>('select count(*) as rows from observation')
  return {
    series,
    observations,
    rows: Number(counted.rows[0]?.rows),
    position: base + codes.sources.length * (monthsOfSeries + mostRevisions),
  }
}

/** The hub's own codes; divisions first. The schemes' total is left to the file that is taken in later. */
async function readCodes(client: ClientBase) {
  const list = async <Row extends object>(text: string) => (await client.query<Row>(text)).rows
  const now = 'to_position = 9007199254740991'
  const code = (row: { id: string }) => row.id
  return {
    regions: (
      await list<{ id: string }>(
        `select id from region where ${now} order by level not in ('PROVINCE', 'PREFECTURE', 'SAR'), id`,
      )
    ).map(code),
    schemes: (
      await list<{ id: string }>(`select id from scheme where ${now} and id <> 'TOTAL' order by id`)
    ).map(code),
    indicators: await list<{ code: string; unit: string }>(
      `select id as code, unit from indicator where ${now} and id in ('certificates', 'organizations') order by id`,
    ),
    sources: (
      await list<{ id: string }>(
        `select id from source where ${now} and id in ('cnca-by-field', 'cnca-by-region') order by id`,
      )
    ).map(code),
  }
}

async function planTables(
  client: ClientBase,
  series: readonly PlannedSeries[],
  sources: readonly string[],
  base: number,
): Promise<void> {
  await client.query(
    `create temp table plan_source on commit drop as
       select source, place::int - 1 as place from unnest($1::text[]) with ordinality s(source, place)`,
    [sources],
  )
  await client.query(
    `create temp table plan_release on commit drop as
       select s.source, m.month, ${base} + 1 + m.month * ${sources.length} + s.place as position,
         to_char(date '2011-01-01' + m.month * interval '1 month', 'YYYY-MM') as code
       from plan_source s cross join generate_series(0, ${monthsOfSeries + mostRevisions - 1}) m(month)`,
  )
  await client.query(
    `create temp table plan_series on commit drop as
       select p.*, s.place from unnest($1::int[], $2::text[], $3::text[], $4::text[], $5::text[], $6::text[], $7::int[])
         as p(number, indicator, unit, region, scheme, source, months) join plan_source s using (source)`,
    [
      series.map((each) => each.number),
      series.map((each) => each.indicator),
      series.map((each) => each.unit),
      series.map((each) => each.region),
      series.map((each) => each.scheme),
      series.map((each) => each.source),
      series.map((each) => each.months),
    ],
  )
  await client.query('analyze plan_source, plan_release, plan_series')
}

/** The same arithmetic as `revisionsOf` and `figureOf` in data-set.ts; a test compares them. */
const factSql = [
  `insert into series (id, from_position, indicator, region, scheme, unit, frequency, source, code_list_version)
   select p.number + 1, r.position, p.indicator, p.region, p.scheme, p.unit, 'M', p.source, ''
   from plan_series p join plan_release r on r.source = p.source and r.month = 0 order by p.number`,
  `insert into observation (id, from_position, to_position, series_id, period, value, status, release_id, revision)
   select m.month * n.count + p.number + 1, began.position,
     coalesce(ended.position, 9007199254740991), p.number + 1, own.code,
     1000 + (p.number::bigint * 7919 + m.month * 131 + v.revision * 17) % 900000, 'A',
     p.source || '/' || began.code, v.revision + 1
   from plan_series p
   cross join (select count(*) as count from plan_series) n
   cross join lateral generate_series(0, p.months - 1) m(month)
   cross join lateral (
     select case when (m.month + p.number) % 3 = 0 then 1 + (m.month / 3 + p.number) % 5 else 0 end as revisions) k
   cross join lateral generate_series(0, k.revisions) v(revision)
   join plan_release own on own.source = p.source and own.month = m.month
   join plan_release began on began.source = p.source and began.month = m.month + v.revision
   left join plan_release ended on ended.source = p.source and ended.month = m.month + v.revision + 1
     and v.revision < k.revisions
   order by 2, 1`,
  `select setval('series_id', (select max(id) from series)), setval('observation_id', (select max(id) from observation))`,
]
