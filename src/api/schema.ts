import {
  type GraphQLSchema,
  isInterfaceType,
  lexicographicSortSchema,
  printSchema,
  specifiedDirectives,
} from 'graphql'
import { buildSchema, type NonEmptyArray } from 'type-graphql'
import { Node, typeOfNode } from '../kernel/graph/node.ts'
import { asOfDirective } from './as-of.ts'
import { AuditResolver } from './audit-resolvers.ts'
import { hideFields } from './hidden-fields.ts'
import { refuseHiddenFilters } from './hidden-filters.ts'
import { HubResolver } from './hub-resolvers.ts'
import { PublishResolver } from './publish-resolvers.ts'
import { recordMutations } from './recorded-mutations.ts'
import { ViewerResolver } from './viewer-resolver.ts'

/** A class of resolvers, as type-graphql takes it. */
export type ResolverClass = abstract new (...none: never[]) => object

/** Makes the schema of the hub's own fields and those of the nouns. One per process: type-graphql's metadata is global. */
export async function makeSchema(nouns: readonly ResolverClass[]): Promise<GraphQLSchema> {
  const resolvers = [
    HubResolver,
    ViewerResolver,
    PublishResolver,
    AuditResolver,
    ...nouns,
  ] as unknown as NonEmptyArray<new () => object>
  const schema = await buildSchema({
    resolvers,
    orphanedTypes: [Node],
    directives: [...specifiedDirectives, asOfDirective],
    validate: false,
    emitSchemaFile: false,
    pubSub: noPubSub,
  })
  // type-graphql promises the type; a compiled query needs it at once.
  const node = schema.getType('Node')
  if (isInterfaceType(node)) node.resolveType = typeOfNode
  recordMutations(schema)
  refuseHiddenFilters(schema)
  hideFields(schema)
  return schema
}

/** type-graphql wants one where there are subscriptions; ours pull from the history and use none. */
const noPubSub = {
  publish: () => {
    throw new Error('the hub’s streams come from its history; nothing is published to them')
  },
  subscribe: () => {
    throw new Error('the hub’s streams come from its history; a subscription field lacks its `subscribe`')
  },
}

/** The schema as text, in a fixed order: what `schema/hub.graphql` holds. */
export function schemaText(schema: GraphQLSchema): string {
  return `${printSchema(lexicographicSortSchema(schema))}\n`
}
