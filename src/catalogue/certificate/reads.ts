import { sql } from '../../platform/sql.ts'
import { datedReads } from '../dated-reads.ts'
import { type DatedColumns, datedColumns, datedFilterColumns, selectList } from './dated-columns.ts'
import type { Certificate } from './terms.ts'

const columns: DatedColumns = {
  ...datedColumns,
  scheme: () => sql`r.scheme`,
  body: () => sql`r.body_id as "bodyId"`,
  standard: () => sql`r.standard`,
  region: () => sql`r.region`,
}

/** The reads of certificates: pages, by key, by organization, and their stream. */
export const certificateReads = datedReads<Certificate>({
  table: 'certificate',
  noun: 'certificate',
  columns: (wanted, day) => selectList(columns, wanted, day),
  filterColumns: (day) => ({
    ...datedFilterColumns(day),
    scheme: { sql: sql`r.scheme`, nullable: false },
    body: { sql: sql`r.body_id`, nullable: true },
    standard: { sql: sql`r.standard`, nullable: true },
    region: { sql: sql`r.region`, nullable: true },
  }),
  filterRow: (certificate) => ({ ...certificate, holder: certificate.holderId, body: certificate.bodyId }),
})

/** The certificates that organizations hold. */
export const certificatesHeld = certificateReads.heldBy('holder_id')

/** The certificates that organizations gave. */
export const certificatesIssued = certificateReads.heldBy('body_id')
