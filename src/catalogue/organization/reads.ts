import { byPurpose, countsGuarded, guardedColumn, idsGuarded } from '../../access/guarded.ts'
import type { CacheTag, ReadScope } from '../../access/read.ts'
import { maySupervise } from '../../access/rights.ts'
import { visible } from '../../access/rules.ts'
import { at } from '../../history/at.ts'
import { type Condition, equalityTerms } from '../../kernel/condition.ts'
import { sql } from '../../platform/sql.ts'
import { tableOfTexts } from '../../platform/text-table.ts'
import { type OrganizationRow, organizationColumns, organizationOf } from './columns.ts'
import {
  countOfOrganizations,
  listOfOrganizations,
  type OrganizationQuestion,
} from './list-of-organizations.ts'
import { membersOf, rootOf, rootsOfKeys } from './members-sql.ts'
import type { Identifier } from './terms.ts'

/** Reads of organizations by their own ids, for what hangs on other facts; one that was merged is read itself. */
export const organizationReads = {
  byKey: byPurpose(async (scope: ReadScope, ids: readonly string[]) =>
    answerByKey(
      scope,
      await scope.database.query<AskedRow>(
        sql`select ${organizationColumns(scope)}, o.id as "askedFor" from organization o
            where o.id = any(${ids}::text[])
              and ${at('o', scope.position)} and ${visible(scope.view, 'organization', 'o')}`,
      ),
    ),
  ),
} as const

/** Reads a page of organizations. */
export const readOrganizations = byPurpose(async (scope: ReadScope, question: OrganizationQuestion) => {
  const rows = await scope.database.query<OrganizationRow>(listOfOrganizations(scope, question))
  return {
    rows: rows.map((row) => organizationOf(row, scope)),
    tags: tagsOf(question.condition),
    guarded: [...guardedIn(scope, rows), ...recordsGuarded(scope, question.condition)],
  }
})

/** Counts the organizations that match. */
export const countOrganizations = byPurpose(async (scope: ReadScope, { condition }: OrganizationQuestion) => {
  const [row] = await scope.database.query<{ readonly count: number }>(
    countOfOrganizations(scope, { condition }),
  )
  const guarded = [...countsGuarded(scope.view, 'organization'), ...recordsGuarded(scope, condition)]
  return { rows: [row?.count ?? 0], tags: tagsOf(condition), guarded }
})

/** Reads the organization that stands for the bearer of each number (`scheme:value`). */
export const organizationsByNumber = byPurpose(async (scope: ReadScope, keys: readonly string[]) =>
  answerByKey(
    scope,
    await scope.database.query<AskedRow>(
      sql`select ${organizationColumns(scope)}, k.key as "askedFor"
          from ${tableOfTexts(keys)} as k(key) cross join lateral (${rootsOfKeys(scope, sql`array[k.key]`)}) t
          join organization o on o.id = t.id
          where ${at('o', scope.position)} and ${visible(scope.view, 'organization', 'o')}`,
    ),
  ),
)

/** Reads the organization at the end of the links of each of several organizations; itself where it was merged into none. */
export const rootOfOrganizations = byPurpose(async (scope: ReadScope, ids: readonly string[]) =>
  answerByKey(
    scope,
    await scope.database.query<AskedRow>(
      sql`select ${organizationColumns(scope)}, k.id as "askedFor"
          from ${tableOfTexts(ids)} as k(id) join organization o on o.id = ${rootOf(scope, sql`k.id`)}
          where ${at('o', scope.position)} and ${visible(scope.view, 'organization', 'o')}`,
    ),
  ),
)

/** Reads the organizations that were merged into each of several organizations, directly or through others. */
export const membersOfOrganizations = byPurpose(async (scope: ReadScope, ids: readonly string[]) => {
  const rows = await scope.database.query<AskedRow>(
    sql`select ${organizationColumns(scope)}, m.root as "askedFor"
        from (${membersOf(scope, ids)}) m join organization o on o.id = m.member
        where m.member <> m.root
          and ${at('o', scope.position)} and ${visible(scope.view, 'organization', 'o')}
        order by o.id`,
  )
  const facts = rows.map(({ askedFor, ...row }) => [askedFor, organizationOf(row, scope)] as const)
  return { rows: listsOf(facts), tags, guarded: guardedIn(scope, rows) }
})

/** Reads the numbers of organizations that the view may see, register by register. */
export const identifiersOfOrganizations = byPurpose(async (scope: ReadScope, ids: readonly string[]) => {
  const rows = await scope.database.query<IdentifierRow>(
    sql`select i.organization_id as "askedFor", i.scheme, i.value, i.raw, i.check_result as check,
          i.valid_from as "validFrom", i.valid_to as "validTo",
          ${guardedColumn(scope.view, 'organization_identifier', 'i')}
        from organization_identifier i
        where i.organization_id = any(${ids}::text[])
          and ${at('i', scope.position)} and ${visible(scope.view, 'organization_identifier', 'i')}
        order by i.id`,
  )
  const facts = rows.map(({ askedFor, guarded: _, ...row }): readonly [string, Identifier] => [askedFor, row])
  return { rows: listsOf(facts), tags, guarded: idsGuarded(rows, ({ askedFor }) => auditedId(askedFor)) }
})

type AskedRow = OrganizationRow & { readonly askedFor: string }
type IdentifierRow = Identifier & { readonly askedFor: string; readonly guarded: boolean }

function answerByKey(scope: ReadScope, rows: readonly AskedRow[]) {
  const facts = rows.map(({ askedFor, ...row }) => [askedFor, organizationOf(row, scope)] as const)
  return { rows: new Map(facts), tags, guarded: guardedIn(scope, rows) }
}

/** A person’s own business is read by right of a purpose also where no whole name is kept: its numbers found it. */
function guardedIn({ view }: ReadScope, rows: readonly OrganizationRow[]): readonly string[] {
  const read = rows.map(({ organizationId, guarded, person, region }) => ({
    organizationId,
    guarded: guarded || (person && maySupervise(view, region)),
  }))
  return idsGuarded(read, ({ organizationId }) => auditedId(organizationId))
}

/** Who has been found by a record that not everybody may see, nobody can say any more. */
function recordsGuarded({ view }: ReadScope, condition: Condition): readonly string[] {
  return asksForRecords(condition) ? countsGuarded(view, 'credit_record') : []
}

function auditedId(organizationId: string): string {
  return `organization/${organizationId}`
}

function asksForRecords(condition: Condition): boolean {
  if (condition.kind === 'test') return condition.field === 'recordKind'
  return condition.kind === 'not' ? asksForRecords(condition.of) : condition.of.some(asksForRecords)
}

/** A number, a link or a window of publicity may change what any of these reads gives. */
const tags: readonly CacheTag[] = ['organization']

/** The tags of a list: its region where it names some, and the kinds of records that it asks for. */
function tagsOf(condition: Condition): readonly CacheTag[] {
  const regions = equalityTerms(condition, 'region')
  const own = regions === null ? tags : regions.map((region) => `organization:region=${region}`)
  return asksForRecords(condition) ? [...own, 'credit_record'] : own
}

function listsOf<Row>(facts: readonly (readonly [string, Row])[]): ReadonlyMap<string, readonly Row[]> {
  const lists = new Map<string, Row[]>()
  for (const [key, row] of facts) {
    const list = lists.get(key)
    if (list === undefined) lists.set(key, [row])
    else list.push(row)
  }
  return lists
}
