import { Migration } from '@mikro-orm/migrations'
import { versioned } from './versioned-table.ts'

/** Access keys, and what holds of them by now: which are revoked, and when each was last used. */
export class AccessKeys extends Migration {
  override up(): void {
    for (const statement of [...accessKey, ...byNow]) this.addSql(statement)
  }
}

const accessKey = [
  ...versioned(
    'access_key',
    'text collate "C"',
    `role text not null, regions text[] not null, sources text[] not null, holder text collate "C" not null, note text,
     secret_digest text not null, expires_at timestamptz, created_by text not null, born_position bigint not null,
     revoked_at timestamptz, revoked_by text, revocation_reason text`,
  ),
  'create index access_key_holder on access_key (holder) where to_position = 9007199254740991',
]

const byNow = [
  'create table access_change (only_row boolean primary key default true check (only_row), version bigint not null)',
  `create table access_revocation (
    key_id text collate "C" primary key,
    version bigint not null,
    revoked_at timestamptz not null,
    revoked_by text not null,
    reason text not null,
    told boolean not null default false
  )`,
  'create index access_revocation_version on access_revocation (version)',
  'create index access_revocation_untold on access_revocation (revoked_at) where not told',
  `create table access_key_use (
    key_id text collate "C" primary key,
    last_used_at timestamptz not null
  )`,
]
