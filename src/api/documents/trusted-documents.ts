import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { getOperationAST, parse } from 'graphql'
import { digestOf } from '../../kernel/digest.ts'
import { projectFolder } from '../../platform/project.ts'

/** An operation that the hub itself publishes: its name, its exact text, and the hash by which it is asked for. */
export type TrustedDocument = { readonly name: string; readonly text: string; readonly hash: string }

/** The trusted documents by their hash and by their text. */
export class TrustedDocuments {
  readonly #byHash: ReadonlyMap<string, string>
  readonly #texts: ReadonlySet<string>

  constructor(documents: readonly TrustedDocument[]) {
    this.#byHash = new Map(documents.map(({ hash, text }) => [hash, text]))
    this.#texts = new Set(this.#byHash.values())
  }

  byHash(hash: string): string | undefined {
    return this.#byHash.get(hash)
  }

  has(text: string): boolean {
    return this.#texts.has(text)
  }
}

/** Reads schema/documents: each file is one trusted document, its bytes as they are. */
export function readTrustedDocuments(): readonly TrustedDocument[] {
  const folder = join(projectFolder(), 'schema/documents')
  return readdirSync(folder)
    .filter((file) => file.endsWith('.graphql'))
    .toSorted()
    .map((file) => {
      const text = readFileSync(join(folder, file), 'utf8')
      return { name: file.slice(0, -'.graphql'.length), text, hash: digestOf(text) }
    })
}

/**
 * The manifest of the trusted documents, in the form in which clients of persisted queries read one: `id` is the SHA-256
 * of `body`, and `sha256:` before it makes the `documentId`.
 */
export function manifestText(documents: readonly TrustedDocument[]): string {
  const operations = documents.map(({ name, text, hash }) => ({
    id: hash,
    name,
    type: getOperationAST(parse(text))?.operation,
    body: text,
  }))
  return `${JSON.stringify({ format: 'apollo-persisted-query-manifest', version: 1, operations }, null, 2)}\n`
}
