import { Migration } from '@mikro-orm/migrations'
import { versioned } from './versioned-table.ts'

/**
 * Organizations, their certificates and qualifications, credit records with what hangs on them, and inspections. Days are
 * ISO texts of Asia/Shanghai. `shown_from` and `shown_until` are no part of history: access reads them by now.
 */
export class Registers extends Migration {
  override up(): void {
    for (const statement of [...clock, ...staging, ...organizations, ...conformity, ...credit])
      this.addSql(statement)
  }
}

const open = '9007199254740991'
const id = 'text collate "C"'

/** What a fact that sources state whole has beside its own columns: which claim speaks, and what it says. */
const stated = `key ${id} not null, source text not null, release_id ${id} not null, revision integer not null,
  born_position bigint not null, body jsonb not null`

/** A view and no function, so that a test may put another clock in its place. */
const clock = ['create view database_clock as select clock_timestamp() as at']

const staging = [
  `create unlogged table register_stage (
    stage_id ${id} not null, seq integer not null, noun text not null, key ${id} not null, body jsonb not null,
    line integer not null, column_name text, original text not null, fresh_id ${id} not null,
    fact_id ${id}, verdict text,
    primary key (stage_id, seq)
  )`,
  `create unlogged table party_stage (
    stage_id ${id} not null, ref ${id} not null, scheme text not null, value ${id} not null, raw text not null,
    check_result text not null, valid_from ${id}, valid_to ${id}, party ${id} not null, fresh_id ${id} not null,
    name text not null, names jsonb, person boolean not null, region text, roles text[] not null, origin text not null,
    organization_id ${id},
    primary key (stage_id, ref)
  )`,
]

const organizations = [
  ...versioned(
    'organization',
    id,
    `name text not null, names jsonb, person boolean not null, region text collate "C", roles text[] not null,
     origin text not null, person_id ${id}, release_id ${id} not null, revision integer not null,
     born_position bigint not null, shown_until timestamptz not null default 'infinity'`,
  ),
  `create index organization_region on organization (region, id) where to_position = ${open}`,
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
    `into_id ${id} not null, reason text not null, made_by text not null`,
  ),
  'create index organization_link_into on organization_link (into_id, from_position)',
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
  `create unique index certificate_key on certificate (key) where to_position = ${open}`,
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
  `create unique index qualification_key on qualification (key) where to_position = ${open}`,
  'create index qualification_holder on qualification (holder_id, id, from_position)',
  `create index qualification_due on qualification (valid_to) where to_position = ${open} and status in ('VALID', 'SUSPENDED')`,
]

/** By now: since when and until when everybody may see it; null where nobody may. */
const shown = 'shown_from timestamptz, shown_until timestamptz'

const counterparty = `organization_id ${id}, person_id ${id}, counterparty text not null,
  counterparty_kind text collate "C" not null`

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
  `create unique index credit_record_key on credit_record (key) where to_position = ${open}`,
  'create index credit_record_organization on credit_record (organization_id, id, from_position)',
  'create index credit_record_kind on credit_record (kind, organization_id)',
  'create index credit_record_decided on credit_record (decision_date, id)',
  `create index credit_record_begins on credit_record (publicity_from) where to_position = ${open} and status = 'PENDING'`,
  `create index credit_record_due on credit_record (publicity_until) where to_position = ${open} and status = 'PUBLISHED'`,
  ...versioned(
    'joint_measure',
    id,
    `record_id ${id} not null, measure text not null, authority text not null, authority_id ${id}, basis text,
     valid_from ${id}, valid_to ${id}, ended_because text, ${stated}, ${shown}`,
  ),
  `create unique index joint_measure_key on joint_measure (key) where to_position = ${open}`,
  'create index joint_measure_record on joint_measure (record_id, id, from_position)',
  ...versioned(
    'inspection',
    id,
    `${counterparty}, plan text not null, plan_name text, task text not null, task_name text, authority text not null,
     authority_id ${id}, inspected_on ${id}, results text[] not null, published_on ${id}, page text,
     region text collate "C", scheme text collate "C", ${stated}, ${shown}`,
  ),
  `create unique index inspection_key on inspection (key) where to_position = ${open}`,
  'create index inspection_organization on inspection (organization_id, id, from_position)',
  'create index inspection_date on inspection (inspected_on, id)',
  // What has ended a record, at once and by now; its commit follows and is told by `told`.
  `create table credit_ending (
    record_id ${id} primary key, kind text not null, ended_at timestamptz not null, ended_by text not null, basis text,
    document text, told boolean not null default false
  )`,
  'create index credit_ending_untold on credit_ending (ended_at) where not told',
]
