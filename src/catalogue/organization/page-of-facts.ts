import type { GraphQLResolveInfo } from 'graphql'
import { hasPurpose } from '../../access/guarded.ts'
import {
  type Answer,
  type AnswerByKey,
  type Fact,
  type ReadScope,
  scopeOf,
  type Wanted,
} from '../../access/read.ts'
import type { RequestContext } from '../../api/context.ts'
import type { PageArguments } from '../../api/paged.ts'
import type { Connection } from '../../kernel/graph/connection.ts'
import { nestedKey } from '../../kernel/graph/nested-key.ts'
import type { PageList } from '../../kernel/graph/page-list.ts'
import { countedPage, pageOf } from '../../kernel/graph/page-of.ts'
import { placeBelow } from '../../kernel/graph/ready-place.ts'
import { pageSize } from '../../kernel/page.ts'
import { type JsonLists, jsonListKey, readJsonLists } from './json-of-facts.ts'

/** A list that stands by itself and also hangs on organizations. `Question` is plain data, because it is part of a key. */
export type ListOfFacts<Question extends object, Row> = {
  readonly list: PageList
  /** The question of a page: after the entry with these sort keys (none at first), at most `limit` rows. */
  readonly question: (
    keys: readonly string[],
    limit: number,
    scope: ReadScope,
  ) => Question | Promise<Question>
  readonly read: (scope: ReadScope, question: Question, wanted: Wanted) => Promise<Answer<Row>>
  readonly count: (scope: ReadScope, question: Question) => Promise<Answer<number>>
  /** The same for many organizations at once, by `nestedKey` of a `NestedList`. */
  readonly readOf: (scope: ReadScope, keys: readonly string[]) => Promise<AnswerByKey<readonly Row[]>>
  readonly countOf: (scope: ReadScope, keys: readonly string[]) => Promise<AnswerByKey<number>>
  readonly keysOf: (row: Row) => readonly string[]
  /** How the database writes the lists of organizations as JSON, where it can write all that is shown of them. */
  readonly json?: JsonLists | undefined
}

/** The organization whose facts are listed: by its own id, and as the fact that the list hangs on. */
export type FactsOf = { readonly organizationId: string; readonly fact: Fact }

/**
 * Reads the page of a list that the arguments name, of one organization where one is given: then one statement serves all
 * organizations of an answer that are asked the same. Throws PAGE_SIZE, INVALID_CURSOR, CURSOR_CONFLICT.
 */
export async function pageOfFacts<Question extends object, Row>(
  context: RequestContext,
  facts: ListOfFacts<Question, Row>,
  { first, after }: PageArguments,
  wanted: Wanted,
  of: FactsOf | null,
  info: GraphQLResolveInfo | null = null,
): Promise<Connection<Row>> {
  const size = pageSize(first)
  const { list, keysOf } = facts
  const start = context.pageStart(after, list)
  const scope = of === null || after != null ? start.scope : scopeOf(start.scope, of.fact)
  const plain = info === null || of === null ? null : plainOf(context, facts, info)
  // One more tells whether another page follows, which nobody asks where the database writes the entries.
  const question = await facts.question(start.keys, plain === null ? size + 1 : size, scope)
  const asked = { question, wanted: [...wanted] }
  const count = async () =>
    of === null
      ? context.count(facts.count, question, scope)
      : ((await context.loadAt(facts.countOf, scope, nestedKey(of.organizationId, asked), 'all')) ?? 0)
  if (plain !== null && info !== null && of !== null) {
    const key = jsonListKey(of.organizationId, plain.name, { ...asked, fields: plain.shown.fields })
    const json = await context.loadAt(readJsonLists, scope, key, 'all')
    context.ready?.put(placeBelow(info, plain.shown.key), json ?? '[]')
    return countedPage(count)
  }
  const rows =
    of === null
      ? (await context.read(facts.read, question, wanted, scope)).rows
      : await context.loadAt(facts.readOf, scope, nestedKey(of.organizationId, asked), 'all')
  return pageOf({
    rows: rows ?? [],
    size,
    continued: start.keys.length > 0,
    position: scope.position,
    keysOf: (row) => [list.name, ...keysOf(row)],
    count,
  })
}

/** How the database writes the list, where it may: whoever has a purpose is told of to the audit, entry by entry. */
function plainOf<Question extends object, Row>(
  context: RequestContext,
  { json }: ListOfFacts<Question, Row>,
  info: GraphQLResolveInfo,
) {
  if (json === undefined || context.ready === null || hasPurpose(context.view)) return null
  const shown = json.plain(info)
  return shown === null ? null : { shown, name: json.name }
}
