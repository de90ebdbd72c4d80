import { byPurpose, type Guarded, idsGuarded } from '../../access/guarded.ts'
import type { AnswerByKey, ReadScope } from '../../access/read.ts'
import { visible } from '../../access/rules.ts'
import { at } from '../../history/at.ts'
import { sql } from '../../platform/sql.ts'
import {
  type JointMeasureRow,
  jointMeasureColumns,
  jointMeasureOf,
  measureAuditId,
  measureNoun,
} from './columns.ts'
import type { JointMeasure } from './terms.ts'

const tags = [measureNoun] as const

/** Reads joint measures by the keys of their global ids. */
export const jointMeasuresByKey = byPurpose(
  async (scope: ReadScope, keys: readonly string[]): Promise<Guarded<AnswerByKey<JointMeasure>>> => {
    const rows = await scope.database.query<JointMeasureRow>(
      sql`select ${jointMeasureColumns(scope.view)} from joint_measure j
        where ${at('j', scope.position)} and ${visible(scope.view, 'joint_measure', 'j')}
          and j.id = any(${keys}::text[])`,
    )
    const facts = rows.map(
      (row) => [row.measureId, jointMeasureOf(row, scope.position, scope.pinned)] as const,
    )
    return { rows: new Map(facts), tags, guarded: idsGuarded(rows, measureAuditId) }
  },
)

/** Reads the joint measures of records, by the records' own ids; those that began first come first. */
export const measuresOfRecords = byPurpose(
  async (
    scope: ReadScope,
    recordIds: readonly string[],
  ): Promise<Guarded<AnswerByKey<readonly JointMeasure[]>>> => {
    const rows = await scope.database.query<JointMeasureRow>(
      sql`select ${jointMeasureColumns(scope.view)} from joint_measure j
        where ${at('j', scope.position)} and ${visible(scope.view, 'joint_measure', 'j')}
          and j.record_id = any(${recordIds}::text[])
        order by coalesce(j.valid_from, ''), j.id`,
    )
    const facts = rows.map((row) => jointMeasureOf(row, scope.position, scope.pinned))
    return {
      rows: Map.groupBy(facts, ({ recordId }) => recordId),
      tags,
      guarded: idsGuarded(rows, measureAuditId),
    }
  },
)
