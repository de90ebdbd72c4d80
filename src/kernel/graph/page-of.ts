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

/**
 * Makes a page of the rows that were read: drops the extra row, gives each entry its cursor. What an answer does not
 * select is not made.
 */
export function pageOf<Node>({
  rows,
  size,
  continued,
  position,
  keysOf,
  count,
}: PageParts<Node>): Connection<Node> {
  const nodes = rows.length > size ? rows.slice(0, size) : rows
  const cursorOf = (node: Node) => pageCursor({ position, keys: keysOf(node) })
  const [first, last] = [nodes[0], nodes.at(-1)]
  const edges = once(() => nodes.map((node) => ({ node, cursor: cursorOf(node) })))
  const pageInfo = once(() => ({
    hasNextPage: rows.length > size,
    hasPreviousPage: continued,
    startCursor: first === undefined ? null : cursorOf(first),
    endCursor: last === undefined ? null : cursorOf(last),
  }))
  return {
    nodes,
    get edges() {
      return edges()
    },
    get pageInfo() {
      return pageInfo()
    },
    get totalCount() {
      return count()
    },
  }
}

/** A page whose entries are written elsewhere: only its count can be asked for. */
export function countedPage(count: () => Promise<number>): Connection<never> {
  const pageInfo = { hasNextPage: false, hasPreviousPage: false, startCursor: null, endCursor: null }
  return {
    nodes: [],
    edges: [],
    pageInfo,
    get totalCount() {
      return count()
    },
  }
}

/** A compiled query looks at a field several times. */
function once<Value>(make: () => Value): () => Value {
  let made: { readonly value: Value } | null = null
  return () => {
    made ??= { value: make() }
    return made.value
  }
}
