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

const byRegion = { text: nodes(page, pageRows), order: ['region', 'first'] }

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
  'page of 50': byRegion,
  'page of 1,000': byRegion,
}
