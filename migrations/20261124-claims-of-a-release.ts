import { Migration } from '@mikro-orm/migrations'

/** The claims of a release are read in their order, part by part, where it begins or ceases to speak. */
export class ClaimsOfARelease extends Migration {
  override up(): void {
    this.addSql('create index claim_of_release on claim (release_id, id)')
    this.addSql('drop index claim_release')
  }
}
