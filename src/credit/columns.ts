import { guardedColumn, wholeName } from '../access/guarded.ts'
import { shownColumns } from '../access/guarded-rules.ts'
import type { Wanted } from '../access/read.ts'
import { type LinkPlace, lineageOf } from '../catalogue/organization/lineage.ts'
import { globalId } from '../kernel/graph/global-id.ts'
import type { Position } from '../kernel/position.ts'
import type { FilterColumns } from '../platform/filter-sql.ts'
import { type Sql, sql } from '../platform/sql.ts'
import type { CreditRecord } from './terms.ts'

/** The word of credit records in ids, streams and tags. */
export const creditNoun = 'credit-record'

/** What an id of a record looks like: its number of decision finds it, and is none. */
export const creditRecordId = {
  form: 'credit-record/…',
  foundBy: '`creditRecords(filter: { decisionNumber: { eq: "…" } })`',
}

/** Where records are read: for whom, at which position, and by which day (as SQL) their states are judged. */
export type CreditPlace = LinkPlace & { readonly day: Sql }

/** The state of a record on a day: publicity begins and ends by its dates, whether a commit has told it or not. */
export function statusOn(day: Sql): Sql {
  return sql`case when c.status = 'PENDING' and c.publicity_from <= ${day}
      then case when c.publicity_until <= ${day} then 'EXPIRED' else 'PUBLISHED' end
    when c.status = 'PUBLISHED' and c.publicity_until <= ${day} then 'EXPIRED' else c.status end`
}

/** The columns of a record over the alias `c`, by the parts of the plain fact. */
const columns = {
  recordId: () => sql`c.id as "recordId"`,
  organizationId: () => sql`c.organization_id as "organizationId"`,
  lineage: (place: CreditPlace) => sql`to_json(${lineageOf(place, sql`c.organization_id`)}) as lineage`,
  counterparty: ({ view }: CreditPlace) =>
    sql`${wholeName(view, { masked: sql`c.counterparty`, personId: sql`c.person_id`, region: sql`c.region` })} as counterparty`,
  counterpartyKind: () => sql`c.counterparty_kind as "counterpartyKind"`,
  kind: () => sql`c.kind`,
  authority: () => sql`c.authority`,
  authorityId: () => sql`c.authority_id as "authorityId"`,
  decisionNumber: () => sql`c.decision_number as "decisionNumber"`,
  decisionDate: () => sql`c.decision_date as "decisionDate"`,
  region: () => sql`c.region`,
  scheme: () => sql`c.scheme`,
  certificateNumber: () => sql`c.certificate_number as "certificateNumber"`,
  severity: () => sql`c.severity`,
  rule: () => sql`c.rule`,
  ruleVersion: () => sql`c.rule_version as "ruleVersion"`,
  publicityFrom: () => sql`c.publicity_from as "publicityFrom"`,
  publicityUntil: () => sql`c.publicity_until as "publicityUntil"`,
  earliestRepair: () => sql`c.earliest_repair as "earliestRepair"`,
  status: ({ day }: CreditPlace) => sql`${statusOn(day)} as status`,
  disputed: () => sql`c.disputed`,
  disputeNote: () => sql`c.dispute_note as "disputeNote"`,
  endBasis: () => sql`c.end_basis as "endBasis"`,
  endDocument: () => sql`c.end_document as "endDocument"`,
  endedOn: () => sql`c.ended_on as "endedOn"`,
  fine: () => sql`c.fine`,
  confiscated: () => sql`c.confiscated`,
  detail: () => sql`c.detail`,
  source: () => sql`c.source`,
  releaseId: () => sql`c.release_id as "releaseId"`,
  revision: () => sql`c.revision`,
  position: () => sql`c.from_position as position`,
  recordedAt: () =>
    sql`(select m.recorded_at from commit m where m.position = c.from_position) as "recordedAt"`,
  guarded: ({ view }: CreditPlace) => guardedColumn(view, 'credit_record', 'c'),
  shown: () => shownColumns('credit_record', 'c'),
} as const

type Part = keyof typeof columns

/** What fields of the graph need where that is not the part of their own name. */
const partsOfFields: Readonly<Record<string, readonly Part[]>> = {
  __typename: [],
  id: ['recordId'],
  organization: ['organizationId'],
  authorityOrganization: ['authorityId'],
  certificates: ['certificateNumber'],
  jointMeasures: ['recordId'],
  end: ['endBasis', 'endDocument', 'endedOn'],
  release: ['releaseId'],
}

/** What every read of records has: their id, the day by which pages go on, and by what right they are shown. */
const always: readonly Part[] = ['recordId', 'decisionDate', 'guarded']

const whole = Object.keys(columns) as readonly Part[]

/** The select list of records (alias `c`) for the fields an answer shows. A field that nobody knows here gets all. */
export function creditRecordColumns(wanted: Wanted | 'all', place: CreditPlace): Sql {
  return sql.join(partsFor(wanted).map((part) => columns[part](place)))
}

function partsFor(wanted: Wanted | 'all'): readonly Part[] {
  if (wanted === 'all') return whole
  const parts = new Set(always)
  for (const field of wanted) {
    const needed = partsOfFields[field] ?? (field in columns ? [field as Part] : null)
    if (needed === null) return whole
    for (const part of needed) parts.add(part)
  }
  return [...parts]
}

/** What filters of records may use. A name of a person is tested as everybody may see it. */
export function creditFilterColumns(place: CreditPlace): FilterColumns {
  return {
    organization: { sql: lineageOf(place, sql`c.organization_id`), many: true },
    counterparty: { sql: sql`c.counterparty`, nullable: false },
    region: { sql: sql`c.region`, nullable: true },
    scheme: { sql: sql`c.scheme`, nullable: true },
    kind: { sql: sql`c.kind`, nullable: false },
    severity: { sql: sql`c.severity`, nullable: true },
    status: { sql: sql`(${statusOn(place.day)})`, nullable: false },
    disputed: { sql: sql`c.disputed::text`, nullable: false },
    decisionDate: { sql: sql`c.decision_date`, nullable: true },
    authority: { sql: sql`c.authority`, nullable: false },
    decisionNumber: { sql: sql`c.decision_number`, nullable: false },
    certificateNumber: { sql: sql`c.certificate_number`, nullable: true },
    source: { sql: sql`c.source`, nullable: false },
    rule: { sql: sql`c.rule`, nullable: true },
    fine: { sql: sql`c.fine`, nullable: true },
  }
}

/** A record as a filter in memory sees it: the same names as the columns. */
export function creditFilterRow(record: CreditRecord): Readonly<Record<string, unknown>> {
  return { ...record, organization: record.lineage }
}

/** A row of record columns. */
export type CreditRow = Omit<CreditRecord, 'id' | 'readAt' | 'pinned'> & { readonly guarded: boolean }

/** The global id of a record without a position: what the audit is told. */
export function creditAuditId({ recordId }: Pick<CreditRecord, 'recordId'>): string {
  return `${creditNoun}/${recordId}`
}

/** Makes the plain fact of a row of record columns; it has the wanted parts. */
export function creditRecordOf(row: CreditRow, readAt: Position, pinned: boolean): CreditRecord {
  return { ...row, id: globalId(creditNoun, row.recordId, { readAt, pinned }), readAt, pinned }
}
