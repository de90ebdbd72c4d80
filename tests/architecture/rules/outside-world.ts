import { outsideWorld } from '../house.ts'
import type { Breach, Rule } from '../rule.ts'
import { calleeOf, isCode, lineAt, type SourceFile } from '../source-files.ts'
import { child, childrenOf, dottedName, everyNode, type SyntaxNode, textOf } from '../syntax.ts'

/** Clock, randomness and environment are arguments, so that a test can choose them. */
export const outsideWorldByArgument: Rule = {
  name: 'clock, randomness and environment are arguments',
  breaches: (files) =>
    files
      .filter((file) => isCode(file.path) && file.path.startsWith('src/'))
      .flatMap((file) => breachesOf(file)),
}

function breachesOf(file: SourceFile): readonly Breach[] {
  const forbidden = outsideWorld.filter(
    ({ allowed }) =>
      !allowed.some((place) => (place.endsWith('/') ? file.path.startsWith(place) : file.path === place)),
  )
  if (forbidden.length === 0) return []
  return [...everyNode(file.syntax())].flatMap((node) => {
    const used = namesUsedBy(node)
    return forbidden.flatMap(({ what, names, instead }) => {
      const name = names.find((each) => used.includes(each))
      if (name === undefined) return []
      return [
        {
          path: file.path,
          line: lineAt(file.text, node.start),
          problem: `uses ${what} (${name}): ${instead}`,
        },
      ]
    })
  })
}

/** Every way to write one of the names: `process.env`, `globalThis.process.env`, `const { env } = process`, an import. */
function namesUsedBy(node: SyntaxNode): readonly string[] {
  switch (node.type) {
    case 'MemberExpression': {
      const name = dottedName(node)?.replace(/^globalThis\./, '')
      return name === undefined ? [] : [name, name.slice(name.lastIndexOf('.') + 1)]
    }
    case 'NewExpression':
      return calleeOf(node) === 'Date' && childrenOf(node, 'arguments').length === 0 ? ['new Date()'] : []
    case 'CallExpression':
      return calleeOf(node) === 'Date' ? ['Date()'] : []
    case 'ImportDeclaration': {
      const from = textOf(child(node, 'source'), 'value')?.replace(/^node:/, '')
      const names = childrenOf(node, 'specifiers').map(
        (each) => textOf(child(each, 'imported'), 'name') ?? '',
      )
      return names.flatMap((name) => [name, `${from}.${name}`])
    }
    case 'VariableDeclarator': {
      const from = dottedName(child(node, 'init'))
      const pattern = child(node, 'id')
      if (from === undefined || pattern?.type !== 'ObjectPattern') return []
      const names = childrenOf(pattern, 'properties').map((each) => textOf(child(each, 'key'), 'name') ?? '')
      return names.flatMap((name) => [name, `${from}.${name}`])
    }
    default:
      return []
  }
}
