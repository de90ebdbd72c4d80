import { readdirSync, readFileSync } from 'node:fs'
import { dirname, join, posix } from 'node:path'
import { child, dottedName, everyNode, parse, type SyntaxNode, textOf } from './syntax.ts'

/** One file of the project. Paths are below the project's root, with `/`. */
export type SourceFile = {
  readonly path: string
  readonly text: string
  /** Number of lines. */
  readonly lines: number
  /** Parsed when first asked for; only for TypeScript and JavaScript. */
  readonly syntax: () => SyntaxNode
  readonly imports: () => readonly Import[]
}

/** What a file takes from elsewhere: a project path, or the name of a package. */
export type Import = { readonly from: string; readonly onlyTypes: boolean; readonly line: number }

export const projectRoot = dirname(dirname(import.meta.dirname))

const notOurs = new Set(['.git', 'build', 'coverage', 'data', 'node_modules'])

/** Every file below a folder of the project, in the order of their paths. */
export function filesBelow(folder: string): readonly SourceFile[] {
  const found = readdirSync(join(projectRoot, folder), { withFileTypes: true }).flatMap((entry) => {
    const path = posix.join(folder, entry.name)
    if (entry.isDirectory()) return notOurs.has(entry.name) ? [] : filesBelow(path)
    return entry.isFile() ? [sourceFile(path, readFileSync(join(projectRoot, path), 'utf8'))] : []
  })
  return found.toSorted((a, b) => (a.path < b.path ? -1 : 1))
}

/** A file from its text: what `filesBelow` makes, and what the rules' own tests make up. */
export function sourceFile(path: string, text: string): SourceFile {
  let program: SyntaxNode | undefined
  const syntax = () => {
    program ??= parse(path, text)
    return program
  }
  return {
    path,
    text,
    lines: text.trimEnd().split('\n').length,
    syntax,
    imports: () => importsOf(path, text, syntax()),
  }
}

export function isCode(path: string): boolean {
  return /\.(ts|tsx|mjs|js)$/.test(path)
}

/** The line of a place in a text, from 1. */
export function lineAt(text: string, place: number): number {
  return text.slice(0, place).split('\n').length
}

function importsOf(path: string, text: string, program: SyntaxNode): readonly Import[] {
  return [...everyNode(program)].flatMap((node) => {
    const source = child(node, 'source')
    const named = textOf(source, 'value')
    if (!source || named === undefined || !(node.type in kinds)) return []
    const onlyTypes =
      node.type === 'TSImportType' || [node['importKind'], node['exportKind']].includes('type')
    const from = named.startsWith('.') ? posix.join(posix.dirname(path), named.replace(/[?#].*$/, '')) : named
    return [{ from, onlyTypes, line: lineAt(text, node.start) }]
  })
}

const kinds = {
  ImportDeclaration: true,
  ExportNamedDeclaration: true,
  ExportAllDeclaration: true,
  ImportExpression: true,
  TSImportType: true,
}

/** The name a call is made to, dots included. */
export function calleeOf(call: SyntaxNode): string | undefined {
  return dottedName(child(call, 'callee'))
}
