import { guardedColumn } from '../../access/guarded.ts'
import type { View } from '../../access/view.ts'
import { globalId } from '../../kernel/graph/global-id.ts'
import type { Position } from '../../kernel/position.ts'
import { type Sql, sql } from '../../platform/sql.ts'
import type { JointMeasure } from './terms.ts'

/** The word of joint measures in ids, streams and tags. */
export const measureNoun = 'joint-measure'

/** The columns of a joint measure over the alias `j`: all of them, a record has few. */
export function jointMeasureColumns(view: View): Sql {
  return sql`${ownColumns}, ${guardedColumn(view, 'joint_measure', 'j')}`
}

const ownColumns = sql`j.id as "measureId", j.record_id as "recordId", j.measure, j.authority,
  j.authority_id as "authorityId", j.basis, j.valid_from as "validFrom", j.valid_to as "validTo",
  j.ended_because as "endedBecause", j.source, j.release_id as "releaseId", j.revision`

/** A row of these columns. */
export type JointMeasureRow = Omit<JointMeasure, 'id' | 'readAt' | 'pinned'> & { readonly guarded: boolean }

/** The global id of a joint measure without a position: what the audit is told. */
export function measureAuditId({ measureId }: Pick<JointMeasure, 'measureId'>): string {
  return `${measureNoun}/${measureId}`
}

/** Makes the plain fact of a row of joint measure columns. */
export function jointMeasureOf(row: JointMeasureRow, readAt: Position, pinned: boolean): JointMeasure {
  return { ...row, id: globalId(measureNoun, row.measureId, { readAt, pinned }), readAt, pinned }
}
