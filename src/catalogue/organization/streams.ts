import { sees, visible } from '../../access/rules.ts'
import { hubItself } from '../../access/view.ts'
import { at, begunAt, endedAt } from '../../history/at.ts'
import { passes } from '../../kernel/condition.ts'
import type { Position } from '../../kernel/position.ts'
import type { Queryable } from '../../platform/database.ts'
import { filterSql } from '../../platform/filter-sql.ts'
import { sql } from '../../platform/sql.ts'
import type { ChangeStream } from '../../subscriptions/stream.ts'
import {
  type OrganizationRow,
  organizationColumns,
  organizationFilterColumns,
  organizationFilterRow,
  organizationOf,
} from './columns.ts'
import type { Organization } from './terms.ts'

/** How organizations are told to subscribers; one that is merged or split off changes with its link. */
export const organizationStream: ChangeStream<Organization> = {
  noun: 'organization',
  changed: async (database, position, after, limit) => {
    const ids = await changedIds(database, position, after ?? '', limit)
    const before = await readAt(database, position - 1, ids)
    const now = await readAt(database, position, ids)
    return ids.map((key) => ({ key, before: before.get(key) ?? null, after: now.get(key) ?? null }))
  },
  state: async (scope, condition, after, limit) => {
    const rows = await scope.database.query<OrganizationRow>(
      sql`select ${organizationColumns(scope)} from organization o
          where ${at('o', scope.position)} and ${visible(scope.view, 'organization', 'o')}
            and ${filterSql(condition, organizationFilterColumns(scope))} and o.id > ${after ?? ''}
          order by o.id limit ${limit}`,
    )
    return rows.map((row) => ({ key: row.organizationId, fact: organizationOf(row, scope) }))
  },
  matches: (condition, fact) => passes(condition, organizationFilterRow(fact)),
  sees: (view, fact) => sees(view, 'organization', fact),
}

/** The organizations of which a row or a link began or ended: four walks, each through one index from the key on. */
async function changedIds(
  database: Queryable,
  position: Position,
  after: string,
  limit: number,
): Promise<readonly string[]> {
  const rows = await database.query<{ readonly id: string }>(
    sql`select w.id from (
          (select o.id from organization o where ${begunAt('o', position)}
             and ${visible(hubItself, 'organization', 'o')} and o.id > ${after} order by o.id limit ${limit})
          union
          (select o.id from organization o where ${endedAt('o', position)}
             and ${visible(hubItself, 'organization', 'o')} and o.id > ${after} order by o.id limit ${limit})
          union
          (select l.id from organization_link l where ${begunAt('l', position)}
             and ${visible(hubItself, 'organization_link', 'l')} and l.id > ${after} order by l.id limit ${limit})
          union
          (select l.id from organization_link l where ${endedAt('l', position)}
             and ${visible(hubItself, 'organization_link', 'l')} and l.id > ${after} order by l.id limit ${limit})
        ) w order by w.id limit ${limit}`,
  )
  return rows.map(({ id }) => id)
}

async function readAt(
  database: Queryable,
  position: Position,
  ids: readonly string[],
): Promise<ReadonlyMap<string, Organization>> {
  const scope = { view: hubItself, position, pinned: false }
  const rows = await database.query<OrganizationRow>(
    sql`select ${organizationColumns(scope)} from organization o
        where o.id = any(${ids}::text[]) and ${at('o', position)} and ${visible(hubItself, 'organization', 'o')}`,
  )
  return new Map(rows.map((row) => [row.organizationId, organizationOf(row, scope)]))
}
