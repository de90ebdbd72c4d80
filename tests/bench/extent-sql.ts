/**
 * Which periods the planned series have, as the hub keeps it: one extent per source and number of months, which gets a
 * month longer with each release. Revisions change none.
 */
export const extentSql = [
  `create temp table plan_extent on commit drop as
   select row_number() over (order by source, months) as id, source, months
   from (select distinct source, months from plan_series) e`,
  `insert into extent (id, from_position, to_position, figures, missing, figure_count, missing_count, first_number,
     last_number)
   select e.id, r.position, coalesce(n.position, 9007199254740991), int4multirange(int4range(f.first, f.first + r.month + 1)),
     '{}', r.month + 1, 0, f.first, f.first + r.month
   from plan_extent e join plan_release r on r.source = e.source and r.month < e.months
   left join plan_release n on n.source = e.source and n.month = r.month + 1 and n.month < e.months
   cross join (select 2011 * 12 as first) f`,
  `insert into series_extent (id, from_position, extent_id)
   select p.number + 1, r.position, e.id from plan_series p join plan_extent e using (source, months)
   join plan_release r on r.source = p.source and r.month = 0`,
  `select setval('extent_id', (select max(id) from extent))`,
  'update extent_progress set position = (select max(position) from plan_release)',
]
