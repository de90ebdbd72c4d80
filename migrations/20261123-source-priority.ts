import { Migration } from '@mikro-orm/migrations'

/** Who is preferred among several sources of one figure, and how far they may be apart. Old rows never knew: null. */
export class SourcePriority extends Migration {
  override up(): void {
    this.addSql('alter table source add column priority integer')
    this.addSql('alter table indicator add column tolerance jsonb')
  }
}
