import {
  type ASTNode,
  type DocumentNode,
  type FragmentDefinitionNode,
  GraphQLError,
  Kind,
  type SelectionSetNode,
  visit,
} from 'graphql'
import { keepWithin } from './document-limits.ts'

type Fragments = ReadonlyMap<string, FragmentDefinitionNode>

/** How large a selection set is when its fragments are written out. */
type Extent = {
  readonly selections: number
  readonly depth: number
  readonly topFields: number
  readonly introspection: number
}

const nothing: Extent = { selections: 0, depth: 0, topFields: 0, introspection: 0 }

/**
 * Measures a parsed document, and throws at the first limit that it is over. It needs no schema and runs before
 * GraphQL's own rules, so that no document reaches them on which they take long. Gives the number of selections, its
 * fragments written out. The work is linear: each fragment is measured once, however often it is spread, and nothing is
 * written out before its size is known.
 */
export function measureDocument(document: DocumentNode): { readonly selections: number } {
  const operations = document.definitions.filter(
    (definition) => definition.kind === Kind.OPERATION_DEFINITION,
  )
  const written = document.definitions.filter((definition) => definition.kind === Kind.FRAGMENT_DEFINITION)
  keepWithin('operations', operations.length)
  keepWithin('fragments', written.length)
  const spread = measureAsWritten(document)
  const fragments: Fragments = new Map(written.map((fragment) => [fragment.name.value, fragment]))
  const extentOf = measuring(fragments)
  // Fragments may go in a circle that no operation leads to.
  for (const { selectionSet } of written) extentOf(selectionSet)
  // A fragment that nobody spreads is compared by GraphQL's rules like an operation.
  const unused = written.filter(({ name }) => !spread.has(name.value))
  const roots = [...operations, ...unused].map(({ selectionSet }) => selectionSet)
  const extents = roots.map((set) => extentOf(set))
  const selections = extents.reduce((sum, extent) => sum + extent.selections, 0)
  keepWithin('selections', selections)
  for (const { depth } of extents) keepWithin('depth', depth)
  for (const { topFields, introspection } of extents.slice(0, operations.length)) {
    keepWithin('topFields', topFields)
    keepWithin('introspection', introspection)
  }
  for (const set of roots) refuseRepeated([set], fragments)
  return { selections }
}

/** Counts what can be counted in the text as it stands, and gives the names of the fragments that are spread. */
function measureAsWritten(document: DocumentNode): ReadonlySet<string> {
  const spread = new Set<string>()
  let aliases = 0
  let directives = 0
  let depth = 0
  visit(document, {
    enter: (node) => {
      if (node.kind === Kind.FRAGMENT_SPREAD) spread.add(node.name.value)
      if (node.kind === Kind.FIELD && node.alias !== undefined) aliases += 1
      if ('directives' in node && node.directives !== undefined) {
        directives += node.directives.length
        keepWithin('directivesAtOnePlace', node.directives.length)
      }
      if (!isNested(node)) return
      depth += 1
      keepWithin('inputDepth', depth)
      if (node.kind === Kind.LIST)
        keepWithin('listValues', node.values.filter((value) => !isNested(value)).length)
    },
    leave: (node) => {
      if (isNested(node)) depth -= 1
    },
  })
  keepWithin('aliases', aliases)
  keepWithin('directives', directives)
  return spread
}

function isNested({ kind }: ASTNode): boolean {
  return kind === Kind.OBJECT || kind === Kind.LIST
}

/** Measures selection sets and fragments, each fragment once; a fragment that leads back to itself is refused. */
function measuring(fragments: Fragments): (set: SelectionSetNode) => Extent {
  const measured = new Map<string, Extent | 'under way'>()
  const ofFragment = (name: string): Extent => {
    const known = measured.get(name)
    if (known === 'under way') throw inCircle(name)
    if (known !== undefined) return known
    const fragment = fragments.get(name)
    if (fragment === undefined) return nothing
    measured.set(name, 'under way')
    const extent = ofSet(fragment.selectionSet)
    measured.set(name, extent)
    return extent
  }
  const ofSet = (set: SelectionSetNode): Extent => {
    const extent = { ...nothing }
    for (const selection of set.selections) {
      const isField = selection.kind === Kind.FIELD
      const inner =
        selection.kind === Kind.FRAGMENT_SPREAD
          ? ofFragment(selection.name.value)
          : selection.selectionSet === undefined
            ? nothing
            : ofSet(selection.selectionSet)
      const looksAtSchema = isField && /^__(?:schema|type)$/.test(selection.name.value)
      extent.selections += 1 + inner.selections
      extent.depth = Math.max(extent.depth, (isField ? 1 : 0) + inner.depth)
      extent.topFields += isField ? 1 : inner.topFields
      extent.introspection += looksAtSchema ? inner.selections : inner.introspection
    }
    return extent
  }
  return ofSet
}

function inCircle(name: string): GraphQLError {
  return new GraphQLError(`The fragment ${name} spreads itself, directly or through others.`, {
    extensions: { expected: 'fragments that do not lead back to themselves', came: `...${name}` },
  })
}

/**
 * Throws where one name is selected too often at one place, whatever fragments and parents bring it there: GraphQL's rule
 * on fields that overlap compares each pair. Walks what is written out, the size of which has been checked.
 */
function refuseRepeated(sets: readonly SelectionSetNode[], fragments: Fragments): void {
  const places = new Map<string, { count: number; readonly sets: SelectionSetNode[] }>()
  const gather = ({ selections }: SelectionSetNode): void => {
    for (const selection of selections) {
      if (selection.kind === Kind.FIELD) {
        const name = selection.alias?.value ?? selection.name.value
        const place = places.get(name) ?? { count: 0, sets: [] }
        places.set(name, place)
        place.count += 1
        if (selection.selectionSet !== undefined) place.sets.push(selection.selectionSet)
      } else {
        const set =
          selection.kind === Kind.INLINE_FRAGMENT
            ? selection.selectionSet
            : fragments.get(selection.name.value)?.selectionSet
        if (set !== undefined) gather(set)
      }
    }
  }
  for (const set of sets) gather(set)
  for (const { count, sets: below } of places.values()) {
    keepWithin('sameField', count)
    if (below.length > 0) refuseRepeated(below, fragments)
  }
}
