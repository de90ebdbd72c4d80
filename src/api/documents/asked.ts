import { HubError } from '../../kernel/errors.ts'
import { shown } from '../../kernel/text.ts'

/** What a caller asks for, the same at every door. */
export type Asked = {
  /** The text of the document; absent or empty where it is named by its hash. */
  readonly query?: string | undefined
  /** `sha256:` and the hash of a trusted document. */
  readonly documentId?: unknown
  readonly operationName?: string | null | undefined
  readonly variables?: Readonly<Record<string, unknown>> | null | undefined
  readonly extensions?: Readonly<Record<string, unknown>> | null | undefined
}

/** How a document is named. */
export type Named =
  | { readonly by: 'text'; readonly text: string }
  | { readonly by: 'documentId'; readonly hash: string }
  /** Automatic persisted queries: the text comes along where it is to be remembered. */
  | { readonly by: 'persistedQuery'; readonly hash: string; readonly text: string | null }

/** Says how the document is named; throws BAD_REQUEST where it is not, or in two ways. */
export function namedBy({ query, documentId, extensions }: Asked): Named {
  const text = query === undefined || query === '' ? null : query
  if (documentId !== undefined && documentId !== null) {
    if (text !== null || isPersisted(extensions)) throw namedTwice()
    return { by: 'documentId', hash: hashOf(documentId) }
  }
  if (isPersisted(extensions)) return { by: 'persistedQuery', hash: persistedHash(extensions), text }
  if (text === null) throw notNamed()
  return { by: 'text', text }
}

/** Says whether a request names its document by a hash, so that its address is the same for everybody who asks it. */
export function isByHash({ documentId, extensions }: Asked): boolean {
  return (documentId !== undefined && documentId !== null) || isPersisted(extensions)
}

type WithPersisted = { readonly persistedQuery: unknown }

function isPersisted(
  extensions: Asked['extensions'],
): extensions is Readonly<Record<string, unknown>> & WithPersisted {
  return extensions?.['persistedQuery'] !== undefined && extensions['persistedQuery'] !== null
}

function persistedHash({ persistedQuery }: WithPersisted): string {
  const { version, sha256Hash }: { readonly version?: unknown; readonly sha256Hash?: unknown } =
    Object(persistedQuery)
  if (version === 1 && typeof sha256Hash === 'string' && /^[0-9a-f]{64}$/.test(sha256Hash)) return sha256Hash
  throw new HubError({
    code: 'BAD_REQUEST',
    message: 'extensions.persistedQuery is not of the form that this hub knows.',
    expected: '{ version: 1, sha256Hash: "<64 hexadecimal digits>" }',
    // What came may be nested without end: it is not written out.
    came: version === 1 ? 'another form of sha256Hash' : 'another version, or none',
  })
}

function hashOf(documentId: unknown): string {
  const [, hash] = typeof documentId === 'string' ? (/^sha256:([0-9a-f]{64})$/.exec(documentId) ?? []) : []
  if (hash !== undefined) return hash
  throw new HubError({
    code: 'BAD_REQUEST',
    message: 'The documentId is not of the form that this hub knows.',
    expected: 'sha256:<64 hexadecimal digits>',
    came: typeof documentId === 'string' ? shown(documentId) : 'no text',
  })
}

function namedTwice(): HubError {
  return new HubError({
    code: 'BAD_REQUEST',
    message:
      'The request names its document in two ways. Send `documentId`, or `query`, or `extensions.persistedQuery`.',
    expected: 'one of them',
    came: 'documentId beside another',
  })
}

function notNamed(): HubError {
  return new HubError({
    code: 'BAD_REQUEST',
    message: 'The request has no document. Send its text as `query`, or its `documentId`.',
    expected: '`query` or `documentId`',
    came: 'neither',
  })
}
