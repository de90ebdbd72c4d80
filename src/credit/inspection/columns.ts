import { guardedColumn, wholeName } from '../../access/guarded.ts'
import type { Wanted } from '../../access/read.ts'
import { type LinkPlace, lineageOf } from '../../catalogue/organization/lineage.ts'
import { globalId } from '../../kernel/graph/global-id.ts'
import type { Position } from '../../kernel/position.ts'
import type { FilterColumns } from '../../platform/filter-sql.ts'
import { type Sql, sql } from '../../platform/sql.ts'
import type { Inspection } from './terms.ts'

/** The word of inspections in ids, streams and tags. */
export const inspectionNoun = 'inspection'

/** The columns of an inspection over the alias `i`, by the fields that need them; the others are always read. */
const extraColumns = {
  lineage: (place: LinkPlace) => sql`to_json(${lineageOf(place, sql`i.organization_id`)}) as lineage`,
  recordedAt: () =>
    sql`(select m.recorded_at from commit m where m.position = i.from_position) as "recordedAt"`,
} as const

const columns = sql`i.id as "inspectionId", i.organization_id as "organizationId",
  i.counterparty_kind as "counterpartyKind", i.plan, i.plan_name as "planName", i.task, i.task_name as "taskName",
  i.authority, i.authority_id as "authorityId", i.inspected_on as "inspectedOn", to_json(i.results) as results,
  i.published_on as "publishedOn", i.page, i.region, i.scheme, i.source, i.release_id as "releaseId", i.revision,
  i.from_position as position`

/** The select list of inspections (alias `i`) for the fields an answer shows. */
export function inspectionColumns(wanted: Wanted | 'all', place: LinkPlace): Sql {
  const extra = Object.entries(extraColumns)
    .filter(([field]) => wanted === 'all' || wanted.has(field))
    .map(([, column]) => column(place))
  const name = { masked: sql`i.counterparty`, personId: sql`i.person_id`, region: sql`i.region` }
  const counterparty = sql`${wholeName(place.view, name)} as counterparty`
  return sql.join([columns, counterparty, guardedColumn(place.view, 'inspection', 'i'), ...extra])
}

/** What filters of inspections may use. A name of a person is tested as everybody may see it. */
export function inspectionFilterColumns(place: LinkPlace): FilterColumns {
  return {
    organization: { sql: lineageOf(place, sql`i.organization_id`), many: true },
    counterparty: { sql: sql`i.counterparty`, nullable: false },
    region: { sql: sql`i.region`, nullable: true },
    scheme: { sql: sql`i.scheme`, nullable: true },
    plan: { sql: sql`i.plan`, nullable: false },
    task: { sql: sql`i.task`, nullable: false },
    authority: { sql: sql`i.authority`, nullable: false },
    inspectedOn: { sql: sql`i.inspected_on`, nullable: true },
    results: { sql: sql`i.results`, many: true },
    source: { sql: sql`i.source`, nullable: false },
  }
}

/** An inspection as a filter in memory sees it: the same names as the columns. */
export function inspectionFilterRow(inspection: Inspection): Readonly<Record<string, unknown>> {
  return { ...inspection, organization: inspection.lineage }
}

/** A row of inspection columns. */
export type InspectionRow = Omit<Inspection, 'id' | 'readAt' | 'pinned'> & { readonly guarded: boolean }

/** The global id of an inspection without a position: what the audit is told. */
export function inspectionAuditId({ inspectionId }: Pick<Inspection, 'inspectionId'>): string {
  return `${inspectionNoun}/${inspectionId}`
}

/** Makes the plain fact of a row of inspection columns. */
export function inspectionOf(row: InspectionRow, readAt: Position, pinned: boolean): Inspection {
  return { ...row, id: globalId(inspectionNoun, row.inspectionId, { readAt, pinned }), readAt, pinned }
}
