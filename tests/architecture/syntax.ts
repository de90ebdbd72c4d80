import { parseSync } from 'vite'

/** A node of a file's syntax tree (ESTree with TypeScript). Its other fields are read through `child` and `textOf`. */
export type SyntaxNode = { readonly type: string; readonly start: number; readonly [field: string]: unknown }

/** Parses one file; throws with the file's name when it is not TypeScript. */
export function parse(path: string, text: string): SyntaxNode {
  const { program, errors } = parseSync(path, text)
  const [first] = errors
  if (first) throw new Error(`${path}: ${first.message}`)
  return program as unknown as SyntaxNode
}

/** The node and everything below it, in the order of the source. */
export function* everyNode(node: SyntaxNode): Generator<SyntaxNode> {
  yield node
  for (const value of Object.values(node)) {
    for (const each of Array.isArray(value) ? value : [value]) {
      if (isNode(each)) yield* everyNode(each)
    }
  }
}

export function child(node: SyntaxNode, field: string): SyntaxNode | undefined {
  const value = node[field]
  return isNode(value) ? value : undefined
}

export function childrenOf(node: SyntaxNode, field: string): readonly SyntaxNode[] {
  const value = node[field]
  return Array.isArray(value) ? value.filter(isNode) : []
}

/** The text of a field that holds one: a name, an operator, the kind of an import. */
export function textOf(node: SyntaxNode | undefined, field: string): string | undefined {
  const value = node?.[field]
  return typeof value === 'string' ? value : undefined
}

/** `a.b.c` for a chain of plain names, `['b']` counted as `.b`; undefined for anything else. */
export function dottedName(node: SyntaxNode | undefined): string | undefined {
  if (!node) return undefined
  if (node.type === 'Identifier') return textOf(node, 'name')
  if (node.type === 'MetaProperty')
    return `${dottedName(child(node, 'meta'))}.${dottedName(child(node, 'property'))}`
  if (node.type !== 'MemberExpression') return undefined
  const object = dottedName(child(node, 'object'))
  const property = child(node, 'property')
  const name = textOf(property, node['computed'] === true ? 'value' : 'name')
  return object !== undefined && name !== undefined ? `${object}.${name}` : undefined
}

function isNode(value: unknown): value is SyntaxNode {
  return typeof value === 'object' && value !== null && typeof (value as SyntaxNode).type === 'string'
}
