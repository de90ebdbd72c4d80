import { rawAvailability } from './raw-availability.ts'
import { registerStatements } from './raw-registers.ts'

/** A prepared statement whose one value is the finished JSON text of an answer's data. */
export type RawStatement = {
  readonly text: string
  /** The variables of a request in the order of $2, $3 …; $1 is the position. */
  readonly order: readonly string[]
}

const atPosition = (alias: string) => `${alias}.from_position <= $1 and ${alias}.to_position > $1`

const oneSeries = `(select s.id from series s where s.indicator = $2 and s.region = $3 and s.scheme = $4
  and s.source = $5 and ${atPosition('s')})`

const nodes = (node: string, from: string) =>
  `select '{"observations":{"nodes":[' || coalesce(string_agg(${node}, ','), '') || ']}}' as data from (${from}) t`

const page = `'{"period":"' || t.period || '","value":"' || t.value || '","status":"' || t.status
  || '","indicator":{"code":"' || t.indicator || '"},"scheme":{"code":"' || t.scheme || '"}}'`

/**
 * The newest of each series by its index alone, then the newest of those: a plain join with a limit costs 13 ms here
 * under a generic plan. Within a period the data set's ids ascend with its series, so this is the hub's order.
 */
const pageRows = `select o.period, o.value, o.status, s.indicator, s.scheme
  from series s cross join lateral (
    select o.period, o.value, o.status from observation o where o.series_id = s.id and ${atPosition('o')}
    order by o.period desc limit $3) o
  where s.region = $2 and ${atPosition('s')} order by o.period desc, s.id desc limit $3`

const latest = `'{"region":{"code":"' || t.region || '"},"scheme":{"code":"' || t.scheme || '"},"period":"' || t.period
  || '","value":"' || t.value || '"}'`

/** The newest figure of each series by its index alone. */
const latestRows = `select s.region, s.scheme, o.period, o.value
  from series s cross join lateral (
    select o.id, o.period, o.value from observation o where o.series_id = s.id and ${atPosition('o')}
    order by o.period desc limit 1) o
  where s.indicator = $2 and s.source = $3 and s.region = any($4::text[]) and s.scheme = any($5::text[])
    and ${atPosition('s')}
  order by o.period desc, o.id desc limit 230`

const byRegion = { text: nodes(page, pageRows), order: ['region', 'first'] }

/**
 * Sums over all provinces by scheme and year: the figures of December, where all provinces have one. The best found: first
 * the series, then a step down the index for each of them and each year, and one hash of all. A plain join reads all months of
 * each series (1.4 times the time), and regions joined instead of listed lose the index of the series (5 times).
 */
const yearsOfSchemes = `with cn as materialized (
    select array(select jsonb_array_elements_text(r.members)) as codes from region r
    where r.id = 'CN' and ${atPosition('r')}),
  there as materialized (
    select s.id, s.scheme from series s where s.region = any((select codes from cn)::text[])
      and s.indicator = $2 and s.source = $3 and ${atPosition('s')}),
  years as materialized (
    select array(select y || '-12' from generate_series($4::text::int, $5::text::int) y) as list)
  select t.scheme, left(o.period, 4) as year,
    case when count(*) = (select cardinality(codes) from cn) then sum(o.value) end as value
  from there t cross join lateral (
    select said.period, said.value from unnest((select list from years)) p(period) cross join lateral (
      select o.period, o.value from observation o where o.series_id = t.id and o.period = p.period
        and ${atPosition('o')} limit 1) said) o
  group by t.scheme, o.period order by t.scheme, o.period`

/** The raw server's statements, by the name of the question. None of the texts holds what JSON would escape. */
export const rawStatements: Readonly<Record<string, RawStatement>> = {
  figure: {
    text: nodes(
      `'{"value":"' || t.value || '"}'`,
      `select o.value from observation o where o.series_id = ${oneSeries} and o.period = $6 and ${atPosition('o')}`,
    ),
    order: ['indicator', 'region', 'scheme', 'source', 'period'],
  },
  series: {
    text: nodes(
      `'{"period":"' || t.period || '","value":"' || t.value || '"}'`,
      `select o.period, o.value from observation o where o.series_id = ${oneSeries} and ${atPosition('o')}
       order by o.period desc limit 60`,
    ),
    order: ['indicator', 'region', 'scheme', 'source'],
  },
  latest: { text: nodes(latest, latestRows), order: ['indicator', 'source', 'regions', 'schemes'] },
  availability: { text: rawAvailability, order: [] },
  table: {
    text: `select '{"statistics":{"rows":{"nodes":[' || coalesce(string_agg('{"scheme":{"code":"' || t.scheme
      || '"},"period":"' || t.year || '","cells":[{"value":' || coalesce('"' || t.value || '"', 'null') || '}]}',
      ','), '') || ']}}}' as data from (${yearsOfSchemes}) t`,
    order: ['indicator', 'source', 'from', 'to'],
  },
  ...registerStatements,
  'page of 50': byRegion,
  'page of 1,000': byRegion,
}
