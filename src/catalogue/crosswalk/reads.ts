import { sql } from '../../platform/sql.ts'
import { codeReads } from '../code-reads.ts'
import type { Crosswalk } from './terms.ts'

/** The reads of crosswalks. */
export const crosswalkReads = codeReads<Crosswalk>({
  table: 'crosswalk',
  noun: 'crosswalk',
  columns: sql`r.id as code, r.code_list as "codeList", r.from_version as "fromVersion", r.to_version as "toVersion",
    r.entries, r.note, r.provenance`,
  filterColumns: {},
  filterRow: (crosswalk) => crosswalk,
})
