import type { ClientBase } from 'pg'

/** Organizations with certificates and credit records as they lie in the database. */
export type RegisterData = {
  readonly organizations: number
  readonly records: number
  readonly certificates: number
  /** Codes of organizations that have exactly 50 records in publicity and 20 certificates. */
  readonly full: readonly string[]
  readonly position: number
}

/** How many organizations have 50 records and 20 certificates; the others have 3 to 7 and one. */
const fullOrganizations = 100

const of = { records: 50, certificates: 20 } as const

/**
 * Writes so many organizations into a database that a hub has begun, with five credit records each on average, in one
 * commit. Most records are penalties or licences, one in a thousand is rare; a third has left publicity. Fictional names and codes.
 */
export async function fillRegisters(client: ClientBase, organizations: number): Promise<RegisterData> {
  const full = Math.min(fullOrganizations, organizations)
  await client.query('begin')
  await client.query(`set local work_mem = '256MB'`)
  await client.query(`set local maintenance_work_mem = '512MB'`)
  const { rows } = await client.query<{ position: string }>(
    'update head set position = position + 1 returning position',
  )
  const position = Number(rows[0]?.position)
  await client.query(
    `create temp table city on commit drop as
     select row_number() over (order by id) - 1 as place, id as code from region
     where to_position = 9007199254740991 and id like '44%' and id <> '440000'`,
  )
  await client.query(
    `create temp table plan on commit drop as
     select n, ${uuidOf('organization', 'n')} as id, c.code as region, '91440' || lpad(n::text, 13, '0') as code,
       case when n < $2 then ${of.records} else 3 + n % 5 end as records,
       case when n < $2 then ${of.certificates} else 1 end as certificates
     from generate_series(0, $1::int - 1) n join city c on c.place = (n % (select count(*) from city))`,
    [organizations, full],
  )
  // Filled first and indexed afterwards: entry by entry, random ids take ten times as long.
  const indexes = await client.query<{ name: string; definition: string }>(
    `select i.indexname as name, i.indexdef as definition from pg_indexes i
     where i.schemaname = current_schema() and i.tablename = any($1) and i.indexname not like '%\\_pkey'`,
    [['organization', 'organization_identifier', 'certificate', 'credit_record']],
  )
  for (const { name } of indexes.rows) await client.query(`drop index "${name}"`)
  for (const statement of statements(position)) await client.query(statement)
  for (const { definition } of indexes.rows) await client.query(definition)
  await client.query(
    `insert into commit (position, id, kind, release_id, recorded_at, counts)
     select $1, 'bench-registers', 'RELEASE', null, clock_timestamp(), '{}'::jsonb`,
    [position],
  )
  const codes = await client.query<{ code: string }>('select code from plan where n < $1 order by n', [full])
  const counted = await client.query<{ records: string; certificates: string }>(
    'select (select count(*) from credit_record) as records, (select count(*) from certificate) as certificates',
  )
  await client.query('commit')
  await client.query('vacuum analyze')
  return {
    organizations,
    records: Number(counted.rows[0]?.records),
    certificates: Number(counted.rows[0]?.certificates),
    full: codes.rows.map(({ code }) => code),
    position,
  }
}

/** An id that looks like a random one and is the same for the same number. */
function uuidOf(what: string, number: string): string {
  return `md5('${what}' || ${number})::uuid::text`
}

function statements(position: number): readonly string[] {
  const kind = `case when h < 600 then 'ADMINISTRATIVE_PENALTY' when h < 900 then 'ADMINISTRATIVE_LICENCE'
    when h = 999 then 'SERIOUS_DISHONESTY_LIST'
    else (array['CERTIFICATE_SUSPENDED', 'CERTIFICATE_WITHDRAWN', 'CERTIFICATE_CANCELLED', 'BODY_SANCTIONED',
      'LABORATORY_SANCTIONED', 'PROFICIENCY_RESULT', 'ABNORMAL_OPERATION_LIST', 'COMMENDATION'])[1 + h % 8] end`
  // Those of full organizations stay in publicity, so that each answer has 50.
  const ends = `case when p.n < ${fullOrganizations} or (p.n + k) % 3 > 0 then current_date + 100 + (p.n + k) % 600
    else current_date - 1 - (p.n + k) % 300 end`
  return [
    `insert into organization (id, from_position, name, person, region, roles, origin, release_id, revision, born_position)
     select id, ${position}, '示例企业' || n, false, region, array['CERTIFIED'], 'REGISTER', 'organization-register/bench', 1,
       ${position} from plan`,
    `insert into organization_identifier
       (id, from_position, organization_id, scheme, value, raw, check_result, person)
     select 'CN-USCC:' || code, ${position}, id, 'CN-USCC', code, code, 'FAILED', false from plan`,
    `insert into certificate (id, from_position, number, scheme, holder_id, body_id, status, valid_from, valid_to, region,
       key, source, release_id, revision, born_position, body)
     select ${uuidOf('certificate', `(p.n || '/' || k)`)}, ${position}, 'SL' || p.n || '-' || k,
       (array['QMS', 'EMS', 'OHSMS', 'ISMS', 'CCC'])[1 + (p.n + k) % 5], p.id, null, 'VALID',
       to_char(current_date - 300 - k, 'YYYY-MM-DD'), to_char(current_date + 600 + k, 'YYYY-MM-DD'), p.region,
       'bench/' || p.n || '/' || k, 'certificate-register', 'certificate-register/bench', 1, ${position}, '{}'::jsonb
     from plan p, generate_series(1, p.certificates) k`,
    `insert into credit_record (id, from_position, organization_id, counterparty, counterparty_kind, kind, authority,
       decision_number, decision_date, region, severity, rule, rule_version, publicity_from, publicity_until,
       earliest_repair, status, disputed, fine, detail, key, source, release_id, revision, born_position, body, shown_from,
       shown_until)
     select ${uuidOf('record', `(t.n || '/' || t.k)`)}, ${position}, t.id, '示例企业' || t.n, 'LEGAL_PERSON', ${kind},
       '示例市市场监督管理局', '示罚〔2026〕' || t.n || '-' || t.k, to_char(t.ends - 700, 'YYYY-MM-DD'), t.region,
       'GENERAL', 'CREDIT_REPAIR_2025', '1', to_char(t.ends - 690, 'YYYY-MM-DD'), to_char(t.ends, 'YYYY-MM-DD'),
       to_char(t.ends - 600, 'YYYY-MM-DD'), case when t.ends > current_date then 'PUBLISHED' else 'EXPIRED' end, false,
       10000 + t.h * 10, jsonb_build_object('violation', '示例行为' || t.h), 'bench/' || t.n || '/' || t.k,
       'double-publicity-penalties', 'double-publicity-penalties/bench', 1, ${position}, '{}'::jsonb,
       (t.ends - 690)::timestamp at time zone 'Asia/Shanghai', t.ends::timestamp at time zone 'Asia/Shanghai'
     from (select p.*, k, (p.n::bigint * 7919 + k * 104729) % 1000 as h, ${ends} as ends
           from plan p, generate_series(1, p.records) k) t`,
  ]
}
