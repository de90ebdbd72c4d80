import type { GraphQLResolveInfo } from 'graphql'
import { onlyPublic } from '../../access/field-classes.ts'
import type { AnswerByKey, CacheTag, ReadScope, Wanted } from '../../access/read.ts'
import { keptWith } from '../../kernel/graph/kept.ts'
import { nestedKey, nestedQuestions } from '../../kernel/graph/nested-key.ts'
import { type PlainField, type PlainList, plainList } from '../../kernel/graph/plain-list.ts'
import { type JsonFields, jsonOfFields } from '../../platform/json-of-fields.ts'
import { type Sql, sql } from '../../platform/sql.ts'
import { tableOfTexts } from '../../platform/text-table.ts'
import type { NestedList } from './facts-of-organizations.ts'

/** A question of a list that is written as JSON, and the fields that are shown of its entries. */
export type ShownList<Question> = NestedList<Question> & { readonly fields: readonly PlainField[] }

/** The lists of organizations as the database writes them, where it can write all that is shown of the entries. */
export type JsonLists = {
  /** By this it is told from the others in a key of `readJsonLists`. */
  readonly name: string
  /** What an operation shows of such a list; null where the entries have to be made one by one. */
  readonly plain: (info: GraphQLResolveInfo) => PlainList | null
}

/** What the key of a list says beside the organization. */
type AskedList = ShownList<unknown> & { readonly list: string }

/** What is known of a list that can be asked for by its name. */
type Writer = {
  readonly tags: readonly CacheTag[]
  /** A statement of one row whose `json` is the list of the organizations that the SQL (an array of ids) names. */
  readonly write: (scope: ReadScope, asked: AskedList, organizations: Sql) => Sql
}

/** The lists that there are, by their names: a key is a text, and can hold no more of one than that. */
const writers = new Map<string, Writer>()

/** Makes such lists known to `readJsonLists`; once for each name. */
export function jsonLists<Question>(of: {
  readonly name: string
  /** SQL of fields over the alias `t` of a list's rows and `p.pin`, what an id ends with. */
  readonly fields: JsonFields
  readonly tags: readonly CacheTag[]
  readonly list: (scope: ReadScope, question: Question, wanted: Wanted, organizations: Sql) => Sql
}): JsonLists {
  if (writers.has(of.name)) throw new Error(`two lists are called ${of.name}`)
  writers.set(of.name, {
    tags: of.tags,
    write: (scope, { question, wanted, fields }, organizations) => {
      const node = jsonOfFields(fields, of.fields)
      if (node === null) throw new Error(`${of.name} were to be read as JSON that the database cannot write`)
      return sql`select '[' || coalesce(string_agg(${node}, ','), '') || ']' as json
          from (${of.list(scope, question as Question, new Set(wanted), organizations)}) t
          cross join (select ${scope.pinned ? `@${scope.position}` : ''}::text as pin) p`
    },
  })
  return {
    name: of.name,
    plain: (info) =>
      keptWith(info, `plain ${of.name}`, () => {
        const list = plainList(info)
        return list !== null && jsonOfFields(list.fields, of.fields) !== null ? list : null
      }),
  }
}

/** The key of one organization's list, by the name of a list that `jsonLists` made and what is asked of it. */
export function jsonListKey<Question>(
  organizationId: string,
  list: string,
  asked: ShownList<Question>,
): string {
  return nestedKey(organizationId, { list, ...asked })
}

/** How many lists one statement reads of the same organizations: callers choose how many there are. */
const mostTogether = 4

/**
 * Reads lists of organizations by keys of `jsonListKey`: the same entries as are made one by one for whoever has no
 * purpose, and for nobody else. Lists of the same organizations come in one statement, whatever they are of.
 */
export async function readJsonLists(scope: ReadScope, keys: readonly string[]): Promise<AnswerByKey<string>> {
  const questions = nestedQuestions<AskedList>(keys)
  const together = Map.groupBy(questions, ({ keys: byOrganization }) => [...byOrganization.keys()].join(' '))
  const statements = [...together.values()].flatMap((same) =>
    Array.from({ length: Math.ceil(same.length / mostTogether) }, (_, part) =>
      same.slice(part * mostTogether, (part + 1) * mostTogether),
    ),
  )
  const rows = new Map<string, string>()
  await Promise.all(
    statements.map(async (lists) => {
      const organizations = [...(lists[0]?.keys.keys() ?? [])]
      const columns = lists.map(
        ({ question }, index) =>
          sql`(${writerOf(question).write(scope, question, sql`array[k.asked]`)}) as ${sql.ref(`list${index}`)}`,
      )
      const found = await scope.database.query<Readonly<Record<string, string>>>(
        sql`select k.asked, ${sql.join(columns)} from ${tableOfTexts(organizations)} as k(asked)`,
      )
      for (const row of found)
        for (const [index, { keys: byOrganization }] of lists.entries())
          rows.set(byOrganization.get(row['asked'] ?? '') ?? '', row[`list${index}`] ?? '[]')
    }),
  )
  return { rows, tags: [...new Set(questions.flatMap(({ question }) => writerOf(question).tags))] }
}

function writerOf({ list }: AskedList): Writer {
  const writer = writers.get(list)
  if (writer === undefined) throw new Error(`no list is called ${list}`)
  return writer
}

/** The JSON of a text that may be missing. */
export function textJson(column: string): Sql {
  return sql`coalesce(to_json(${sql.ref(`t.${column}`)})::text, 'null')`
}

/** The JSON of a day that may be missing: nothing in one is to be escaped. */
export function dayJson(column: string): Sql {
  return sql`coalesce('"' || ${sql.ref(`t.${column}`)} || '"', 'null')`
}

/** The JSON of a global id, by the column of the own id: a random one, in which nothing is to be escaped. */
export function idJson(noun: string, column: string): Sql {
  return sql`${sql.lit(`"${noun}/`)} || ${sql.ref(`t.${column}`)} || p.pin || '"'`
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
