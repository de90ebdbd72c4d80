import { byPurpose, countsGuarded, type Guarded, idsGuarded } from '../../access/guarded.ts'
import type { Answer, AnswerByKey, ReadScope, Wanted, WantedByKey } from '../../access/read.ts'
import { visible } from '../../access/rules.ts'
import { organizationsApart } from '../../catalogue/organization/asked-organizations.ts'
import { factsOfOrganizations, type NestedList } from '../../catalogue/organization/facts-of-organizations.ts'
import { memberIdsOf } from '../../catalogue/organization/lineage.ts'
import { at } from '../../history/at.ts'
import type { Condition } from '../../kernel/condition.ts'
import { filterSql } from '../../platform/filter-sql.ts'
import { type Sql, sql } from '../../platform/sql.ts'
import {
  type InspectionRow,
  inspectionAuditId,
  inspectionColumns,
  inspectionFilterColumns,
  inspectionNoun,
  inspectionOf,
} from './columns.ts'
import type { Inspection } from './terms.ts'

/** A page of inspections, newest first: after the one with these keys. One without a day has '' there. */
export type InspectionQuestion = {
  readonly condition: Condition
  readonly after: { readonly inspected: string; readonly id: string } | null
  readonly limit: number
}

type Asked = NestedList<InspectionQuestion>

const tags = [inspectionNoun, 'organization-link'] as const

/** Reads a page of inspections with the wanted fields. */
export const readInspections = byPurpose(
  async (
    scope: ReadScope,
    question: InspectionQuestion,
    wanted: Wanted,
  ): Promise<Guarded<Answer<Inspection>>> => {
    const rows = await scope.database.query<InspectionRow>(listOf(scope, question, wanted))
    const facts = rows.map((row) => inspectionOf(row, scope.position, scope.pinned))
    return { rows: facts, tags, guarded: idsGuarded(rows, inspectionAuditId) }
  },
)

/** Counts the inspections that match. */
export const countInspections = byPurpose(
  async (scope: ReadScope, question: InspectionQuestion): Promise<Guarded<Answer<number>>> => {
    const [row] = await scope.database.query<{ readonly count: number }>(countOf(scope, question))
    return { rows: [row?.count ?? 0], tags, guarded: countsGuarded(scope.view, 'inspection') }
  },
)

/** Reads inspections by the keys of their global ids. */
export const inspectionsByKey = byPurpose(
  async (
    scope: ReadScope,
    keys: readonly string[],
    wanted: WantedByKey,
  ): Promise<Guarded<AnswerByKey<Inspection>>> => {
    const rows = await scope.database.query<InspectionRow>(
      sql`select ${inspectionColumns(wanted, scope)} from inspection i
        where ${at('i', scope.position)} and ${visible(scope.view, 'inspection', 'i')}
          and i.id = any(${keys}::text[])`,
    )
    const facts = rows.map(
      (row) => [row.inspectionId, inspectionOf(row, scope.position, scope.pinned)] as const,
    )
    return { rows: new Map(facts), tags, guarded: idsGuarded(rows, inspectionAuditId) }
  },
)

/** Reads a page of the inspections of each of several organizations and of all that were merged into it, by `nestedKey`. */
export const inspectionsOfOrganizations = byPurpose(
  async (scope: ReadScope, keys: readonly string[]): Promise<Guarded<AnswerByKey<readonly Inspection[]>>> => {
    const found = await factsOfOrganizations<Asked, InspectionRow>(
      scope,
      keys,
      ({ question, wanted }, organizations) => listOf(scope, question, new Set(wanted), organizations),
    )
    const facts = [...found].map(
      ([key, rows]) => [key, rows.map((row) => inspectionOf(row, scope.position, scope.pinned))] as const,
    )
    const guarded = idsGuarded([...found.values()].flat(), inspectionAuditId)
    return { rows: new Map(facts), tags, guarded }
  },
)

/** Counts the inspections of each of several organizations, by `nestedKey`. */
export const inspectionCounts = byPurpose(
  async (scope: ReadScope, keys: readonly string[]): Promise<Guarded<AnswerByKey<number>>> => {
    const found = await factsOfOrganizations<Asked, { readonly count: number }>(
      scope,
      keys,
      ({ question }, organizations) => countOf(scope, question, organizations),
    )
    const counts = [...found].map(([key, [row]]) => [key, row?.count ?? 0] as const)
    return { rows: new Map(counts), tags, guarded: countsGuarded(scope.view, 'inspection') }
  },
)

function listOf(
  scope: ReadScope,
  question: InspectionQuestion,
  wanted: Wanted,
  organizations: Sql | null = null,
): Sql {
  const { ofFew, rest } = partsOf(scope, question, organizations)
  const { after, limit } = question
  // As with credit records: what is of a few organizations is found by their index, whatever the planner thinks of it.
  const day = ofFew ? sql`(coalesce(i.inspected_on, '') || '')` : sql`coalesce(i.inspected_on, '')`
  const beyond =
    after === null ? sql`true` : sql`(${day}, i.id) < (${after.inspected}::text, ${after.id}::text)`
  return sql`select ${inspectionColumns(wanted, scope)} from inspection i
      where ${at('i', scope.position)} and ${visible(scope.view, 'inspection', 'i')} and ${rest} and ${beyond}
      order by ${day} desc, i.id desc limit ${limit}`
}

function countOf(scope: ReadScope, question: InspectionQuestion, organizations: Sql | null = null): Sql {
  const { rest } = partsOf(scope, question, organizations)
  return sql`select count(*)::int as count from inspection i
      where ${at('i', scope.position)} and ${visible(scope.view, 'inspection', 'i')} and ${rest}`
}

function partsOf(scope: ReadScope, { condition }: InspectionQuestion, organizations: Sql | null) {
  const { lists, rest } = organizationsApart(condition, 'organization')
  const asked = [
    ...lists.map((ids) => sql`${ids}::text[]`),
    ...(organizations === null ? [] : [organizations]),
  ]
  const few = asked.map((ids) => sql`i.organization_id = any(${memberIdsOf(scope, ids)})`)
  return {
    ofFew: few.length > 0,
    rest: sql.join([...few, filterSql(rest, inspectionFilterColumns(scope))], sql` and `),
  }
}
