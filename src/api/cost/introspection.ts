import {
  type DocumentNode,
  type FragmentDefinitionNode,
  type GraphQLSchema,
  isInputObjectType,
  isInterfaceType,
  isObjectType,
  Kind,
  type OperationDefinitionNode,
  type SelectionNode,
  type SelectionSetNode,
} from 'graphql'
import { valuesPerPoint } from './values.ts'

/** The least that a look at the schema costs. */
const least = 100

/** How many entries the lists of introspection have beside `types` and `fields`, generously. */
const listed: Readonly<Record<string, number>> = {
  args: 3,
  directives: 8,
  enumValues: 5,
  inputFields: 5,
  interfaces: 1,
  locations: 5,
  possibleTypes: 3,
}

/**
 * The points of what an operation asks of the schema itself; 0 where it asks nothing. It reads no facts, but lists within
 * lists make large answers of small documents: what is written out of them is counted like the values of facts.
 */
export function introspectionPoints(
  schema: GraphQLSchema,
  document: DocumentNode,
  { selectionSet }: OperationDefinitionNode,
): number {
  const fragments = new Map<string, FragmentDefinitionNode>()
  for (const definition of document.definitions)
    if (definition.kind === Kind.FRAGMENT_DEFINITION) fragments.set(definition.name.value, definition)
  const looks = looksAtSchema(selectionSet.selections, fragments)
  if (looks.length === 0) return 0
  const sizes = sizesOf(schema)
  const known = new Map<string, number>()
  const valuesOfFragment = (name: string): number => {
    const values = known.get(name) ?? valuesOf(fragments.get(name)?.selectionSet)
    known.set(name, values)
    return values
  }
  const valuesOf = (set: SelectionSetNode | undefined): number => {
    let values = 0
    for (const selection of set?.selections ?? []) {
      if (selection.kind === Kind.FRAGMENT_SPREAD) values += valuesOfFragment(selection.name.value)
      else if (selection.kind === Kind.INLINE_FRAGMENT) values += valuesOf(selection.selectionSet)
      else values += (sizes[selection.name.value] ?? 1) * (1 + valuesOf(selection.selectionSet))
    }
    return values
  }
  const values = looks.reduce((sum, set) => sum + valuesOf(set), 0)
  return Math.max(least, Math.ceil(values / valuesPerPoint))
}

/**
 * What is selected below `__schema` and `__type`, which stand at the top of a query or in fragments there. A fragment
 * counts once wherever it is spread: its fields are the same ones, and fragments that spread each other twice would be
 * walked for hours.
 */
function looksAtSchema(
  selections: readonly SelectionNode[],
  fragments: ReadonlyMap<string, FragmentDefinitionNode>,
  walked = new Set<string>(),
): readonly SelectionSetNode[] {
  return selections.flatMap((selection) => {
    if (selection.kind === Kind.FIELD)
      return /^__(?:schema|type)$/.test(selection.name.value) && selection.selectionSet !== undefined
        ? [selection.selectionSet]
        : []
    if (selection.kind === Kind.FRAGMENT_SPREAD) {
      if (walked.has(selection.name.value)) return []
      walked.add(selection.name.value)
    }
    const set =
      selection.kind === Kind.INLINE_FRAGMENT
        ? selection.selectionSet
        : fragments.get(selection.name.value)?.selectionSet
    return set === undefined ? [] : looksAtSchema(set.selections, fragments, walked)
  })
}

/** How many entries each list of introspection has in a schema: of `fields`, as many as a type has on average. */
function sizesOf(schema: GraphQLSchema): Readonly<Record<string, number>> {
  const types = Object.values(schema.getTypeMap())
  const withFields = types.filter((type) => isObjectType(type) || isInterfaceType(type))
  const inputs = types.filter(isInputObjectType)
  const fields = [...withFields, ...inputs].reduce(
    (sum, type) => sum + Object.keys(type.getFields()).length,
    0,
  )
  return { ...listed, types: types.length, fields: Math.ceil(fields / types.length) }
}
