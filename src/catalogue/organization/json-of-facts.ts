import type { GraphQLResolveInfo } from 'graphql'
import { onlyPublic } from '../../access/field-classes.ts'
import type { AnswerByKey, CacheTag, ReadScope, Wanted } from '../../access/read.ts'
import { keptWith } from '../../kernel/graph/kept.ts'
import { type PlainField, type PlainList, plainList } from '../../kernel/graph/plain-list.ts'
import { type JsonFields, jsonOfFields } from '../../platform/json-of-fields.ts'
import { type Sql, sql } from '../../platform/sql.ts'
import { factsOfOrganizations, type NestedList } from './facts-of-organizations.ts'

/** What is asked of a list that is written as JSON. */
export type ShownList<Question> = NestedList<Question> & { readonly fields: readonly PlainField[] }

/** The lists of organizations as the database writes them, where it can write all that is shown of the entries. */
export type JsonLists = {
  /** What an operation shows of such a list; null where the entries have to be made one by one. */
  readonly plain: (info: GraphQLResolveInfo) => PlainList | null
  /** By `nestedKey` of a `ShownList`: the same entries as are made one by one for whoever has no purpose, and for nobody else. */
  readonly readOf: (scope: ReadScope, keys: readonly string[]) => Promise<AnswerByKey<string>>
}

/** How such lists are made: made once for each list, because requests know a read by the function that it is. */
export function jsonLists<Question>(of: {
  readonly name: string
  /** SQL of fields over the alias `t` of a list's rows and `p.pin`, what an id ends with. */
  readonly fields: JsonFields
  readonly tags: readonly CacheTag[]
  readonly list: (scope: ReadScope, question: Question, wanted: Wanted, organizations: Sql) => Sql
}): JsonLists {
  return {
    plain: (info) =>
      keptWith(info, `plain ${of.name}`, () => {
        const list = plainList(info)
        return list !== null && jsonOfFields(list.fields, of.fields) !== null ? list : null
      }),
    readOf: async (scope, keys) => {
      const found = await factsOfOrganizations<ShownList<Question>, { readonly json: string }>(
        scope,
        keys,
        ({ question, wanted, fields }, organizations) => {
          const node = jsonOfFields(fields, of.fields)
          if (node === null)
            throw new Error(`${of.name} were to be read as JSON that the database cannot write`)
          return sql`select '[' || coalesce(string_agg(${node}, ','), '') || ']' as json
              from (${of.list(scope, question, new Set(wanted), organizations)}) t
              cross join (select ${scope.pinned ? `@${scope.position}` : ''}::text as pin) p`
        },
      )
      return { rows: new Map([...found].map(([key, [row]]) => [key, row?.json ?? '[]'])), tags: of.tags }
    },
  }
}

/** The JSON of a text that may be missing. */
export function textJson(column: string): Sql {
  return sql`coalesce(to_json(${sql.ref(`t.${column}`)})::text, 'null')`
}

/** The JSON of what a code that may be missing says alone of a region, a scheme or a source. */
export function codeJson(type: string, column: string): JsonFields & { readonly missing: Sql } {
  const code = sql.ref(`t.${column}`)
  return {
    plain: onlyPublic(type, {
      id: sql`to_json(${sql.lit(`${column}/`)} || ${code} || p.pin)::text`,
      code: sql`to_json(${code})::text`,
      __typename: sql.lit(`"${type}"`),
    }),
    missing: sql`${code} is null`,
  }
}
