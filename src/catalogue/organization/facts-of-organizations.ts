import type { ReadScope } from '../../access/read.ts'
import { nestedQuestions } from '../../kernel/graph/nested-key.ts'
import { type Sql, sql } from '../../platform/sql.ts'
import { tableOfTexts } from '../../platform/text-table.ts'

/** What is asked of the list of an organization, and the fields that are shown of its entries. */
export type NestedList<Question> = { readonly question: Question; readonly wanted: readonly string[] }

/**
 * Reads a list for each of several organizations, by keys of `nestedKey`: one statement for all that are asked the same.
 * `list` makes the statement of one list, of the organizations whose ids the SQL (an array) names.
 */
export async function factsOfOrganizations<Question, Row>(
  scope: ReadScope,
  keys: readonly string[],
  list: (question: Question, organizations: Sql) => Sql,
): Promise<ReadonlyMap<string, readonly Row[]>> {
  const found = new Map<string, Row[]>(keys.map((key) => [key, []]))
  const answers = nestedQuestions<Question>(keys).map(async ({ question, keys: byOrganization }) => {
    const rows = await scope.database.query<{ readonly askedFor: string } & Row>(
      sql`select k.asked as "askedFor", r.* from ${tableOfTexts([...byOrganization.keys()])} as k(asked)
          cross join lateral (${list(question, sql`array[k.asked]`)}) r`,
    )
    for (const { askedFor, ...row } of rows)
      found.get(byOrganization.get(askedFor) ?? '')?.push(row as unknown as Row)
  })
  await Promise.all(answers)
  return found
}
