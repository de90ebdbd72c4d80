import type { FieldNode, GraphQLResolveInfo, SelectionNode, SelectionSetNode } from 'graphql'
import { keptWith } from './kept.ts'

/** A field as an answer shows it: under which key, and the fields below it where it is an object. */
export type PlainField = {
  readonly key: string
  readonly name: string
  readonly below: readonly PlainField[] | null
}

/** The entries of a list that an answer shows, and the key they stand under. */
export type PlainList = { readonly key: string; readonly fields: readonly PlainField[] }

/**
 * What an operation shows of the `nodes` of the connection that this field gives, where that can be said without running
 * anything: nothing else is selected of it but `totalCount`, and within `nodes` there are no arguments,
 * directives or fragments, and no key twice. Null where the entries have to be made one by one.
 */
export function plainList(info: GraphQLResolveInfo): PlainList | null {
  return keptWith(info, 'plain list', () => {
    const [node, ...more] = info.fieldNodes
    if (node === undefined || more.length > 0) return null
    const shown = (node.selectionSet?.selections ?? []).filter(
      (each) => !isPlain(each) || each.name.value !== 'totalCount',
    )
    const [nodes] = shown
    if (shown.length !== 1 || nodes === undefined || !isPlain(nodes) || nodes.name.value !== 'nodes')
      return null
    const fields = fieldsOf(nodes.selectionSet)
    return fields === null ? null : { key: keyOf(nodes), fields }
  })
}

function fieldsOf(set: SelectionSetNode | undefined): readonly PlainField[] | null {
  const fields: PlainField[] = []
  for (const selection of set?.selections ?? []) {
    if (!isPlain(selection)) return null
    const below = selection.selectionSet === undefined ? null : fieldsOf(selection.selectionSet)
    if (selection.selectionSet !== undefined && below === null) return null
    fields.push({ key: keyOf(selection), name: selection.name.value, below })
  }
  return new Set(fields.map(({ key }) => key)).size === fields.length ? fields : null
}

function isPlain(selection: SelectionNode): selection is FieldNode {
  return (
    selection.kind === 'Field' &&
    (selection.arguments ?? []).length === 0 &&
    (selection.directives ?? []).length === 0
  )
}

function keyOf({ alias, name }: FieldNode): string {
  return (alias ?? name).value
}
