import { pageCursor } from '../page.ts'
import type { Position } from '../position.ts'
import type { Connection } from './connection.ts'

/** What a page is made of: one row more than asked for says that there are more. */
export type PageParts<Node> = {
  readonly rows: readonly Node[]
  readonly size: number
  readonly continued: boolean
  readonly position: Position
  readonly keysOf: (node: Node) => readonly string[]
  readonly count: () => Promise<number>
}

/** Makes a page of the rows that were read: drops the extra row, gives each entry its cursor. */
export function pageOf<Node>({
  rows,
  size,
  continued,
  position,
  keysOf,
  count,
}: PageParts<Node>): Connection<Node> {
  const nodes = rows.slice(0, size)
  const edges = nodes.map((node) => ({ node, cursor: pageCursor({ position, keys: keysOf(node) }) }))
  return {
    edges,
    nodes,
    pageInfo: {
      hasNextPage: rows.length > size,
      hasPreviousPage: continued,
      startCursor: edges[0]?.cursor ?? null,
      endCursor: edges.at(-1)?.cursor ?? null,
    },
    get totalCount() {
      return count()
    },
  }
}
