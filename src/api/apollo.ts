import {
  ApolloServer,
  type ApolloServerPlugin,
  type GraphQLRequest,
  type GraphQLRequestListener,
  type GraphQLResponse,
  HeaderMap,
} from '@apollo/server'
import {
  ApolloServerPluginCacheControlDisabled,
  ApolloServerPluginLandingPageDisabled,
} from '@apollo/server/plugin/disabled'
import type { GraphQLError, OperationDefinitionNode } from 'graphql'
import { endedCredential } from '../access/refused-credential.ts'
import { traceOf } from '../kernel/error-trace.ts'
import { answerExtensions } from './answers.ts'
import { cacheControlOf } from './caching.ts'
import { admission, type Refusal } from './documents/admission.ts'
import type { Asked } from './documents/asked.ts'
import type { GraphParts } from './graphql.ts'
import type { KnownQueries } from './known-queries.ts'
import type { Request } from './request.ts'

/**
 * Makes the Apollo Server of the graph over HTTP: its pipeline, CSRF prevention and content negotiation. It tells which
 * queries it admitted.
 */
export function makeApollo(parts: GraphParts, queries: KnownQueries): ApolloServer<Request> {
  return new ApolloServer<Request>({
    schema: parts.schema,
    introspection: true,
    csrfPrevention: true,
    includeStacktraceInErrorResponses: false,
    hideSchemaDetailsFromClientErrors: false,
    allowBatchedHttpRequests: false,
    stringifyResult: (answer) => JSON.stringify(answer),
    // Documents are found, parsed and validated before Apollo: what it is given has been admitted.
    persistedQueries: false,
    documentStore: admittedDocuments(parts),
    stopOnTerminationSignals: false,
    formatError: (formatted, error) => parts.failures.shown(formatted, error),
    logger: quiet(parts),
    plugins: [
      ApolloServerPluginCacheControlDisabled(),
      ApolloServerPluginLandingPageDisabled(),
      hubPlugin(parts, queries),
    ],
  })
}

function hubPlugin(parts: GraphParts, queries: KnownQueries): ApolloServerPlugin<Request> {
  return {
    requestDidStart: async ({ request, contextValue }) => {
      const door = request.http?.method === 'GET' ? 'GET' : 'POST'
      const asked = askedOverHttp(request)
      const outcome = await admission(parts, contextValue, asked, door)
      const refused = 'refused' in outcome
      // Apollo computes the hash of this text and finds the document under it; of a refused request it gets a harmless one.
      request.query = refused ? harmless : outcome.text
      if (refused) delete request.operationName
      delete request.extensions
      if (!refused && outcome.operation.operation === 'query')
        queries.asked(outcome.text, outcome.operationName)
      return listener(parts, refused ? outcome : null, (well) =>
        cacheControlOf(door, asked, contextValue.view, well),
      )
    },
  }
}

/** The text that stands for a refused one, so that Apollo comes to the point where a plugin gives the answer. */
const harmless = '{ __typename }'

function listener(
  parts: GraphParts,
  refusal: Refusal | null,
  cacheControl: (well: boolean) => string | null,
): GraphQLRequestListener<Request> {
  return {
    responseForOperation: async () => (refusal === null ? null : refusedResponse(parts, refusal)),
    willSendResponse: async ({ response, contextValue, operation }) => {
      const told = await answerExtensions(parts, contextValue, operation?.operation === 'mutation')
      const { hub } = told
      refuseEnded(parts, contextValue, operation, response)
      response.http.headers.set('baymark-position', String(hub.position))
      response.http.headers.set('baymark-cursor', hub.cursor)
      for (const [name, value] of parts.costs.headers(contextValue)) response.http.headers.set(name, value)
      if (response.body.kind === 'single') {
        const caching = cacheControl(response.body.singleResult.errors === undefined)
        if (caching !== null) response.http.headers.set('cache-control', caching)
        response.body.singleResult.extensions = { ...response.body.singleResult.extensions, ...told }
      }
    },
  }
}

/** What was read is not shown any more by then; what a mutation did is told to whoever was let in to do it. */
function refuseEnded(
  parts: GraphParts,
  { access }: Request,
  operation: OperationDefinitionNode | undefined,
  response: GraphQLResponse,
): void {
  const end = access.ended()
  if (end === null || operation?.operation === 'mutation') return
  const { http, body } = refusedResponse(parts, { refused: [parts.failures.refusal(endedCredential(end))] })
  if (http.status !== undefined) response.http.status = http.status
  for (const [name, value] of http.headers) response.http.headers.set(name, value)
  response.body = body
}

/** What Apollo has read of a request, and the id of a document, which it does not know. */
function askedOverHttp({ query, operationName, variables, extensions, http }: GraphQLRequest): Asked {
  const body: { readonly documentId?: unknown } = Object(http?.body)
  const inAddress = new URLSearchParams(http?.search).getAll('documentId')
  const inAddressOnce = inAddress.length > 1 ? inAddress : inAddress[0]
  const documentId = http?.method === 'GET' ? inAddressOnce : body.documentId
  return { query, documentId, operationName, variables, extensions }
}

/** The errors of a refused operation as an answer, with the status and headers of the first. */
function refusedResponse({ failures }: GraphParts, { refused }: Refusal): GraphQLResponse {
  const errors = refused.map((error) => failures.shown(error.toJSON(), error))
  const { status = 400, headers = new Map<string, string>() } = httpOf(refused[0])
  const allowed: readonly [string, string][] = status === 405 ? [['allow', 'POST']] : []
  return {
    http: { status, headers: new HeaderMap([...headers, ...allowed]) },
    body: { kind: 'single', singleResult: { errors } },
  }
}

type HttpHead = { readonly status?: number; readonly headers?: ReadonlyMap<string, string> }

function httpOf(error: GraphQLError | undefined): HttpHead {
  return Object(error?.extensions['http'])
}

/** Gives Apollo the documents that were admitted; it keeps none itself. Its keys end with the hash of the text. */
function admittedDocuments({ documents }: GraphParts) {
  return {
    get: async (key: string) => documents.validByHash(key.slice(key.lastIndexOf(':') + 1)),
    set: async () => undefined,
    delete: async () => undefined,
  }
}

/** That Apollo said something goes to our log; its words, which quote documents, do not. */
function quiet({ log }: GraphParts) {
  return {
    debug: () => undefined,
    info: () => undefined,
    warn: (said: unknown) => log.warn({ apollo: traceOf(said) }, 'Apollo warns'),
    error: (said: unknown) => log.error({ apollo: traceOf(said) }, 'Apollo failed'),
  }
}
