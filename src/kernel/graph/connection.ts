import { type ClassType, Field, Int, ObjectType } from 'type-graphql'
import { Costs, countCost } from './cost.ts'

/** What a page of a list is, whatever it lists: the plain form of a Relay connection. */
export type Connection<Node> = {
  readonly edges: readonly { readonly cursor: string; readonly node: Node }[]
  readonly nodes: readonly Node[]
  readonly pageInfo: PageInfo
  /** Counted only when it is selected: reading it begins the count. */
  readonly totalCount: Promise<number>
}

/** Where a page lies in its list. */
@ObjectType({ description: 'Where a page lies in its list.' })
export class PageInfo {
  @Field(() => Boolean, { description: 'There are entries after this page.' })
  hasNextPage!: boolean

  @Field(() => Boolean, { description: 'The page began after a cursor, so there are entries before it.' })
  hasPreviousPage!: boolean

  @Field(() => String, { nullable: true, description: 'Cursor of the first entry; null on an empty page.' })
  startCursor!: string | null

  @Field(() => String, {
    nullable: true,
    description: 'Cursor of the last entry: give it as `after` for the next page.',
  })
  endCursor!: string | null
}

/** Makes the connection and edge types of a node type: `ObservationConnection`, `ObservationEdge`. */
export function connectionOf<Node extends object>(
  node: ClassType<Node>,
  name: string,
): ClassType<Connection<Node>> {
  @ObjectType(`${name}Edge`, {
    simpleResolvers: true,
    description: `One entry of a page, and where it stands.`,
  })
  class Edge {
    @Field(() => String, {
      description: 'The place of this entry; plain text, good for `after` of the same list.',
    })
    cursor!: string

    @Costs({ own: 0 })
    @Field(() => node, { description: 'The entry.' })
    node!: Node
  }

  @ObjectType(`${name}Connection`, {
    simpleResolvers: true,
    description: 'A page of a list (Relay cursor connections), read at one position.',
  })
  class Page {
    @Costs({ own: 0, size: 'page' })
    @Field(() => [Edge], { description: 'The entries with their cursors.' })
    edges!: Edge[]

    @Costs({ own: 0, size: 'page' })
    @Field(() => [node], { description: 'The entries without cursors.' })
    nodes!: Node[]

    @Costs({ own: 0 })
    @Field(() => PageInfo, { description: 'Where this page lies.' })
    pageInfo!: PageInfo

    // Not simple: a compiled query takes what a simple field holds as it is, and this is a promise.
    @Costs({ own: countCost })
    @Field(() => Int, {
      simple: false,
      description:
        'How many entries the whole list has at the position of its first page. Counted only when asked for.',
    })
    totalCount!: Promise<number>
  }
  return Page
}
