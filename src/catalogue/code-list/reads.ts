import { sql } from '../../platform/sql.ts'
import { codeReads } from '../code-reads.ts'
import type { CodeList } from './terms.ts'

/** The reads of code lists. */
export const codeListReads = codeReads<CodeList>({
  table: 'code_list',
  noun: 'code-list',
  columns: sql`r.code, r.version, r.names, r.valid_from as "validFrom", r.valid_to as "validTo", r.entries,
    r.note, r.provenance`,
  filterColumns: {},
  filterRow: (list) => list,
})
