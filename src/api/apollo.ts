import { ApolloServer, type ApolloServerPlugin, type GraphQLResponse } from '@apollo/server'
import {
  ApolloServerPluginCacheControlDisabled,
  ApolloServerPluginLandingPageDisabled,
} from '@apollo/server/plugin/disabled'
import type { OperationDefinitionNode } from 'graphql'
import { endedCredential } from '../access/refused-credential.ts'
import { HubError } from '../kernel/errors.ts'
import { answerExtensions } from './answers.ts'
import { documentLimits, FewTopFieldsRule } from './document-limits.ts'
import { admit, type GraphParts } from './graphql.ts'
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
    // What a caller may store here is released facts, not documents.
    persistedQueries: false,
    parseOptions: { maxTokens: documentLimits.tokens },
    validationRules: [FewTopFieldsRule],
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
    requestDidStart: async () => ({
      didResolveOperation: async ({ contextValue, operation, document, request, source }) => {
        if (operation === undefined) return
        try {
          if (operation.operation === 'subscription') throw overTheSocket()
          await admit(parts, contextValue, operation, document, request.variables ?? {})
          queries.asked(source, request.operationName)
        } catch (error) {
          throw parts.failures.refusal(error)
        }
      },
      willSendResponse: async ({ response, contextValue, operation }) => {
        const told = await answerExtensions(parts, contextValue, operation?.operation === 'mutation')
        const { hub } = told
        refuseEnded(parts, contextValue, operation, response)
        response.http.headers.set('baymark-position', String(hub.position))
        response.http.headers.set('baymark-cursor', hub.cursor)
        if (response.body.kind === 'single') {
          response.body.singleResult.extensions = { ...response.body.singleResult.extensions, ...told }
        }
      },
    }),
  }
}

/** What was read is not shown any more by then; what a mutation did is told to whoever was let in to do it. */
function refuseEnded(
  { failures }: GraphParts,
  request: Request | undefined,
  operation: OperationDefinitionNode | undefined,
  response: GraphQLResponse,
): void {
  const end = request?.access.ended() ?? null
  if (end === null || operation?.operation === 'mutation') return
  const { message, extensions } = failures.refusal(endedCredential(end))
  const { code, expected, came, http } = extensions as RefusalExtensions
  response.http.status = http.status
  for (const [name, value] of http.headers) response.http.headers.set(name, value)
  response.body = {
    kind: 'single',
    singleResult: { errors: [{ message, extensions: { code, expected, came } }] },
  }
}

/** What `Failures.refusal` puts into the extensions of its error. */
type RefusalExtensions = {
  readonly code: string
  readonly expected?: string
  readonly came?: string
  readonly http: { readonly status: number; readonly headers: ReadonlyMap<string, string> }
}

function overTheSocket(): HubError {
  return new HubError({
    code: 'BAD_REQUEST',
    message:
      'A subscription cannot be answered by one HTTP response. Open a WebSocket at /graphql with the sub-protocol graphql-transport-ws.',
    expected: 'a query or a mutation',
    came: 'a subscription',
  })
}

/** Apollo's own words go to our log; its documents and variables do not. */
function quiet({ log }: GraphParts) {
  return {
    debug: () => undefined,
    info: () => undefined,
    warn: (message: unknown) => log.warn({ apollo: String(message).slice(0, 300) }, 'Apollo'),
    error: (message: unknown) => log.error({ apollo: String(message).slice(0, 300) }, 'Apollo'),
  }
}
