import { Migration } from '@mikro-orm/migrations'
import { versioned } from './versioned-table.ts'

/** Figures of which two sources say different things. */
export class Discrepancies extends Migration {
  override up(): void {
    for (const statement of discrepancy) this.addSql(statement)
  }
}

const code = 'text collate "C" not null'

const discrepancy = [
  ...versioned(
    'discrepancy',
    'text collate "C"',
    `indicator ${code}, region ${code}, scheme ${code}, frequency ${code}, unit ${code}, period ${code},
     first_source ${code}, first_version ${code}, first_value numeric not null,
     second_source ${code}, second_version ${code}, second_value numeric not null,
     absolute_size numeric not null, relative_size numeric not null, opened_position bigint not null,
     status text not null, note text, preferred text collate "C", settled_by text, settled_position bigint,
     earlier_note text`,
  ),
  'create index discrepancy_figure on discrepancy (indicator, region, scheme, period)',
]
