import type { Server } from 'node:http'
import {
  type ExecutionArgs,
  execute,
  type FormattedExecutionResult,
  GraphQLError,
  getOperationAST,
  parse,
  subscribe,
  validate,
} from 'graphql'
import { CloseCode, type Context, type SubscribePayload } from 'graphql-ws'
import { type Extra, useServer as serveProtocol } from 'graphql-ws/use/ws'
import type { Credential } from '../access/credentials.ts'
import { HubError } from '../kernel/errors.ts'
import { answerExtensions } from './answers.ts'
import { documentLimits, documentRules } from './document-limits.ts'
import { clientAddress } from './front.ts'
import { admit, type GraphParts, requestOf } from './graphql.ts'
import { purposeOf } from './purpose.ts'
import type { Request } from './request.ts'
import { acceptSockets } from './socket-front.ts'

/** How many operations one socket may have open. */
const limits = { operations: 100 }

/** How often an idle connection is asked whether it is there, in milliseconds. */
const keepAlive = 12_000

/** How long a client has to answer when the hub closes, in milliseconds. */
const farewell = 1_000

type SocketContext = Context<Readonly<Record<string, unknown>>, Extra & { ended: AbortController }>

/** Serves `graphql-transport-ws` at /graphql of an HTTP server. The result closes all sockets. */
export function serveSockets(server: Server, parts: GraphParts): AsyncDisposable {
  const sockets = acceptSockets(server, parts)
  const handler = serveProtocol<Readonly<Record<string, unknown>>, { ended: AbortController }>(
    {
      schema: parts.schema,
      // Otherwise the reason of a close would tell what went wrong inside.
      isProd: true,
      execute: (args) => execute(args as ExecutionArgs),
      subscribe: (args) => begun(parts, args as ExecutionArgs),
      onConnect: async (context) => connect(parts, context as SocketContext),
      onSubscribe: (context, _id, payload) => begin(parts, context as SocketContext, payload),
      onNext: (_context, _id, _payload, args, result) => shownResult(parts, args, { ...result }),
      onError: (_context, _id, _payload, errors) =>
        errors.map((error) => parts.failures.shown(error.toJSON(), error)),
      onDisconnect: (context) => (context as SocketContext).extra.ended?.abort(),
    },
    sockets,
    keepAlive,
  )
  return {
    [Symbol.asyncDispose]: async () => {
      // A client that does not read would otherwise hold the hub for half a minute.
      const late = setTimeout(() => sockets.clients.forEach((socket) => void socket.terminate()), farewell)
      await handler.dispose()
      clearTimeout(late)
    },
  }
}

type Result = Record<string, unknown>

/** Codes of errors that are of the moment and not of the frame. */
const outages: ReadonlySet<unknown> = new Set(['UNAVAILABLE', 'BUSY'])

/** Checks the credential once; an invalid one closes the socket with 4403. */
async function connect(parts: GraphParts, context: SocketContext): Promise<boolean> {
  context.extra.ended = new AbortController()
  try {
    await parts.gate.accessOf(credentialOf(parts, context))
    return true
  } catch (error) {
    if (!(error instanceof HubError)) throw error
    context.extra.socket.close(CloseCode.Forbidden, error.code)
    return false
  }
}

/** Parses, validates and admits an operation. Whatever is wrong with it is told under its id; the socket lives on. */
async function begin(
  parts: GraphParts,
  context: SocketContext,
  payload: SubscribePayload,
): Promise<ExecutionArgs | readonly GraphQLError[]> {
  // The protocol counts an operation from its message on, this one too, until it has ended or was refused.
  if (Object.keys(context.subscriptions).length > limits.operations) {
    const message = `A socket may have ${limits.operations} operations open. Complete some, or open another socket.`
    return [parts.failures.refusal(new HubError({ code: 'RATE_LIMITED', message }))]
  }
  try {
    const document = parse(payload.query ?? '', { maxTokens: documentLimits.tokens })
    const errors = validate(parts.schema, document, documentRules)
    if (errors.length > 0) return errors
    const operation = getOperationAST(document, payload.operationName)
    if (!operation) return [unclearOperation()]
    const request = requestOf(parts, {
      access: await parts.gate.accessOf(credentialOf(parts, context)),
      acceptLanguage: context.extra.request.headers['accept-language'],
      purpose: purposeOf(context.connectionParams?.['purpose']),
      ended: () => AbortSignal.any([context.extra.ended.signal, parts.closing]),
    })
    const variableValues = payload.variables ?? {}
    await admit(parts, request, operation, document, variableValues)
    return {
      schema: parts.schema,
      document,
      contextValue: request,
      variableValues,
      operationName: payload.operationName,
    }
  } catch (error) {
    return [error instanceof GraphQLError ? asParseError(error) : parts.failures.refusal(error)]
  }
}

/** Begins a stream. What graphql-js throws on documents it cannot run is told under the operation's id, too. */
async function begun(parts: GraphParts, args: ExecutionArgs) {
  try {
    return await subscribe(args)
  } catch (error) {
    const unfit = new HubError({
      code: 'BAD_REQUEST',
      message: 'The subscription selects no field to follow. Select one, without @skip or @include on it.',
      expected: 'one field of Subscription',
      came: 'none',
    })
    return { errors: [parts.failures.refusal(error instanceof TypeError ? unfit : error)] }
  }
}

/** Errors in results are shown as everywhere; answers to queries and mutations say where they were read. */
async function shownResult(
  parts: GraphParts,
  args: ExecutionArgs,
  {
    errors,
    ...rest
  }: { readonly errors?: readonly GraphQLError[] | undefined; readonly [name: string]: unknown },
): Promise<FormattedExecutionResult<Result, Result>> {
  const told = errors?.map(asInputError).map((error) => parts.failures.shown(error.toJSON(), error))
  const shown = (told === undefined ? rest : { ...rest, errors: told }) as FormattedExecutionResult<
    Result,
    Result
  >
  const kind = getOperationAST(args.document, args.operationName)?.operation
  if (kind === 'subscription') {
    // A frame that lacks what could not be read must not be folded: the operation ends, its cursor stays before it.
    const outage = errors?.find((_, index) => outages.has(told?.[index]?.extensions?.['code']))
    if (outage !== undefined) throw outage
    return shown
  }
  const extensions = await answerExtensions(parts, args.contextValue as Request, kind === 'mutation')
  return { ...shown, extensions: { ...shown.extensions, ...extensions } }
}

function credentialOf({ front }: GraphParts, context: SocketContext): Credential {
  return { authorization: authorizationOf(context), address: clientAddress(front, context.extra.request) }
}

function authorizationOf(context: SocketContext): string | undefined {
  const value = context.connectionParams?.['authorization'] ?? context.connectionParams?.['Authorization']
  if (value === undefined || value === null) return context.extra.request.headers.authorization
  return typeof value === 'string' ? value : 'not a text'
}

function asParseError(error: GraphQLError): GraphQLError {
  if (error.extensions['code'] !== undefined) return error
  return new GraphQLError(error.message, {
    source: error.source ?? null,
    positions: error.positions ?? null,
    extensions: { code: 'GRAPHQL_PARSE_FAILED' },
  })
}

/** What GraphQL itself refuses after validation is the value of a variable; the same code as over HTTP. */
function asInputError(error: GraphQLError): GraphQLError {
  const cause = error.originalError
  const ours = error.path !== undefined || (cause !== undefined && !(cause instanceof GraphQLError))
  if (ours || error.extensions['code'] !== undefined) return error
  return new GraphQLError(error.message, {
    nodes: error.nodes ?? null,
    extensions: { code: 'BAD_USER_INPUT' },
  })
}

function unclearOperation(): GraphQLError {
  return new GraphQLError(
    'The operation to run is not clear. Name one of the document’s operations in `operationName`.',
    {
      extensions: { code: 'OPERATION_RESOLUTION_FAILURE' },
    },
  )
}
