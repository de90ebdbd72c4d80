import { Field, ID, InterfaceType } from 'type-graphql'
import { parseGlobalId } from './global-id.ts'

/** Whatever has an id of its own, stable over its revisions. */
@InterfaceType({
  description: 'Whatever has an id of its own, stable over its revisions (Relay’s Node).',
  resolveType: typeOfNode,
})
export abstract class Node {
  @Field(() => ID, {
    description:
      'The id: names the key, not the revision. Under `@asOf` it carries the position, and `node(id)` reads there.',
  })
  id!: string
}

/** The name of a fact's type, as its id says. */
export function typeOfNode({ id }: { readonly id: string }): string {
  return typeNameOf(parseGlobalId(id).noun)
}

/** The name of a noun's type: `code-list` → `CodeList`. */
export function typeNameOf(noun: string): string {
  return noun.replace(/(?:^|-)([a-z])/g, (_, letter: string) => letter.toUpperCase())
}
