import { sql } from '../../platform/sql.ts'
import { codeReads } from '../code-reads.ts'
import type { Scheme } from './terms.ts'

/** The reads of schemes. */
export const schemeReads = codeReads<Scheme>({
  table: 'scheme',
  noun: 'scheme',
  columns: sql`r.id as code, r.kind, r.category, r.parent, r.names, r.aliases, r.standards, r.mandatory,
    r.note, r.provenance`,
  filterColumns: {},
  filterRow: (scheme) => scheme,
})
