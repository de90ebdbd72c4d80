import { whoDecides } from '../house.ts'
import type { Breach, Rule } from '../rule.ts'
import { isCode, lineAt, type SourceFile } from '../source-files.ts'
import { child, everyNode, type SyntaxNode, textOf } from '../syntax.ts'

/** What a role may see or do is decided by the functions of access; others may ask at most whether somebody is known. */
export const accessDecides: Rule = {
  name: 'access decides',
  breaches: (files) =>
    files
      .filter(
        ({ path }) =>
          isCode(path) &&
          path.startsWith('src/') &&
          !whoDecides.allowed.some((place) => path.startsWith(place)),
      )
      .flatMap((file) => breachesOf(file)),
}

function breachesOf(file: SourceFile): readonly Breach[] {
  return [...everyNode(file.syntax())].filter(decidesByRole).map((node) => ({
    path: file.path,
    line: lineAt(file.text, node.start),
    problem: 'decides by the role of a viewer: ask a function of src/access (rights.ts, rules.ts)',
  }))
}

function decidesByRole(node: SyntaxNode): boolean {
  if (node.type === 'SwitchStatement') return isRole(child(node, 'discriminant'))
  if (node.type !== 'BinaryExpression' || !/^[!=]==?$/.test(textOf(node, 'operator') ?? '')) return false
  const [left, right] = [child(node, 'left'), child(node, 'right')]
  if (isRole(left)) return !isOpen(right)
  return isRole(right) && !isOpen(left)
}

function isRole(node: SyntaxNode | undefined): boolean {
  return node?.type === 'MemberExpression' && textOf(child(node, 'property'), 'name') === 'role'
}

function isOpen(node: SyntaxNode | undefined): boolean {
  return node?.type === 'Literal' && whoDecides.open.some((role) => role === textOf(node, 'value'))
}
