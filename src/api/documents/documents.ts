import type { DocumentNode, GraphQLSchema } from 'graphql'
import { LRUCache } from 'lru-cache'
import type { View } from '../../access/view.ts'
import { digestOf } from '../../kernel/digest.ts'
import { HubError } from '../../kernel/errors.ts'
import { refuseUnstorableTexts } from '../storable-texts.ts'
import { type Asked, namedBy } from './asked.ts'
import type { TrustedDocuments } from './trusted-documents.ts'
import { asksOnlySchema, parsedWithinLimits, type ValidDocument, validateBySchema } from './validated.ts'

/** Which documents the anonymous may run: any, or only those of schema/documents. */
export type DocumentPolicy = 'any' | 'trusted'

/**
 * What is kept of documents that were asked for: how many, and how much memory they take at most. A token was measured at
 * 355 bytes of document; what else is kept with one (its cost rule) is allowed for.
 */
const kept = { documents: 1_000, bytes: 67_108_864, bytesPerToken: 600 } as const

/** What is kept of texts that callers registered by their hash. */
const registered = { texts: 1_000, characters: 8_388_608 } as const

/** Where the text of a document came from, and under which hash it is to be remembered once it has been admitted. */
export type Source = { readonly text: string; readonly register: string | null }

/**
 * The documents that the doors share: trusted ones by their hash, registered ones by theirs, and those that have been
 * found valid, so that none is parsed and validated twice.
 */
export class Documents {
  readonly #schema: GraphQLSchema
  readonly #trusted: TrustedDocuments
  readonly #policy: DocumentPolicy
  readonly #valid = new LRUCache<string, ValidDocument>({
    max: kept.documents,
    maxSize: kept.bytes,
    sizeCalculation: ({ text, document }) =>
      2 * text.length + kept.bytesPerToken * (document.tokenCount ?? text.length),
  })
  /** Trusted ones are few and known: whatever others ask does not throw them out. */
  readonly #validTrusted = new Map<string, ValidDocument>()
  readonly #registered = new LRUCache<string, string>({
    max: registered.texts,
    maxSize: registered.characters,
    sizeCalculation: (text) => text.length,
  })

  constructor(schema: GraphQLSchema, trusted: TrustedDocuments, policy: DocumentPolicy) {
    this.#schema = schema
    this.#trusted = trusted
    this.#policy = policy
  }

  /** The text that a caller asks for. Throws where there is none by that hash: what the view may not run is not there. */
  sourceOf(asked: Asked, view: View): Source {
    const named = namedBy(asked)
    if (named.by === 'text') return { text: named.text, register: null }
    const known = this.#trusted.byHash(named.hash) ?? this.#registeredFor(named, view)
    if (named.by === 'documentId') {
      if (known === undefined) throw unknownDocument(named.hash)
      return { text: known, register: null }
    }
    if (named.text === null) {
      if (known === undefined) throw notPersisted()
      return { text: known, register: null }
    }
    if (digestOf(named.text) !== named.hash) throw wrongHash(named.hash)
    return { text: named.text, register: named.hash }
  }

  /** The text of a request that could be run at once, whoever asks; null where there is more to do than to look it up. */
  textOf(asked: Asked): string | null {
    const named = namedBy(asked)
    if (named.by === 'text') return named.text
    if (named.by === 'persistedQuery' && named.text !== null) return null
    const registered = named.by === 'persistedQuery' ? this.#registered.get(named.hash) : undefined
    return this.#trusted.byHash(named.hash) ?? registered ?? null
  }

  /**
   * The document of a text, within the limits and valid. Throws a HubError where it is over a limit, not trusted, or
   * holds a text that no store can keep, and InvalidDocument where it is not GraphQL or does not fit the schema.
   */
  validOf(text: string, view: View): ValidDocument {
    const hash = digestOf(text)
    const known = this.#validOf(hash)
    const { document, selections } = known ?? parsedWithinLimits(text)
    // Whoever may read /schema.graphql may ask for the same by introspection: tools need it to begin.
    if (!this.mayRun(text, view) && !asksOnlySchema(document)) throw notTrusted()
    if (known !== undefined) return known
    validateBySchema(this.#schema, document)
    refuseUnstorableTexts(document)
    const valid = { text, document, selections }
    const others = this.#trusted.has(text) ? this.#validTrusted : this.#valid
    others.set(hash, valid)
    return valid
  }

  /** Says whether the view may run a text without another look at it. */
  mayRun(text: string, view: View): boolean {
    return this.#policy === 'any' || view.role !== 'anonymous' || this.#trusted.has(text)
  }

  /** Remembers an admitted text under the hash by which it was sent. */
  register({ text, register }: Source): void {
    if (register !== null) this.#registered.set(register, text)
  }

  /** The valid document of a hash, for Apollo, which asks for it right after it was admitted. */
  validByHash(hash: string): DocumentNode | undefined {
    return this.#validOf(hash)?.document
  }

  #validOf(hash: string): ValidDocument | undefined {
    return this.#validTrusted.get(hash) ?? this.#valid.get(hash)
  }

  #registeredFor(
    { by, hash }: { readonly by: string; readonly hash: string },
    view: View,
  ): string | undefined {
    if (by !== 'persistedQuery') return undefined
    const text = this.#registered.get(hash)
    return text !== undefined && this.mayRun(text, view) ? text : undefined
  }
}

function unknownDocument(hash: string): HubError {
  return new HubError({
    code: 'DOCUMENT_NOT_FOUND',
    message: 'No trusted document has this id. Those there are stand in schema/documents/manifest.json.',
    expected: 'the id of a trusted document',
    came: `sha256:${hash}`,
  })
}

/** The words are those that clients of persisted queries wait for before they send the text. */
function notPersisted(): HubError {
  return new HubError({ code: 'PERSISTED_QUERY_NOT_FOUND', message: 'PersistedQueryNotFound' })
}

function wrongHash(hash: string): HubError {
  return new HubError({
    code: 'BAD_REQUEST',
    message: 'extensions.persistedQuery.sha256Hash is not the SHA-256 of the query.',
    expected: 'the SHA-256 of the query’s UTF-8 bytes',
    came: hash,
  })
}

function notTrusted(): HubError {
  return new HubError({
    code: 'DOCUMENT_NOT_TRUSTED',
    message:
      'This hub answers the anonymous only by trusted documents. Use one of schema/documents exactly as it stands, or send a credential.',
    expected: 'a document of schema/documents, or a credential',
    came: 'another document',
  })
}
