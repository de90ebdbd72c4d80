/**
 * Statements that write what goes with facts that are there already: for every row of the temporary table
 * `plan_release(source, month, position, code)` an original, a completed delivery, a release and a commit, a claim for
 * each observation that begins at its position, and the head. `recordedAt` is SQL for the time of the commit before.
 */
export function deliverySql(recordedAt: string, base: number): readonly string[] {
  const id = `'bench/' || r.source || '/' || r.code`
  const digest = `encode(sha256(convert_to(${id}, 'UTF8')), 'hex')`
  const report = `jsonb_build_object('id', ${id}, 'source', r.source, 'state', 'TAKEN', 'digest', ${digest},
    'repeated', false, 'counts', jsonb_build_object('rows', coalesce(c.added + c.revised, 0), 'added',
    coalesce(c.added, 0), 'revised', coalesce(c.revised, 0), 'confirmed', 0, 'stale', 0, 'quarantined', 0), 'releases',
    jsonb_build_array(jsonb_build_object('id', r.source || '/' || r.code, 'position', r.position)), 'findings',
    '[]'::jsonb, 'findingCount', 0)`
  return [
    `create temp table plan_counts on commit drop as
     select from_position as position, count(*) filter (where revision = 1) as added,
       count(*) filter (where revision > 1) as revised from observation where from_position > ${base} group by 1`,
    `insert into original (digest, size, name, received_at)
     select ${digest}, 1000, r.code || '.csv', clock_timestamp() from plan_release r`,
    `insert into delivery (id, source, idempotency_key, digest, form, name, received_at)
     select ${id}, r.source, ${id}, ${digest}, 'file', r.code || '.csv', clock_timestamp() from plan_release r`,
    `insert into delivery_outcome (delivery_id, completed_at, report)
     select ${id}, clock_timestamp(), ${report} from plan_release r left join plan_counts c using (position)`,
    `insert into release (id, from_position, source, code, period, status, delivery_id, born_position)
     select r.source || '/' || r.code, r.position, r.source, r.code, r.code, 'PUBLISHED', ${id}, r.position from plan_release r`,
    `insert into claim (delivery_id, release_id, noun, key, body, line, column_name, original, position)
     select ${id}, o.release_id, 'observation', concat_ws('/', s.indicator, s.region, s.scheme, s.frequency, s.source,
       s.unit, coalesce(nullif(s.code_list_version, ''), '-'), o.period),
       jsonb_build_object('value', o.value::text, 'status', o.status), s.id, s.indicator,
       o.period || ',' || s.region || ',,' || o.value || ',,made for the bench', o.from_position
     from plan_release r join observation o on o.from_position = r.position join series s on s.id = o.series_id
     order by o.from_position, o.id`,
    `insert into commit (position, id, kind, release_id, recorded_at, counts)
     select r.position, gen_random_uuid()::text, 'RELEASE', r.source || '/' || r.code,
       ${recordedAt} + (r.position - ${base}) * interval '1 millisecond', jsonb_build_object('added',
       coalesce(c.added, 0), 'revised', coalesce(c.revised, 0), 'confirmed', 0, 'stale', 0)
     from plan_release r left join plan_counts c using (position) order by r.position`,
    'update head set position = (select max(position) from plan_release)',
  ]
}
