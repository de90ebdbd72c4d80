import { lookNow, type Telling, tells, tellsSql } from '../../access/hidden-now.ts'
import { visible } from '../../access/rules.ts'
import { hubItself } from '../../access/view.ts'
import { at } from '../../history/at.ts'
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
import { changedOrganizations, firstTold, tellingAt } from './telling-sql.ts'
import type { Organization } from './terms.ts'

/** An organization as the history had it: what it said of whether it is told. */
type ToldOrganization = Organization & { readonly telling: Telling }

type ToldRow = OrganizationRow & { readonly telling: Telling }

/**
 * How organizations are told to subscribers. One that is merged or split off changes with its link. One that is known from
 * credit records alone enters with the first of them that is published, and is retracted with the last: by the states
 * that commits wrote, as records are, and to nobody who may not see it by now.
 */
export const organizationStream: ChangeStream<ToldOrganization> = {
  noun: 'organization',
  changed: async (database, position, after, limit) => {
    const rows = await database.query<{ readonly id: string }>(
      changedOrganizations(position, after ?? '', limit),
    )
    const ids = rows.map(({ id }) => id)
    const [before, now] = [await readAt(database, position - 1, ids), await readAt(database, position, ids)]
    return ids.map((key) => {
      const pair = { key, before: before.get(key) ?? null, after: now.get(key) ?? null }
      // A page that is not full is the last, so one whose records changed and which is told as before is not left out.
      return isSame(pair.before, pair.after) ? { key, before: null, after: null } : pair
    })
  },
  state: async (scope, condition, after, limit) => {
    const telling = tellingAt(scope.position)
    const rows = await scope.database.query<ToldRow>(
      sql`select ${organizationColumns(scope)}, ${telling} as telling from organization o
          where ${at('o', scope.position)} and ${visible(scope.view, 'organization', 'o')}
            and ${tellsSql(scope.view, telling, sql`''`)}
            and ${filterSql(condition, organizationFilterColumns(scope))} and o.id > ${after ?? ''}
          order by o.id limit ${limit}`,
    )
    return rows.map((row) => ({
      key: row.organizationId,
      fact: { ...organizationOf(row, scope), telling: row.telling },
    }))
  },
  matches: (condition, fact) => passes(condition, organizationFilterRow(fact)),
  sees: (view, { telling }) => tells(view, telling, ''),
  look: (database, view, ids) =>
    lookNow(database, view, { table: 'organization', ids, first: firstTold(view) }),
}

async function readAt(
  database: Queryable,
  position: Position,
  ids: readonly string[],
): Promise<ReadonlyMap<string, ToldOrganization>> {
  const scope = { view: hubItself, position, pinned: false }
  const rows = await database.query<ToldRow>(
    sql`select ${organizationColumns(scope)}, ${tellingAt(position)} as telling from organization o
        where o.id = any(${ids}::text[]) and ${at('o', position)} and ${visible(hubItself, 'organization', 'o')}`,
  )
  return new Map(
    rows.map((row) => [row.organizationId, { ...organizationOf(row, scope), telling: row.telling }]),
  )
}

function isSame(before: ToldOrganization | null, after: ToldOrganization | null): boolean {
  if (before === null || after === null) return before === after
  return (
    before.revision === after.revision &&
    before.mergedInto === after.mergedInto &&
    before.telling === after.telling
  )
}
