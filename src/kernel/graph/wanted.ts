import type { FieldNode, GraphQLResolveInfo, SelectionSetNode } from 'graphql'
import { keptWith } from './kept.ts'

/**
 * The names of the fields that an operation selects below this field, along a path of fields (`edges`, `node`);
 * fragments are followed, directives are taken as included. A read fetches what these names need and no more.
 */
export function wantedFields(
  info: GraphQLResolveInfo,
  ...paths: readonly (readonly string[])[]
): ReadonlySet<string> {
  return keptWith(info, `wanted ${paths.join(' ')}`, () => {
    const wanted = new Set<string>()
    for (const path of paths.length === 0 ? [[]] : paths) collect(info, info.fieldNodes, path, wanted)
    return wanted
  })
}

function collect(
  info: GraphQLResolveInfo,
  nodes: readonly FieldNode[],
  path: readonly string[],
  into: Set<string>,
): void {
  const followed = new Set<string>()
  const below = nodes.flatMap((node) => fieldsOf(info, node.selectionSet, followed))
  const [next, ...rest] = path
  if (next === undefined) for (const node of below) into.add(node.name.value)
  else
    collect(
      info,
      below.filter((node) => node.name.value === next),
      rest,
      into,
    )
}

/** Each fragment is followed once per level: a document of fragments that spread each other twice stays linear. */
function fieldsOf(
  info: GraphQLResolveInfo,
  set: SelectionSetNode | undefined,
  followed: Set<string>,
): readonly FieldNode[] {
  return (set?.selections ?? []).flatMap((selection) => {
    if (selection.kind === 'Field') return [selection]
    if (selection.kind === 'InlineFragment') return fieldsOf(info, selection.selectionSet, followed)
    if (followed.has(selection.name.value)) return []
    followed.add(selection.name.value)
    return fieldsOf(info, info.fragments[selection.name.value]?.selectionSet, followed)
  })
}
