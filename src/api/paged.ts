import type { Answer, Read, ReadScope, Wanted } from '../access/read.ts'
import type { Connection } from '../kernel/graph/connection.ts'
import type { PageList } from '../kernel/graph/page-list.ts'
import { pageOf } from '../kernel/graph/page-of.ts'
import { pageSize } from '../kernel/page.ts'

/** The arguments of a list that is read in pages, as GraphQL coerced them. */
export type PageArguments = {
  readonly first: number | null | undefined
  readonly after: string | null | undefined
}

/** A list that is read in pages: what is asked of it, how it is read and counted, and the sort keys of an entry. */
export type PagedList<Question, Row> = {
  readonly list: PageList
  /** The question of a page: after the entry with these sort keys (none at first), at most `limit` rows. */
  readonly question: (
    keys: readonly string[],
    limit: number,
    scope: ReadScope,
  ) => Question | Promise<Question>
  readonly read: Read<Question, Row>
  readonly count: Read<Question, number>
  readonly wanted: Wanted
  readonly keysOf: (row: Row) => readonly string[]
}

/** What a page needs of a request. */
export interface PageReader {
  pageStart(
    after: string | null | undefined,
    list: PageList,
  ): { readonly scope: ReadScope; readonly keys: readonly string[] }
  read<Question, Row>(
    read: Read<Question, Row>,
    question: Question,
    wanted: Wanted,
    scope?: ReadScope,
  ): Promise<Answer<Row>>
  count<Question>(read: Read<Question, number>, question: Question, scope?: ReadScope): Promise<number>
}

/** Reads the page of a list that the arguments name; throws PAGE_SIZE, INVALID_CURSOR, CURSOR_CONFLICT. */
export async function readPage<Question, Row>(
  reader: PageReader,
  { list, question, read, count, wanted, keysOf }: PagedList<Question, Row>,
  { first, after }: PageArguments,
): Promise<Connection<Row>> {
  const size = pageSize(first)
  const { scope, keys } = reader.pageStart(after, list)
  const asked = await question(keys, size + 1, scope)
  const { rows } = await reader.read(read, asked, wanted, scope)
  return pageOf({
    rows,
    size,
    continued: keys.length > 0,
    position: scope.position,
    keysOf: (row) => [list.name, ...keysOf(row)],
    count: () => reader.count(count, asked, scope),
  })
}
