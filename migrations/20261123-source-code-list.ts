import { Migration } from '@mikro-orm/migrations'

/**
 * Sources say which code list their schemes stand in. A row from before answers null, as it would have been answered
 * then; the reference data of this version writes the next revision.
 */
export class SourceCodeList extends Migration {
  override up(): void {
    this.addSql('alter table source add column code_list text collate "C"')
  }
}
