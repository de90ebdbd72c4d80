import type { GraphQLResolveInfo } from 'graphql'
import { onlyPublic } from '../access/field-classes.ts'
import type { Answer, ReadScope, Wanted } from '../access/read.ts'
import { keptWith } from '../kernel/graph/kept.ts'
import { type PlainField, type PlainList, plainList } from '../kernel/graph/plain-list.ts'
import { type JsonFields, jsonOfFields } from '../platform/json-of-fields.ts'
import { type Sql, sql } from '../platform/sql.ts'
import { listOfObservations, type ObservationQuestion } from './list-of-observations.ts'
import { tagsOfList } from './reads.ts'

/** A page of observations, and how its figures are shown. */
export type ShownQuestion = ObservationQuestion & { readonly fields: readonly PlainField[] }

/** Reads a page as one JSON text, a list of what is shown of each figure. The same figures as `readObservations` gives. */
export async function readObservationJson(
  scope: ReadScope,
  question: ShownQuestion,
  wanted: Wanted,
): Promise<Answer<string>> {
  const node = jsonOfFields(question.fields, observationJson)
  if (node === null)
    throw new Error('a list was to be read as JSON that has fields which the database cannot write')
  const [row] = await scope.database.query<{ readonly nodes: string; readonly rows: number }>(
    sql`select '[' || coalesce(string_agg(${node}, ','), '') || ']' as nodes, count(*)::int as rows
        from (${listOfObservations(scope, question, wanted)}) t
        cross join (select ${scope.pinned ? `@${scope.position}` : ''}::text as pin) p`,
  )
  return { rows: [row?.nodes ?? '[]'], tags: tagsOfList(question), looked: row?.rows ?? 0 }
}

/** What an operation shows of this list of observations, where the database can write all of it; null where it cannot. */
export function plainObservations(info: GraphQLResolveInfo): PlainList | null {
  return keptWith(info, 'plain observations', () => {
    const list = plainList(info)
    return list !== null && jsonOfFields(list.fields, observationJson) !== null ? list : null
  })
}

/**
 * SQL whose value is a field's JSON text, over the alias `t` of a list's rows and `p` of what an id ends with. It must
 * never be null.
 */
const fieldJson: Readonly<Record<string, Sql>> = onlyPublic('Observation', {
  id: sql`to_json('observation/' || t.indicator || '/' || t.region || '/' || t.scheme || '/' || t.frequency || '/'
    || t.source || '/' || t.unit || '/' || coalesce(nullif(t."codeListVersion", ''), '-') || '/' || t.period || p.pin)::text`,
  period: sql`'"' || t.period || '"'`,
  value: sql`coalesce('"' || t.value || '"', 'null')`,
  status: sql`'"' || t.status || '"'`,
  frequency: sql`'"' || t.frequency || '"'`,
  unit: sql`to_json(t.unit)::text`,
  revision: sql`t.revision::text`,
  position: sql`t.position::text`,
  codeListVersion: sql`coalesce(to_json(nullif(t."codeListVersion", ''))::text, 'null')`,
  __typename: sql.lit('"Observation"'),
})

/** The same for fields of a dimension that its code alone decides. */
const dimensionJson: Readonly<Record<string, JsonFields>> = {
  indicator: dimension('Indicator', 'indicator/', sql`t.indicator`),
  region: dimension('Region', 'region/', sql`t.region`),
  scheme: dimension('Scheme', 'scheme/', sql`t.scheme`),
  source: dimension('Source', 'source/', sql`t.source`),
}

function dimension(type: string, before: string, code: Sql): JsonFields {
  const plain = onlyPublic(type, {
    id: sql`to_json(${sql.lit(before)} || ${code} || p.pin)::text`,
    code: sql`to_json(${code})::text`,
    __typename: sql.lit(`"${type}"`),
  })
  return { plain }
}

const observationJson: JsonFields = { plain: fieldJson, below: dimensionJson }
