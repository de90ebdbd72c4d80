import { sql } from '../../platform/sql.ts'
import { codeReads } from '../code-reads.ts'
import type { Source } from './terms.ts'

/** The reads of sources. */
export const sourceReads = codeReads<Source>({
  table: 'source',
  noun: 'source',
  columns: sql`r.id as code, r.names, r.publisher, r.address, r.noun, r.frequency, r.feed, r.priority,
    r.code_list as "codeList", r.note, r.provenance`,
  filterColumns: {},
  filterRow: (source) => source,
})
