import type { SourceFile } from '../source-files.ts'
import { calleeOf } from '../source-files.ts'
import { child, childrenOf, everyNode, type SyntaxNode, textOf } from '../syntax.ts'

/**
 * The tables whose rows have `from_position` and `to_position`, read from where they are declared (storage.ts of the
 * nouns, and the migrations), so that the list cannot fall behind.
 */
export function versionedTables(files: readonly SourceFile[]): ReadonlySet<string> {
  return new Set([...tablesOfStorage(files), ...tablesOfMigrations(files)])
}

/** As the nouns declare them to the object mapper. */
export function tablesOfStorage(files: readonly SourceFile[]): ReadonlySet<string> {
  return tablesIn(files.filter(({ path }) => /\/storage(-[a-z-]+)?\.ts$/.test(path)))
}

/** As the database gets them. */
export function tablesOfMigrations(files: readonly SourceFile[]): ReadonlySet<string> {
  return tablesIn(files.filter(({ path }) => path.startsWith('migrations/') && path.endsWith('.ts')))
}

function tablesIn(files: readonly SourceFile[]): ReadonlySet<string> {
  return new Set(
    files.flatMap((file) => [...everyNode(file.syntax())].flatMap((node) => tableOf(file, node))),
  )
}

function tableOf(file: SourceFile, node: SyntaxNode): readonly string[] {
  const text = file.text.slice(node.start, Number(node['end']))
  if (node.type === 'CallExpression') {
    const [first] = childrenOf(node, 'arguments')
    if (!first) return []
    if (/(^|\.)versioned[A-Za-z]*$/.test(calleeOf(node) ?? '')) return listed(textOf(first, 'value'))
    if (/(^|\.)defineEntity$/.test(calleeOf(node) ?? '') && hasBothPositions(text))
      return listed(declaredName(first))
  }
  if (node.type === 'TemplateLiteral' || node.type === 'Literal') {
    const created = /create\s+table\s+(?:if\s+not\s+exists\s+)?"?([a-z_]+)"?\s*\(/i.exec(text)?.[1]
    if (created && hasBothPositions(text)) return [created]
  }
  return []
}

function declaredName(entity: SyntaxNode): string | undefined {
  const value = (field: string) =>
    childrenOf(entity, 'properties')
      .filter((property) => textOf(child(property, 'key'), 'name') === field)
      .map((property) => textOf(child(property, 'value'), 'value'))[0]
  return (
    value('tableName') ??
    value('name')
      ?.replace(/(?<=[a-z0-9])[A-Z]/g, '_$&')
      .toLowerCase()
  )
}

function hasBothPositions(text: string): boolean {
  return /\.\.\.versionColumns\b/.test(text) || (/from_?position/i.test(text) && /to_?position/i.test(text))
}

function listed(name: string | undefined): readonly string[] {
  return name === undefined ? [] : [name]
}
