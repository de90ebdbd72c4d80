import { sql } from '../../platform/sql.ts'
import { codeReads } from '../code-reads.ts'
import type { Region } from './terms.ts'

/** The reads of regions. */
export const regionReads = codeReads<Region>({
  table: 'region',
  noun: 'region',
  columns: sql`r.id as code, r.level, r.names, r.aliases, r.parent, r.members, r.iso3166,
    r.valid_from as "validFrom", r.valid_to as "validTo", r.note, r.provenance`,
  filterColumns: {},
  filterRow: (region) => region,
})
