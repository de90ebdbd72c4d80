import type { SourceFile } from '../source-files.ts'
import { calleeOf } from '../source-files.ts'
import { child, childrenOf, dottedName, everyNode, type SyntaxNode, textOf } from '../syntax.ts'

/** A `sql` template: its text with `⟦0⟧` where values stand, those values, and every call made within them. */
export type SqlTemplate = {
  readonly text: string
  readonly values: readonly SyntaxNode[]
  readonly calls: readonly SyntaxNode[]
}

/** A table named after `from` or `join`; `table` is undefined where only the running program knows its name. */
export type TableUse = { readonly table: string | undefined; readonly alias: string }

/** Reads a `sql` template; undefined for any other node. Constants and functions of the same file are followed. */
export function templateOf(file: SourceFile, node: SyntaxNode): SqlTemplate | undefined {
  if (node.type !== 'TaggedTemplateExpression' || dottedName(child(node, 'tag')) !== 'sql') return undefined
  const literal = child(node, 'quasi') ?? node
  const texts = childrenOf(literal, 'quasis').map((each) => (each['value'] as { readonly raw: string }).raw)
  const values = childrenOf(literal, 'expressions').map((each) => resolved(file, each))
  const text = texts.map((each, index) => (index === 0 ? each : `⟦${index - 1}⟧${each}`)).join('')
  return { text: withoutNoise(text), values, calls: values.flatMap((each) => callsIn(file, each)) }
}

/** Every table that a template reads, with the alias it reads it under. */
export function tableUsesOf({ text, values }: SqlTemplate): readonly TableUse[] {
  return [...text.matchAll(/(\w+)?\s*\b(?:from|join)\s+/gi)].flatMap((match) => {
    // `is distinct from` compares, `extract(… from …)` takes a part: neither names a table.
    if (/^(distinct|year|month|day|epoch|dow|doy|hour|minute|both|leading|trailing)$/i.test(match[1] ?? ''))
      return []
    return tablesAfter(text.slice(match.index + match[0].length), values)
  })
}

/** `series s`, `series as s, observation o`, `${sql.table(name)} r`: a list of tables as SQL writes it. */
function tablesAfter(text: string, values: readonly SyntaxNode[]): readonly TableUse[] {
  const match =
    /^(?:only\s+|lateral\s+)*(?:⟦(\d+)⟧|"?([a-z_][\w.]*)"?)(?!\w*\s*\()(?:\s+(?:as\s+)?([a-z_]\w*))?/i.exec(
      text,
    )
  if (!match) return []
  const [whole, place, named, word] = match
  const isAlias = word !== undefined && !keywords.has(word.toLowerCase())
  const table = place === undefined ? named : nameIn(values[Number(place)])
  const use = { table, alias: isAlias ? word : (table ?? '?') }
  const rest = /^\s*,\s*/.exec(text.slice(whole.length))
  const others =
    rest && (isAlias || word === undefined)
      ? tablesAfter(text.slice(whole.length + rest[0].length), values)
      : []
  return isFragment(place === undefined ? undefined : values[Number(place)]) ? others : [use, ...others]
}

/** A piece of SQL made elsewhere: the template it was written in is read where it stands. */
function isFragment(value: SyntaxNode | undefined): boolean {
  if (value?.type === 'CallExpression') return !/^sql\.(table|id|ref|raw)$/.test(calleeOf(value) ?? '')
  return value?.type === 'TaggedTemplateExpression'
}

const keywords = new Set(
  (
    'where join left right inner outer cross full natural on using order group having limit offset union except ' +
    'intersect window fetch for set returning values select lateral tablesample and or as with when then'
  ).split(' '),
)

function nameIn(value: SyntaxNode | undefined): string | undefined {
  if (value?.type !== 'CallExpression') return undefined
  return textOf(childrenOf(value, 'arguments')[0], 'value')
}

/**
 * Every call below a node. A constant of the file is entered, and so is a call to a function of the file, with its
 * arguments in the place of its parameters: `touched('o')` counts as the `begunAt('o', …)` within it.
 */
function callsIn(
  file: SourceFile,
  node: SyntaxNode,
  within: Bindings = new Map(),
  depth = 0,
): readonly SyntaxNode[] {
  if (depth > 5) return []
  return [...everyNode(node)].flatMap((each) => {
    if (each.type === 'Identifier') {
      const constant = resolved(file, each)
      return constant === each || isFunction(constant) ? [] : callsIn(file, constant, within, depth + 1)
    }
    if (each.type !== 'CallExpression' || calleeOf(each) === undefined) return []
    const given = childrenOf(each, 'arguments').map(
      (argument) => within.get(textOf(argument, 'name') ?? '') ?? argument,
    )
    const made = resolved(file, child(each, 'callee') ?? each)
    const inner = isFunction(made)
      ? callsIn(file, child(made, 'body') ?? made, bound(made, given), depth + 1)
      : []
    return [{ ...each, arguments: given }, ...inner]
  })
}

type Bindings = ReadonlyMap<string, SyntaxNode>

function bound(made: SyntaxNode, given: readonly SyntaxNode[]): Bindings {
  const names = childrenOf(made, 'params').map((parameter) => textOf(parameter, 'name') ?? '')
  return new Map(
    names.flatMap((name, index): (readonly [string, SyntaxNode])[] => {
      const value = given[index]
      return value ? [[name, value]] : []
    }),
  )
}

function isFunction(node: SyntaxNode): boolean {
  return ['ArrowFunctionExpression', 'FunctionExpression', 'FunctionDeclaration'].includes(node.type)
}

/** What a constant or function of the file stands for; anything else stands for itself. */
function resolved(file: SourceFile, node: SyntaxNode): SyntaxNode {
  const name = node.type === 'Identifier' ? textOf(node, 'name') : undefined
  return (name === undefined ? undefined : constantsOf(file).get(name)) ?? node
}

const constantsByFile = new WeakMap<SourceFile, ReadonlyMap<string, SyntaxNode>>()

function constantsOf(file: SourceFile): ReadonlyMap<string, SyntaxNode> {
  const known = constantsByFile.get(file)
  if (known) return known
  const constants = new Map(
    [...everyNode(file.syntax())].flatMap((each): (readonly [string, SyntaxNode])[] => {
      if (each.type !== 'VariableDeclarator' && each.type !== 'FunctionDeclaration') return []
      const name = textOf(child(each, 'id'), 'name')
      const init = each.type === 'FunctionDeclaration' ? each : child(each, 'init')
      return name !== undefined && init ? [[name, init]] : []
    }),
  )
  constantsByFile.set(file, constants)
  return constants
}

function withoutNoise(text: string): string {
  return text.replace(/--[^\n]*/g, ' ').replace(/'(?:[^']|'')*'/g, "''")
}
