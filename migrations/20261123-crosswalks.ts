import { Migration } from '@mikro-orm/migrations'
import { versioned } from './versioned-table.ts'

/** Crosswalks between the versions of a code list. */
export class Crosswalks extends Migration {
  override up(): void {
    for (const statement of crosswalk) this.addSql(statement)
  }
}

const code = 'text collate "C" not null'

const crosswalk = versioned(
  'crosswalk',
  'text collate "C"',
  `code_list ${code}, from_version ${code}, to_version ${code}, entries jsonb not null, note jsonb,
   provenance text not null`,
)
