import { seam, withoutSeam } from '../house.ts'
import type { Breach, Rule } from '../rule.ts'
import { calleeOf, isCode, lineAt, type SourceFile } from '../source-files.ts'
import { child, childrenOf, everyNode, type SyntaxNode, textOf } from '../syntax.ts'
import { type TableUse, tableUsesOf, templateOf } from './sql-templates.ts'
import { versionedTables } from './versioned-tables.ts'

/**
 * Every statement that reads a versioned table carries, in the same template, the predicate of history and the predicate
 * of access for the alias it reads it under. Without the first it answers from two positions; without the second it
 * shows what nobody may see.
 */
export const readsTakeTheSeam: Rule = {
  name: 'reads take the seam of history and access',
  breaches: (files) => {
    const versioned = versionedTables(files)
    return files
      .filter(({ path }) => isCode(path) && path.startsWith('src/') && !/^src\/(web|setup)\//.test(path))
      .filter(({ path }) => !withoutSeam.some((exempt) => exempt.path.test(path)))
      .flatMap((file) => {
        const nodes = [...everyNode(file.syntax())]
        const inTemplates = new Set(nodes.filter((node) => templateOf(file, node)).flatMap(textsOf))
        return nodes
          .filter((node) => !inTemplates.has(node))
          .flatMap((node) => breachesAt(file, node, versioned))
      })
  },
}

function breachesAt(file: SourceFile, node: SyntaxNode, versioned: ReadonlySet<string>): readonly Breach[] {
  const line = lineAt(file.text, node.start)
  const template = templateOf(file, node)
  if (template) {
    return tableUsesOf(template)
      .filter(({ table }) => table === undefined || versioned.has(table))
      .flatMap((use) =>
        missingPredicates(use, template.calls).map((problem) => ({ path: file.path, line, problem })),
      )
  }
  const table = tableOfBuilder(node) ?? tableOfPlainText(node, versioned)
  if (table === undefined || !versioned.has(table)) return []
  const problem = `reads ${table} outside a sql\`…\` template, where its predicates cannot be seen: write it as one`
  return [{ path: file.path, line, problem }]
}

function textsOf(template: SyntaxNode): readonly SyntaxNode[] {
  return childrenOf(child(template, 'quasi') ?? template, 'quasis')
}

function missingPredicates({ table, alias }: TableUse, calls: readonly SyntaxNode[]): readonly string[] {
  const name = `${table ?? 'a table named at run time'} ${alias}`
  const made = (half: keyof typeof seam) =>
    calls.filter((call) => {
      const places = seam[half][calleeOf(call) ?? '']
      return places !== undefined && literalAt(call, places.alias) === alias
    })
  const access = made('access')
  const otherTable = access
    .map((call) => literalAt(call, seam.access[calleeOf(call) ?? '']?.table))
    .find((named) => table !== undefined && named !== undefined && named !== table)
  return [
    made('history').length === 0 && `without the history's predicate: add \${at('${alias}', position)}`,
    access.length === 0 &&
      `without the predicate of access: add \${visible(view, '${table ?? '…'}', '${alias}')}`,
    otherTable !== undefined && `by the access rule of ${otherTable}`,
  ].flatMap((problem) => (problem === false ? [] : `reads ${name} ${problem}`))
}

function literalAt(call: SyntaxNode, place: number | undefined): string | undefined {
  return place === undefined ? undefined : textOf(childrenOf(call, 'arguments')[place], 'value')
}

/** `selectFrom('observation as o')` and its kin: the query builder hides aliases from this rule. */
function tableOfBuilder(node: SyntaxNode): string | undefined {
  if (node.type !== 'CallExpression') return undefined
  const method = textOf(child(child(node, 'callee') ?? node, 'property'), 'name') ?? ''
  return /^(selectFrom|(inner|left|right|full|cross)(Lateral)?Join)$/.test(method)
    ? literalAt(node, 0)?.split(/\s/)[0]
    : undefined
}

function tableOfPlainText(node: SyntaxNode, versioned: ReadonlySet<string>): string | undefined {
  const text =
    node.type === 'Literal'
      ? textOf(node, 'value')
      : node.type === 'TemplateElement'
        ? (node['value'] as { readonly raw: string }).raw
        : undefined
  if (!text || !/\bselect\b/i.test(text)) return undefined
  const tables = [...text.matchAll(/\b(?:from|join)\s+([a-z_]+)/gi)].map((match) => match[1] ?? '')
  return tables.find((table) => versioned.has(table))
}
