import type { Server } from 'node:http'
import {
  type ExecutionArgs,
  execute,
  type FormattedExecutionResult,
  GraphQLError,
  getOperationAST,
  subscribe,
} from 'graphql'
import { CloseCode, type Context, type SubscribePayload } from 'graphql-ws'
import { type Extra, useServer as serveProtocol } from 'graphql-ws/use/ws'
import type { Access } from '../access/access.ts'
import type { Credential } from '../access/credentials.ts'
import { endedCredential } from '../access/refused-credential.ts'
import { type ErrorCode, HubError } from '../kernel/errors.ts'
import { answerExtensions } from './answers.ts'
import { admission } from './documents/admission.ts'
import { clientAddress } from './front.ts'
import { type GraphParts, requestOf } from './graphql.ts'
import { purposeOf } from './purpose.ts'
import type { Request } from './request.ts'
import { acceptSockets } from './socket-front.ts'

/** How many operations one socket may have open. */
const limits = { operations: 100 }

/** How often an idle connection is asked whether it is there, in milliseconds. */
const keepAlive = 12_000

/** How long a client has to answer when the hub closes, in milliseconds. */
const farewell = 1_000

/** What a socket keeps from its `connection_init` on. */
type Kept = { ended: AbortController; access: Access }

type SocketContext = Context<Readonly<Record<string, unknown>>, Extra & Kept>

/** Serves `graphql-transport-ws` at /graphql of an HTTP server. The result closes all sockets. */
export function serveSockets(server: Server, parts: GraphParts): AsyncDisposable {
  const sockets = acceptSockets(server, parts)
  const handler = serveProtocol<Readonly<Record<string, unknown>>, Kept>(
    {
      schema: parts.schema,
      // Otherwise the reason of a close would tell what went wrong inside.
      isProd: true,
      execute: (args) => execute(args as ExecutionArgs),
      subscribe: (args) => begun(parts, args as ExecutionArgs),
      onConnect: async (context) => connect(parts, context as SocketContext),
      onSubscribe: (context, _id, payload) => begin(parts, context as SocketContext, payload),
      onNext: async (context, _id, _payload, args, result) => {
        const shown = await shownResult(parts, args, { ...result })
        // Asked last: whose access has ended has no open socket from here on, and what goes to it is dropped.
        return (context as SocketContext).extra.access.ended() === null ? shown : { data: null }
      },
      onError: (_context, _id, _payload, errors) =>
        errors.map((error) => parts.failures.shown(error.toJSON(), error)),
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

/**
 * How a socket is closed whose credential is refused for another reason than that it is not valid: 4429 is final to the
 * clients of graphql-ws, who must not go on guessing; 1013 means that they may try again.
 */
const closeCodes: Readonly<Partial<Record<ErrorCode, number>>> = {
  RATE_LIMITED: CloseCode.TooManyInitialisationRequests,
  UNAVAILABLE: 1013,
  BUSY: 1013,
}

/** Finds out who connects, once for all operations; a credential that is not valid closes the socket with 4403. */
async function connect(parts: GraphParts, context: SocketContext): Promise<boolean> {
  try {
    holdOpen(context, await parts.gate.accessOf(credentialOf(parts, context)))
    return true
  } catch (error) {
    if (!(error instanceof HubError)) throw error
    context.extra.socket.close(closeCodes[error.code] ?? CloseCode.Forbidden, error.code)
    return false
  }
}

/** Keeps the access of a socket, and closes the socket with 4403 as soon as that ends. */
function holdOpen({ extra }: SocketContext, access: Access): void {
  const { socket } = extra
  extra.ended = new AbortController()
  extra.access = access
  const holding = access.onEnd((end) => {
    extra.ended.abort()
    socket.close(CloseCode.Forbidden, `ACCESS_ENDED: ${end}`)
    // A client that does not answer the close would otherwise keep its socket for half a minute.
    setTimeout(() => socket.terminate(), farewell).unref()
  })
  const left = () => {
    extra.ended.abort()
    holding[Symbol.dispose]()
  }
  socket.once('close', left)
  // It may have gone while its credential was looked up.
  if (socket.readyState === socket.CLOSED) left()
}

/** The access of a socket, for one more operation. Throws UNAUTHENTICATED where it has ended. */
function heldAccess({ extra }: SocketContext): Access {
  const end = extra.access.ended()
  if (end !== null) throw endedCredential(end)
  return extra.access
}

/** Admits an operation. Whatever is wrong with it is told under its id; the socket lives on. */
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
    const request = requestOf(parts, {
      access: heldAccess(context),
      address: clientAddress(parts.front, context.extra.request),
      acceptLanguage: context.extra.request.headers['accept-language'],
      purpose: purposeOf(context.connectionParams?.['purpose']),
      ended: () => AbortSignal.any([context.extra.ended.signal, parts.closing]),
    })
    const outcome = await admission(parts, request, payload, 'WebSocket')
    if ('refused' in outcome) {
      parts.costs.settle(request, false)
      return outcome.refused
    }
    const { document, operationName, variables } = outcome
    return {
      schema: parts.schema,
      document,
      contextValue: request,
      variableValues: variables,
      operationName,
    }
  } catch (error) {
    return [parts.failures.refusal(error)]
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
