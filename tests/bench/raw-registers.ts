const atPosition = (alias: string) => `${alias}.from_position <= $1 and ${alias}.to_position > $1`

const now = '(select k.at from database_clock k)'

const today = `(select to_char(k.at at time zone 'Asia/Shanghai', 'YYYY-MM-DD') from database_clock k)`

const shown = (alias: string) => `${alias}.shown_from <= ${now} and ${alias}.shown_until > ${now}`

const statusByDate = `case when r.status = 'PENDING' and r.publicity_from <= ${today}
    then case when r.publicity_until <= ${today} then 'EXPIRED' else 'PUBLISHED' end
  when r.status = 'PUBLISHED' and r.publicity_until <= ${today} then 'EXPIRED' else r.status end`

const certificateByDate = `case when f.status in ('VALID', 'SUSPENDED') and f.valid_to < ${today} then 'EXPIRED'
  else f.status end`

const records = `select string_agg('{"id":"credit-record/' || t.id || '","kind":"' || t.kind || '","status":"' || t.status
    || '","severity":"' || t.severity || '","decisionNumber":"' || t.decision_number || '","decisionDate":"'
    || t.decision_date || '","publicityUntil":"' || t.publicity_until || '","fine":{"yuan":"' || t.fine || '"}}', ',')
  from (select r.id, r.kind, r.severity, r.decision_number, r.decision_date, r.publicity_until, r.fine,
      ${statusByDate} as status
    from credit_record r where r.organization_id = any(m.ids) and ${atPosition('r')} and ${shown('r')}
    order by r.decision_date desc, r.id desc limit 50) t`

const certificates = `select string_agg('{"number":"' || t.number || '","status":"' || t.status || '","validTo":"' || t.valid_to
    || '","scheme":{"code":"' || t.scheme || '"}}', ',')
  from (select f.number, f.scheme, f.valid_to, ${certificateByDate} as status
    from certificate f where f.holder_id = any(m.ids) and ${atPosition('f')} order by f.id limit 50) t`

/** The organization that the bearer of the number was merged into, or itself. Links are walked only where there are some. */
const root = `case when exists (select from organization_link l where l.id = i.organization_id and ${atPosition('l')})
    then (with recursive step(id, depth) as (select i.organization_id collate "C", 0
        union all select l.into_id, s.depth + 1 from step s join organization_link l on l.id = s.id where ${atPosition('l')})
      select id from step order by depth desc limit 1)
    else i.organization_id end`

/** The organization and all that were merged into it, for both lists once. */
const members = `case when exists (select from organization_link l where l.into_id = o.id and ${atPosition('l')})
    then array(with recursive down(id) as (select o.id collate "C"
        union select l.id from down d join organization_link l on l.into_id = d.id where ${atPosition('l')})
      select id from down)
    else array[o.id] end`

/** The organizations of a region in the order of their ids, each with a look for a record: the best found for common kinds. */
const listed = {
  text: `select '{"organizations":{"nodes":[' || coalesce(string_agg('{"id":"organization/' || t.id || '","name":"'
      || t.name || '"}', ','), '') || ']}}' as data
    from (select o.id, o.name from organization o
      where o.region = $2 and o.id > $4::text and ${atPosition('o')} and ${shown('o')}
        and exists (select from credit_record r where r.kind = $3 and r.organization_id = o.id
          and ${atPosition('r')} and ${shown('r')})
      order by o.id limit 50) t`,
  order: ['region', 'kind', 'from'],
}

/**
 * The raw server's statements for them. `organization` follows merged organizations as the hub does; the lists do not: there
 * are none, and the best statement for a list needs to look for none.
 */
export const registerStatements = {
  organization: {
    text: `select '{"organization":{"id":"organization/' || o.id || '","name":"' || o.name || '","region":{"code":"' || o.region
        || '"},"creditRecords":{"nodes":[' || coalesce((${records}), '') || ']},"certificates":{"nodes":['
        || coalesce((${certificates}), '') || ']}}}' as data
      from organization_identifier i join organization o on o.id = ${root}
      cross join lateral (select ${members} as ids offset 0) m
      where i.id = 'CN-USCC:' || $2 and not i.person and ${atPosition('i')} and ${atPosition('o')} and ${shown('o')}`,
    order: ['code'],
  },
  organizations: listed,
  'deep organizations': listed,
  'rare organizations': {
    // The kind's own index, and then the organization: few of them have such a record.
    text: listed.text.replace(
      'from organization o\n',
      'from (select distinct r.organization_id as id from credit_record r where r.kind = $3) k join organization o on o.id = k.id\n',
    ),
    order: listed.order,
  },
} as const
