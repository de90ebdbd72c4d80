import { lookNow } from '../../access/hidden-now.ts'
import { visible } from '../../access/rules.ts'
import { hubItself } from '../../access/view.ts'
import { changedFacts } from '../../catalogue/changed-facts.ts'
import { organizationsApart } from '../../catalogue/organization/asked-organizations.ts'
import { relinkedAt } from '../../catalogue/organization/changed-links.ts'
import { memberIdsOf } from '../../catalogue/organization/lineage.ts'
import { at, begunAt, endedAt } from '../../history/at.ts'
import { passes } from '../../kernel/condition.ts'
import type { Position } from '../../kernel/position.ts'
import type { Queryable } from '../../platform/database.ts'
import { filterSql } from '../../platform/filter-sql.ts'
import { sql } from '../../platform/sql.ts'
import type { ChangeStream } from '../../subscriptions/stream.ts'
import {
  type InspectionRow,
  inspectionColumns,
  inspectionFilterColumns,
  inspectionFilterRow,
  inspectionNoun,
  inspectionOf,
} from './columns.ts'
import type { Inspection } from './terms.ts'

/** How inspections are told to subscribers; one that is withdrawn is retracted. */
export const inspectionStream: ChangeStream<Inspection> = {
  noun: inspectionNoun,
  changed: async (database, position, after, limit) => {
    const keys = await changedIds(database, position, after, limit)
    const before = await factsAt(database, position - 1, keys)
    return changedFacts(keys, before, await factsAt(database, position, keys))
  },
  state: async (scope, condition, after, limit) => {
    const { lists, rest } = organizationsApart(condition, 'organization')
    const few = lists.map((ids) => sql`i.organization_id = any(${memberIdsOf(scope, sql`${ids}::text[]`)})`)
    const rows = await scope.database.query<InspectionRow>(
      sql`select ${inspectionColumns('all', scope)} from inspection i
          where ${at('i', scope.position)} and ${visible(scope.view, 'inspection', 'i')} and i.id > ${after ?? ''}
            and ${sql.join([...few, filterSql(rest, inspectionFilterColumns(scope))], sql` and `)}
          order by i.id limit ${limit}`,
    )
    return rows.map((row) => ({
      key: row.inspectionId,
      fact: inspectionOf(row, scope.position, scope.pinned),
    }))
  },
  matches: (condition, inspection) => passes(condition, inspectionFilterRow(inspection)),
  // What is not public yet is hidden by now, and has been told to nobody.
  sees: () => true,
  look: (database, view, ids) =>
    lookNow(database, view, { table: 'inspection', ids, first: sql`r.born_position` }),
}

async function changedIds(
  database: Queryable,
  position: Position,
  after: string | null,
  limit: number,
): Promise<readonly string[]> {
  const rows = await database.query<{ readonly id: string }>(
    sql`select k.id from (
          (select b.id from inspection b
           where ${begunAt('b', position)} and ${visible(hubItself, 'inspection', 'b')} and b.id > ${after ?? ''}
           order by b.id limit ${limit})
          union
          (select e.id from inspection e
           where ${endedAt('e', position)} and ${visible(hubItself, 'inspection', 'e')} and e.id > ${after ?? ''}
           order by e.id limit ${limit})
          union
          (select m.id from inspection m
           where ${at('m', position)} and ${visible(hubItself, 'inspection', 'm')} and m.id > ${after ?? ''}
             and m.organization_id = any(${relinkedAt(position)})
           order by m.id limit ${limit})) k
        order by k.id limit ${limit}`,
  )
  return rows.map(({ id }) => id)
}

async function factsAt(
  database: Queryable,
  position: Position,
  ids: readonly string[],
): Promise<ReadonlyMap<string, Inspection>> {
  const rows = await database.query<InspectionRow>(
    sql`select ${inspectionColumns('all', { view: hubItself, position })} from inspection i
        where ${at('i', position)} and ${visible(hubItself, 'inspection', 'i')} and i.id = any(${ids}::text[])`,
  )
  return new Map(rows.map((row) => [row.inspectionId, inspectionOf(row, position, false)]))
}
