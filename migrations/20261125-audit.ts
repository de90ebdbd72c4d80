import { Migration } from '@mikro-orm/migrations'

/** Who did or read what: a chain of entries that only grows, and its last link. */
export class Audit extends Migration {
  override up(): void {
    for (const statement of audit) this.addSql(statement)
  }
}

const audit = [
  `create table audit (
    seq bigint primary key check (seq > 0),
    at timestamptz(3) not null,
    actor text collate "C" not null,
    act text collate "C" not null,
    subjects text[] not null,
    purpose text,
    outcome text collate "C" not null,
    times integer not null check (times > 0),
    batch text collate "C" not null,
    previous text collate "C" not null,
    hash text collate "C" not null
  )`,
  'create index audit_batch on audit (batch)',
  'create index audit_actor on audit (actor, seq)',
  'create index audit_act on audit (act, seq)',
  'create index audit_subjects on audit using gin (subjects)',
  `create table audit_head (
    singleton boolean primary key default true check (singleton),
    seq bigint not null,
    hash text collate "C" not null
  )`,
  `create or replace function audit_only_grows() returns trigger language plpgsql as $$
    begin
      raise exception 'the audit only grows: nothing in it is changed or removed';
    end $$`,
  `create trigger audit_only_grows before update or delete or truncate on audit
    for each statement execute function audit_only_grows()`,
  `create trigger audit_head_stays before delete or truncate on audit_head
    for each statement execute function audit_only_grows()`,
]
