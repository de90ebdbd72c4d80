import { guardedColumn, wholeName } from '../../access/guarded.ts'
import type { ReadScope } from '../../access/read.ts'
import { visible } from '../../access/rules.ts'
import { at } from '../../history/at.ts'
import { globalId } from '../../kernel/graph/global-id.ts'
import type { FilterColumns } from '../../platform/filter-sql.ts'
import { type Sql, sql } from '../../platform/sql.ts'
import { bearerShown, membersOfColumn } from './members-sql.ts'
import type { Organization } from './terms.ts'

/** For whom organizations are read, and where. */
export type OrganizationScope = Pick<ReadScope, 'view' | 'position' | 'pinned'>

/** A row of `organizationColumns`. */
export type OrganizationRow = Omit<Organization, 'id' | 'readAt' | 'pinned'> & {
  /** It is shown, or its whole name is, by right of a purpose. */
  readonly guarded: boolean
}

/** The columns of an organization over the alias `o`: all of them. Of a person the whole name for its supervisors alone. */
export function organizationColumns({ view, position }: OrganizationScope): Sql {
  const name = wholeName(view, { masked: sql`o.name`, personId: sql`o.person_id`, region: sql`o.region` })
  return sql`o.id as "organizationId", ${name} as name, o.names, o.person, o.region, to_jsonb(o.roles) as roles, o.origin,
    (select l.into_id from organization_link l
     where l.id = o.id and ${at('l', position)} and ${visible(view, 'organization_link', 'l')}) as "mergedInto",
    o.release_id as "releaseId", o.revision, o.from_position as position,
    (select c.recorded_at from commit c where c.position = o.from_position) as "recordedAt",
    ${guardedColumn(view, 'organization', 'o')}`
}

/** What filters of organizations may use, over the alias `o`. */
export function organizationFilterColumns(scope: OrganizationScope): FilterColumns {
  return {
    id: { sql: sql`o.id`, nullable: false },
    region: { sql: sql`o.region`, nullable: true },
    role: { sql: sql`o.roles`, many: true },
    name: {
      sql: sql`array_remove(array[o.name, o.names->>'zh-Hans', o.names->>'zh-Hant', o.names->>'en', o.names->>'pt'], null)`,
      many: true,
    },
    person: { sql: sql`o.person::text`, nullable: false },
    origin: { sql: sql`o.origin`, nullable: false },
    identifier: {
      sql: sql`array(select i.id from (${membersOfColumn(scope, sql`o.id`)}) m
        join organization_identifier i on i.organization_id = m.id
        where ${at('i', scope.position)} and ${visible(scope.view, 'organization_identifier', 'i')}
          and ${bearerShown(scope)})`,
      many: true,
    },
    recordKind: {
      sql: sql`array(select r.kind from (${membersOfColumn(scope, sql`o.id`)}) m
        join credit_record r on r.organization_id = m.id
        where ${at('r', scope.position)} and ${visible(scope.view, 'credit_record', 'r')})`,
      many: true,
    },
  }
}

/** An organization as a filter in memory sees it; its numbers and records are rows of their own, which no filter of a stream tests. */
export function organizationFilterRow(organization: Organization): Readonly<Record<string, unknown>> {
  const { organizationId, name, names, roles, person } = organization
  const known = Object.values(names ?? {}).filter((text) => text != null)
  return { ...organization, id: organizationId, name: [name, ...known], role: roles, person: String(person) }
}

/** Makes the plain fact of a row. */
export function organizationOf(row: OrganizationRow, { position, pinned }: OrganizationScope): Organization {
  const { guarded: _, ...fields } = row
  const place = { readAt: position, pinned }
  return { ...fields, ...place, id: globalId('organization', row.organizationId, place) }
}
