import { onlyPublic } from '../../access/field-classes.ts'
import { sql } from '../../platform/sql.ts'
import { datedReads } from '../dated-reads.ts'
import { codeJson, dayJson, idJson, textJson } from '../organization/json-of-facts.ts'
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
  json: {
    plain: onlyPublic('Certificate', {
      id: idJson('certificate', 'key'),
      number: textJson('number'),
      standard: textJson('standard'),
      scope: textJson('scope'),
      status: sql`'"' || t.status || '"'`,
      statusSince: dayJson('statusSince'),
      validFrom: dayJson('validFrom'),
      validTo: dayJson('validTo'),
      revision: sql`t.revision::text`,
      position: sql`t.position::text`,
      __typename: sql.lit('"Certificate"'),
    }),
    below: {
      region: codeJson('Region', 'region'),
      scheme: codeJson('Scheme', 'scheme'),
      source: codeJson('Source', 'source'),
    },
  },
  filterRow: (certificate) => ({ ...certificate, holder: certificate.holderId, body: certificate.bodyId }),
})

/** The certificates that organizations hold. */
export const certificatesHeld = certificateReads.heldBy('holder_id')

/** The certificates that organizations gave. */
export const certificatesIssued = certificateReads.heldBy('body_id')
