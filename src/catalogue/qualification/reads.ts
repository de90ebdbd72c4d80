import { sql } from '../../platform/sql.ts'
import {
  type DatedColumns,
  datedColumns,
  datedFilterColumns,
  selectList,
} from '../certificate/dated-columns.ts'
import { datedReads } from '../dated-reads.ts'
import type { Qualification } from './terms.ts'

const columns: DatedColumns = {
  ...datedColumns,
  kind: () => sql`r.kind`,
  issuer: () => sql`r.issuer_id as "issuerId"`,
}

/** The reads of qualifications: pages, by key, by organization, and their stream. */
export const qualificationReads = datedReads<Qualification>({
  table: 'qualification',
  noun: 'qualification',
  columns: (wanted, day) => selectList(columns, wanted, day),
  filterColumns: (day) => ({
    ...datedFilterColumns(day),
    kind: { sql: sql`r.kind`, nullable: false },
    issuer: { sql: sql`r.issuer_id`, nullable: true },
  }),
  filterRow: (qualification) => ({
    ...qualification,
    holder: qualification.holderId,
    issuer: qualification.issuerId,
  }),
})

/** The qualifications that organizations hold. */
export const qualificationsHeld = qualificationReads.heldBy('holder_id')
