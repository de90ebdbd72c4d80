import { Migration } from '@mikro-orm/migrations'

/** Withdrawal and embargo: whether a release has spoken, why it was taken back, until when a delivery is held. */
export class Vintages extends Migration {
  override up(): void {
    for (const statement of statements) this.addSql(statement)
  }
}

const open = '9007199254740991'

const statements = [
  'alter table release add column spoken boolean not null default true',
  'alter table release add column withdrawal_reason text',
  `create index release_embargoed on release (embargo_until) where status = 'EMBARGOED' and to_position = ${open}`,
  `create index commit_withdrawal on commit (recorded_at) where kind = 'WITHDRAWAL'`,
  'create index release_delivery on release (delivery_id)',
  'create index commit_release on commit (release_id) where release_id is not null',
  'alter table delivery add column embargo_until timestamptz(3)',
  'create index delivery_embargoed on delivery (source) where embargo_until is not null',
]
