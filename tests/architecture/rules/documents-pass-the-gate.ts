import { documentMachinery } from '../house.ts'
import type { Breach, Rule } from '../rule.ts'
import { isCode, lineAt, type SourceFile } from '../source-files.ts'
import { child, childrenOf, everyNode, type SyntaxNode, textOf } from '../syntax.ts'

/** Documents of callers are parsed, validated and run in few places, so that no door can go round the gate. */
export const documentsPassTheGate: Rule = {
  name: 'documents pass the gate',
  breaches: (files) =>
    files
      .filter(({ path }) => isCode(path) && path.startsWith('src/') && !isAllowed(path))
      .flatMap((file) => breachesOf(file)),
}

function isAllowed(path: string): boolean {
  return documentMachinery.allowed.some((place) =>
    place.endsWith('/') ? path.startsWith(place) : path === place,
  )
}

function breachesOf(file: SourceFile): readonly Breach[] {
  return [...everyNode(file.syntax())].flatMap((node) =>
    machineryImportedBy(node).map((name) => ({
      path: file.path,
      line: lineAt(file.text, node.start),
      problem: `takes ${name} to run documents by itself: send them through src/api/documents/admission.ts`,
    })),
  )
}

/** The forbidden names that an import brings in; `*` brings in all of them. */
function machineryImportedBy(node: SyntaxNode): readonly string[] {
  if (node.type !== 'ImportDeclaration' && node.type !== 'ImportExpression') return []
  const from = textOf(child(node, 'source'), 'value') ?? ''
  const found = Object.entries(documentMachinery.names).find(
    ([module]) => from === module || from.startsWith(`${module}/`),
  )
  if (found === undefined) return []
  const [, names] = found
  if (node.type === 'ImportExpression') return [`import('${from}')`]
  return childrenOf(node, 'specifiers').flatMap((specifier) => {
    if (specifier.type === 'ImportNamespaceSpecifier') return [`* from ${from}`]
    const name = textOf(child(specifier, 'imported'), 'name')
    return name !== undefined && names.includes(name) ? [`${name} from ${from}`] : []
  })
}
