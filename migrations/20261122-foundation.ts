import { Migration } from '@mikro-orm/migrations'
import { versioned } from './versioned-table.ts'

/** History, intake, catalogue and statistics: the tables the hub began with. */
export class Foundation extends Migration {
  override up(): void {
    for (const statement of [...history, ...intake, ...catalogue, ...statistics]) this.addSql(statement)
  }
}

const history = [
  `create table head (
    singleton boolean primary key default true check (singleton),
    epoch text not null,
    position bigint not null check (position >= 0)
  )`,
  `create table commit (
    position bigint primary key,
    id text not null unique,
    kind text not null,
    release_id text,
    recorded_at timestamptz(3) not null,
    counts jsonb not null
  )`,
  'create index commit_recorded_at on commit (recorded_at)',
  `create index commit_reference on commit (position) where kind = 'REFERENCE'`,
]

const intake = [
  `create table original (
    digest text primary key,
    size bigint not null,
    name text not null,
    received_at timestamptz(3) not null
  )`,
  `create table delivery (
    id text primary key,
    source text collate "C" not null,
    idempotency_key text not null,
    digest text not null,
    form text not null,
    name text not null,
    received_at timestamptz(3) not null,
    unique (source, idempotency_key)
  )`,
  'create index delivery_digest on delivery (source, digest)',
  `create table delivery_outcome (
    delivery_id text primary key,
    completed_at timestamptz(3) not null,
    report jsonb not null
  )`,
  `create table delivery_returned (
    delivery_id text primary key,
    returned_at timestamptz(3) not null
  )`,
  `create table claim (
    id bigint generated always as identity primary key,
    delivery_id text not null,
    release_id text collate "C" not null,
    noun text not null,
    key text collate "C" not null,
    body jsonb not null,
    line integer not null,
    column_name text,
    original text not null,
    position bigint not null
  )`,
  'create index claim_key on claim (key, id)',
  'create index claim_release on claim (release_id)',
  `create table quarantined (
    id bigint generated always as identity primary key,
    delivery_id text not null,
    source text collate "C" not null,
    line integer not null,
    original text not null,
    findings jsonb not null,
    recorded_at timestamptz(3) not null,
    position bigint not null,
    unique (delivery_id, line)
  )`,
  'create index quarantined_source on quarantined (source, position)',
]

const code = 'text collate "C" not null'

const catalogue = [
  ...versioned(
    'region',
    'text collate "C"',
    `level text not null, names jsonb not null, aliases jsonb not null, parent text collate "C", members jsonb,
     iso3166 text, valid_from date, valid_to date, note jsonb, provenance text not null`,
  ),
  ...versioned(
    'scheme',
    'text collate "C"',
    `kind text not null, category text, parent text collate "C", names jsonb not null, aliases jsonb not null,
     standards jsonb not null, mandatory boolean, note jsonb, provenance text not null`,
  ),
  ...versioned(
    'code_list',
    'text collate "C"',
    `code ${code}, version text collate "C" not null, names jsonb not null, valid_from date, valid_to date,
     entries jsonb not null, note jsonb, provenance text not null`,
  ),
  ...versioned(
    'indicator',
    'text collate "C"',
    `names jsonb not null, descriptions jsonb not null, unit text not null, value_type text not null,
     minimum numeric, collection text not null, additivity jsonb not null, provenance text not null`,
  ),
  ...versioned(
    'source',
    'text collate "C"',
    `names jsonb not null, publisher jsonb not null, address text, noun text not null, frequency text not null,
     feed text not null, note jsonb, provenance text not null`,
  ),
  ...versioned(
    'release',
    'text collate "C"',
    `source ${code}, code ${code}, period text collate "C", published_at timestamptz(3),
     embargo_until timestamptz(3), status text not null, note text, evidence text, delivery_id text not null,
     born_position bigint not null`,
  ),
  'create index release_source on release (source, id)',
  'create index release_born on release (born_position, id)',
]

const statistics = [
  'create sequence series_id',
  'create sequence observation_id',
  ...versioned(
    'series',
    'bigint',
    `indicator ${code}, region ${code}, scheme ${code}, unit ${code}, frequency ${code}, source ${code},
     code_list_version ${code}`,
  ),
  `create unique index series_key on series
     (indicator, region, scheme, source, frequency, unit, code_list_version, from_position)`,
  'create index series_region on series (region, scheme)',
  'create index series_scheme on series (scheme, region)',
  'create index series_source on series (source)',
  ...versioned(
    'observation',
    'bigint',
    `series_id bigint not null, period text collate "C" not null, value numeric, status text not null,
     release_id text collate "C" not null, revision integer not null`,
  ),
  `create unique index observation_key on observation (series_id, period, from_position)
     include (to_position, value, status, id)`,
  'create index observation_period on observation (period, id)',
  `alter table observation set (autovacuum_vacuum_scale_factor = 0.02, autovacuum_analyze_scale_factor = 0.02,
     autovacuum_vacuum_insert_scale_factor = 0.05, fillfactor = 90)`,
  `create unlogged table observation_stage (
    stage_id text not null,
    delivery_id text not null,
    seq integer not null,
    verdict text not null,
    series_id bigint not null,
    series_new boolean not null,
    observation_id bigint,
    known_from bigint,
    revision integer not null,
    indicator text not null,
    region text not null,
    scheme text not null,
    unit text not null,
    frequency text not null,
    source text not null,
    code_list_version text not null,
    period text not null,
    value numeric,
    status text not null,
    key text not null,
    line integer not null,
    column_name text,
    original text not null,
    primary key (stage_id, seq)
  )`,
]
