const atPosition = (alias: string) => `${alias}.from_position <= $1 and ${alias}.to_position > $1`

const counts = `'figures', t.figures, 'missing', t.missing, 'series', t.series, 'firstPeriod', t.first,
  'lastPeriod', t.last`

const list = (code: string, number: number) =>
  `(select json_agg(json_build_object('code', t.${code}, ${counts}) order by t.${code}) from counted t where t.level = ${number})`

/**
 * What there is, counted from the figures in one pass: per series first, which a hash of a few thousand keys does, then
 * by each code. Its answer is the hub's; the periods are all months.
 */
export const rawAvailability = `with
  per_series as materialized (select o.series_id, count(o.value) as figures, count(*) - count(o.value) as missing,
      min(o.period) as first, max(o.period) as last
    from observation o where ${atPosition('o')} group by o.series_id),
  counted as materialized (select s.indicator, s.region, s.scheme, s.source,
      grouping(s.indicator, s.region, s.scheme, s.source) as level, sum(p.figures)::bigint as figures,
      sum(p.missing)::bigint as missing, count(*) as series, min(p.first) as first, max(p.last) as last
    from per_series p join series s on s.id = p.series_id where ${atPosition('s')}
    group by grouping sets ((), (s.indicator), (s.region), (s.scheme), (s.source)))
  select json_build_object('availability', json_build_object(${counts}, 'indicators', ${list('indicator', 7)},
    'regions', ${list('region', 11)}, 'schemes', ${list('scheme', 13)}, 'sources', ${list('source', 14)}))::text as data
  from counted t where t.level = 15`
