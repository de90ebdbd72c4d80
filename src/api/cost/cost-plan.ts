import {
  type DirectiveNode,
  type DocumentNode,
  type FieldNode,
  type FragmentDefinitionNode,
  type GraphQLField,
  type GraphQLSchema,
  isCompositeType,
  isInterfaceType,
  isObjectType,
  Kind,
  type OperationDefinitionNode,
  type SelectionSetNode,
  type ValueNode,
  valueFromASTUntyped,
} from 'graphql'
import type { Amount } from '../../kernel/graph/cost.ts'
import { costOf, type FullCost } from './field-costs.ts'

/** One field of objects in a selection: what it costs by itself, and what lies below each of its objects. */
export type Step = {
  /** The name under which the answer has it, and that of its field. */
  readonly key: string
  readonly cost: FullCost
  /** The values of its arguments; as they are written where they hold variables. Defaults of the schema included. */
  readonly values: ReadonlyMap<string, ValueNode | { readonly preset: unknown }>
  readonly below: Part
}

/** What a selection of fields costs. */
export type Part = {
  /** The points where neither variables nor data nor a field above move them; null where they do. */
  readonly fixed: number | null
  /** What its fields without objects cost. */
  readonly leaves: Amount[]
  readonly steps: Step[]
  /** The fragments it spreads, each worked out once and shared. */
  readonly spreads: Part[]
  /** How many values it selects of one object, those in fragments included. */
  readonly values: number
}

type Writable = { -readonly [name in keyof Part]: Part[name] }

/** Makes what an operation's cost is worked out from. Each fragment is looked at once, so this is linear in the document. */
export function planOfCost(
  schema: GraphQLSchema,
  document: DocumentNode,
  operation: OperationDefinitionNode,
): Part {
  const fragments = new Map<string, FragmentDefinitionNode>()
  for (const definition of document.definitions)
    if (definition.kind === Kind.FRAGMENT_DEFINITION) fragments.set(definition.name.value, definition)
  const known = new Map<string, Part>()

  const partOfFragment = (name: string): Part => {
    const made = known.get(name)
    if (made !== undefined) return made
    const definition = fragments.get(name)
    const part =
      definition === undefined
        ? free
        : partOf(definition.selectionSet, fieldsOf(schema, definition.typeCondition.name.value))
    known.set(name, part)
    return part
  }

  const partOf = (set: SelectionSetNode, fields: Fields): Part => {
    const part: Writable = { fixed: null, leaves: [], steps: [], spreads: [], values: 0 }
    for (const selection of set.selections) {
      if (isLeftOut(selection.directives)) continue
      if (selection.kind === Kind.FRAGMENT_SPREAD) {
        const spread = partOfFragment(selection.name.value)
        // Spread again at the same place, it selects nothing more.
        if (!part.spreads.includes(spread)) addSpread(part, spread)
      } else if (selection.kind === Kind.INLINE_FRAGMENT) {
        const type = selection.typeCondition?.name.value
        addSpread(part, partOf(selection.selectionSet, type === undefined ? fields : fieldsOf(schema, type)))
      } else addField(part, selection, fields[selection.name.value])
    }
    part.fixed = fixedPoints(part)
    return part
  }

  const addField = (
    part: Writable,
    node: FieldNode,
    field: GraphQLField<unknown, unknown> | undefined,
  ): void => {
    if (node.selectionSet === undefined) part.values += 1
    // What asks for the schema itself is priced apart.
    if (field === undefined) return
    const cost = costOf(field)
    if (node.selectionSet === undefined) {
      if (cost.own !== 0) part.leaves.push(cost.own)
      return
    }
    const below = partOf(node.selectionSet, fieldsOf(schema, nameOf(field)))
    part.steps.push({ key: (node.alias ?? node.name).value, cost, values: valuesOf(node, field), below })
  }

  return partOf(operation.selectionSet, schema.getRootType(operation.operation)?.getFields() ?? {})
}

type Fields = Readonly<Record<string, GraphQLField<unknown, unknown>>>

/** What costs nothing: a fragment that there is not, in a document that validation refuses anyway. */
const free: Part = { fixed: 0, leaves: [], steps: [], spreads: [], values: 0 }

function addSpread(part: Writable, spread: Part): void {
  part.spreads.push(spread)
  part.values += spread.values
}

function fieldsOf(schema: GraphQLSchema, name: string): Fields {
  const type = schema.getType(name)
  return isObjectType(type) || isInterfaceType(type) ? type.getFields() : {}
}

function nameOf({ type }: GraphQLField<unknown, unknown>): string {
  let inner: unknown = type
  while (!isCompositeType(inner) && typeof inner === 'object' && inner !== null && 'ofType' in inner)
    inner = inner.ofType
  return isCompositeType(inner) ? inner.name : ''
}

function valuesOf(node: FieldNode, field: GraphQLField<unknown, unknown>): Step['values'] {
  const values = new Map<string, ValueNode | { readonly preset: unknown }>()
  for (const { name, defaultValue } of field.args)
    if (defaultValue !== undefined) values.set(name, { preset: defaultValue })
  for (const { name, value } of node.arguments ?? [])
    values.set(name.value, holdsVariable(value) ? value : { preset: valueFromASTUntyped(value) })
  return values
}

/** What holds none is worked out once for all requests. */
function holdsVariable(value: ValueNode): boolean {
  if (value.kind === Kind.LIST) return value.values.some(holdsVariable)
  if (value.kind === Kind.OBJECT) return value.fields.some((field) => holdsVariable(field.value))
  return value.kind === Kind.VARIABLE
}

/** What `@skip` and `@include` leave out whatever the variables are. */
function isLeftOut(directives: readonly DirectiveNode[] | undefined): boolean {
  return (directives ?? []).some((directive) => {
    const value = directive.arguments?.[0]?.value
    if (value?.kind !== Kind.BOOLEAN) return false
    return directive.name.value === (value.value ? 'skip' : 'include')
  })
}

function fixedPoints({ leaves, steps, spreads }: Part): number | null {
  let points = 0
  for (const leaf of leaves) {
    if (typeof leaf !== 'number') return null
    points += leaf
  }
  for (const { cost, below } of steps) {
    if (typeof cost.own !== 'number' || typeof cost.size !== 'number' || below.fixed === null) return null
    points += cost.own + cost.size * below.fixed
  }
  for (const spread of spreads) {
    if (spread.fixed === null) return null
    points += spread.fixed
  }
  return Math.min(points, mostPoints)
}

/** No sum goes beyond: no cost is infinite, and none is exact where that means nothing any more. */
export const mostPoints = 1e15
