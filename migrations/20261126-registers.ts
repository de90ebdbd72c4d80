import { Migration } from '@mikro-orm/migrations'
import { versioned } from './versioned-table.ts'

/**
 * Organizations, their certificates and qualifications, credit records with what hangs on them, and inspections. Days are
 * ISO texts of Asia/Shanghai. `shown_from` and `shown_until` are no part of history: access reads them by now.
 */
export class Registers extends Migration {
  override up(): void {
    for (const statement of [
      ...clock,
      ...sources,
      ...staging,
      ...organizations,
      ...conformity,
      ...credit,
      ...vacuumed,
    ])
      this.addSql(statement)
  }
}

const open = '9007199254740991'
const id = 'text collate "C"'

/** What a fact that sources state whole has beside its own columns: which claim speaks, and what it says. */
const stated = `key ${id} not null, source text not null, release_id ${id} not null, revision integer not null,
  born_position bigint not null, body jsonb not null`

/** One open row per key, and the newest row of a key that has ended, whose id comes back with it. */
function keyed(table: string): readonly string[] {
  return [
    `create unique index ${table}_key on ${table} (key) where to_position = ${open}`,
    `create index ${table}_of_key on ${table} (key, from_position)`,
    `create index ${table}_source on ${table} (source)`,
  ]
}

/** A view and no function, so that a test may put another clock in its place. */
const clock = ['create view database_clock as select clock_timestamp() as at']

/** Sources of facts other than figures publish as things happen. */
const sources = ['alter table source alter column frequency drop not null']

/** Rows that a delivery, or a release that begins to speak or falls silent, is about to write: made again after a crash. */
const staged = `stage_id ${id} not null, delivery_id ${id}, staged_at timestamptz not null default clock_timestamp(),
  seq integer not null`

const staging = [
  `create unlogged table register_stage (
    ${staged}, key ${id} not null, body jsonb not null, parties jsonb, line integer not null, column_name text,
    original text not null, fresh_id ${id} not null, person_name text, person_region ${id}, person_id ${id},
    verdict text, fact_id ${id}, known_from bigint, revision integer, born_position bigint, source text,
    release_id ${id},
    primary key (stage_id, seq)
  )`,
  // One row per identifier; what is said of the party stands on the row of its first one.
  `create unlogged table party_stage (
    ${staged}, in_stage ${id} not null, ref ${id} not null, party ${id} not null, first boolean not null, scheme text collate "C" not null,
    value ${id} not null, raw text not null, check_result text not null, valid_from ${id}, valid_to ${id},
    fresh_id ${id} not null, name text, names jsonb, person boolean not null, personal_name text, person_id ${id},
    region ${id}, roles text[], origin text not null, needed boolean not null default false, known_id ${id},
    organization_id ${id},
    primary key (stage_id, seq)
  )`,
  // One column for stage and number, so that no statement ever looks a number up by its stage alone.
  'create unique index party_stage_ref on party_stage (in_stage)',
  // What a claim needs beside its body to speak later: whom it names, and where the whole name of a person is kept.
  `alter table claim add column parties jsonb, add column person_id ${id}`,
]

const organizations = [
  ...versioned(
    'organization',
    id,
    `name text not null, names jsonb, person boolean not null, region text collate "C", roles text[] not null,
     origin text not null, person_id ${id}, release_id ${id} not null, revision integer not null,
     born_position bigint not null, shown_from timestamptz not null default '-infinity',
     shown_until timestamptz not null default 'infinity'`,
  ),
  'create index organization_region on organization (region, id, from_position)',
  'create index organization_release on organization (release_id)',
  ...versioned(
    'organization_identifier',
    id,
    `organization_id ${id} not null, scheme text collate "C" not null, value ${id} not null, raw text not null,
     check_result text not null, valid_from ${id}, valid_to ${id}, person boolean not null`,
  ),
  'create index organization_identifier_of on organization_identifier (organization_id, from_position)',
  ...versioned(
    'organization_link',
    id,
    `into_id ${id} not null, reason text not null, made_by text not null, end_reason text, ended_by text`,
  ),
  'create index organization_link_into on organization_link (into_id, from_position)',
  // What registers of organizations say, one row per number and register: an organization itself is made of many sources.
  ...versioned('register_entry', id, `organization_id ${id} not null, ${stated}`),
  ...keyed('register_entry'),
  'create index register_entry_of on register_entry (organization_id)',
  `create table person (
    id ${id} primary key, name text not null, region text, source text not null, recorded_at timestamptz not null
  )`,
]

const conformity = [
  ...versioned(
    'certificate',
    id,
    `number ${id} not null, scheme text collate "C" not null, holder_id ${id}, body_id ${id}, standard text, scope text,
     status text collate "C" not null, status_since ${id}, valid_from ${id}, valid_to ${id}, region text collate "C",
     ${stated}`,
  ),
  ...keyed('certificate'),
  'create index certificate_holder on certificate (holder_id, id, from_position)',
  'create index certificate_body on certificate (body_id, id, from_position)',
  'create index certificate_number on certificate (number, from_position)',
  `create index certificate_due on certificate (valid_to) where to_position = ${open} and status in ('VALID', 'SUSPENDED')`,
  ...versioned(
    'qualification',
    id,
    `kind text collate "C" not null, number ${id} not null, holder_id ${id}, issuer_id ${id}, scope text,
     status text collate "C" not null, status_since ${id}, valid_from ${id}, valid_to ${id}, ${stated}`,
  ),
  ...keyed('qualification'),
  'create index qualification_holder on qualification (holder_id, id, from_position)',
  'create index qualification_issuer on qualification (issuer_id)',
  `create index qualification_due on qualification (valid_to) where to_position = ${open} and status in ('VALID', 'SUSPENDED')`,
  // Every delivery is checked against what is final.
  ...['certificate', 'qualification'].map(
    (table) =>
      `create index ${table}_final on ${table} (key) include (status)
       where to_position = ${open} and status in ('WITHDRAWN', 'CANCELLED')`,
  ),
]

/** By now: since when and until when everybody may see it; null where nobody may. */
const shown = 'shown_from timestamptz, shown_until timestamptz'

const counterparty = `organization_id ${id}, person_id ${id}, counterparty text not null,
  counterparty_kind text collate "C" not null`

/**
 * What is counted by month is read off an index alone, in the order in which it is grouped. An index serves alone only where it
 * has the columns of its expressions too. Names are of any length and no part of it.
 */
function counted(table: string, day: string, kind: string): readonly string[] {
  const month = `substr(coalesce(${day}, ''), 1, 7)`
  return [
    `create index ${table}_counted on ${table}
     (${month}, coalesce(region, ''), coalesce(scheme, ''), ${kind}organization_id)
     include (${day}, region, scheme, from_position, to_position, shown_from, shown_until)`,
    `create index ${table}_counted_names on ${table} (${month}) where organization_id is null`,
    `create index ${table}_counted_until on ${table} (${month}, shown_until)`,
  ]
}

const credit = [
  ...versioned(
    'credit_record',
    id,
    `${counterparty}, kind text collate "C" not null, authority text not null, authority_id ${id},
     decision_number text not null, decision_date ${id}, region text collate "C", scheme text collate "C",
     certificate_number ${id}, severity text collate "C", rule text, rule_version text, publicity_from ${id},
     publicity_until ${id}, earliest_repair ${id}, status text collate "C" not null, disputed boolean not null,
     dispute_note text, end_basis text, end_document text, ended_on ${id}, fine numeric, confiscated numeric,
     detail jsonb not null, ${stated}, ${shown}`,
  ),
  ...keyed('credit_record'),
  'create index credit_record_organization on credit_record (organization_id, id, from_position)',
  'create index credit_record_number on credit_record (decision_number)',
  'create index credit_record_authority on credit_record (authority_id)',
  // With what decides who sees a record, so that organizations are found by records without reading those.
  'create index credit_record_kind on credit_record (kind, organization_id) include (from_position, to_position, shown_from, shown_until)',
  `create index credit_record_decided on credit_record (coalesce(decision_date, ''), id)`,
  ...counted('credit_record', 'decision_date', 'kind, '),
  'create index credit_record_certificate on credit_record (certificate_number) where certificate_number is not null',
  `create index credit_record_begins on credit_record (publicity_from) where to_position = ${open} and status = 'PENDING'`,
  `create index credit_record_due on credit_record (publicity_until) where to_position = ${open} and status = 'PUBLISHED'`,
  ...versioned(
    'joint_measure',
    id,
    `record_id ${id} not null, measure text not null, authority text not null, authority_id ${id}, basis text,
     valid_from ${id}, valid_to ${id}, ended_because text, ${stated}, ${shown}`,
  ),
  ...keyed('joint_measure'),
  'create index joint_measure_authority on joint_measure (authority_id)',
  'create index joint_measure_record on joint_measure (record_id, id, from_position)',
  ...versioned(
    'inspection',
    id,
    `${counterparty}, plan text not null, plan_name text, task text not null, task_name text, authority text not null,
     authority_id ${id}, inspected_on ${id}, results text[] not null, published_on ${id}, page text,
     region text collate "C", scheme text collate "C", ${stated}, ${shown}`,
  ),
  ...keyed('inspection'),
  'create index inspection_organization on inspection (organization_id, id, from_position)',
  'create index inspection_authority on inspection (authority_id)',
  `create index inspection_date on inspection (coalesce(inspected_on, ''), id)`,
  ...counted('inspection', 'inspected_on', ''),
  // What has ended a record, at once and by now; its commit follows and is told by `told`.
  `create table credit_ending (
    record_id ${id} primary key, kind text not null, ended_at timestamptz not null, ended_by text not null, basis text,
    document text, request_key text, told boolean not null default false
  )`,
  'create index credit_ending_untold on credit_ending (ended_at) where not told',
]

/** A large revision leaves as many dead rows as live ones, and pinned reads pay for them until they are gone. */
const vacuumed = [
  'organization',
  'organization_identifier',
  'certificate',
  'qualification',
  'credit_record',
  'joint_measure',
  'inspection',
].map(
  (table) =>
    `alter table ${table} set (autovacuum_vacuum_scale_factor = 0.02, autovacuum_analyze_scale_factor = 0.02,
     autovacuum_vacuum_insert_scale_factor = 0.05, fillfactor = 90)`,
)
