import { hash } from 'node:crypto'
import type { Socket } from 'node:net'
import { fastifyApolloHandler } from '@as-integrations/fastify'
import etag from '@fastify/etag'
import fastify, {
  type FastifyError,
  type FastifyInstance,
  type FastifyReply,
  type FastifyRequest,
  type RouteHandlerMethod,
} from 'fastify'
import { type ErrorCode, HubError } from '../kernel/errors.ts'
import { isPosition } from '../kernel/position.ts'
import { shown } from '../kernel/text.ts'
import { makeApollo } from './apollo.ts'
import { credentialOf } from './credential-of.ts'
import { type Caller, type GraphParts, requestOf } from './graphql.ts'
import { serveHealth } from './health.ts'
import { serveIngest } from './ingest.ts'
import { KnownQueries } from './known-queries.ts'
import { servePages } from './pages.ts'
import { purposeOfHeader } from './purpose.ts'
import { QuickAnswers } from './quick-answer.ts'
import type { Request } from './request.ts'
import { schemaText } from './schema.ts'
import type { ServerParts } from './server-parts.ts'

/** The largest body of a GraphQL request, in bytes. */
const bodyLimit = 1_048_576

/** How long a caller may wait for a position of another node, in milliseconds. */
const positionPatience = 2_000

/** Makes the HTTP side of the hub: every endpoint but the socket. Not yet listening. */
export async function makeHttp(parts: ServerParts): Promise<FastifyInstance> {
  const app = fastify({
    logger: false,
    bodyLimit,
    forceCloseConnections: true,
    requestTimeout: slowestDelivery(parts.deliveryLimit),
    http: { headersTimeout: 30_000 },
    routerOptions: { maxParamLength: 200, ignoreDuplicateSlashes: false },
    clientErrorHandler: (error, socket) => answerBroken(error, socket),
    frameworkErrors: (error, request, reply) =>
      answerFailure(parts, error, request as FastifyRequest, reply as FastifyReply),
  })
  app.setErrorHandler((error: FastifyError, request, reply) => answerFailure(parts, error, request, reply))
  app.setNotFoundHandler((request, reply) => answerFailure(parts, notFound(request), request, reply))
  measure(app, parts)
  await app.register(etag, { hashFn: (body) => hash('sha1', body, 'base64') })
  await serveGraph(app, parts)
  await serveIngest(app, parts)
  await serveHealth(app, parts)
  await servePages(app)
  app.get('/schema.graphql', async (_request, reply) =>
    reply.type('text/plain; charset=utf-8').send(schemaText(parts.schema)),
  )
  return app
}

/** How long a request may take to arrive, in milliseconds: the largest delivery over a slow line, at 200 KB/s. */
function slowestDelivery(limit: number): number {
  return Math.max(60_000, Math.floor(limit / 200))
}

async function serveGraph(app: FastifyInstance, parts: ServerParts): Promise<void> {
  const queries = new KnownQueries(parts.schema)
  const quick = new QuickAnswers(parts, queries, (request, reply) => callerOf(parts, request, reply))
  const apollo = makeApollo(parts, queries)
  await apollo.start()
  app.addHook('onClose', () => apollo.stop())
  const handler = fastifyApolloHandler(apollo, {
    context: (request: FastifyRequest, reply: FastifyReply) => contextOf(parts, request, reply),
  })
  app.route({
    method: ['GET', 'POST', 'OPTIONS'],
    url: '/graphql',
    exposeHeadRoute: false,
    handler: graphHandler(handler, quick),
  })
  app.route({
    method: ['HEAD', 'PUT', 'PATCH', 'DELETE'],
    url: '/graphql',
    handler: (request, reply) => {
      reply.header('allow', 'GET, POST')
      return answerFailure(parts, methodNotAllowed(request, 'GET or POST'), request, reply)
    },
  })
}

/** OPTIONS tells what there is; a known query is answered at once; the rest goes to Apollo. */
function graphHandler(handler: RouteHandlerMethod, quick: QuickAnswers) {
  return async function (this: FastifyInstance, request: FastifyRequest, reply: FastifyReply) {
    reply.header('vary', 'accept, accept-language, authorization')
    if (request.method === 'OPTIONS') return reply.header('allow', 'GET, POST').code(204).send()
    const answer = await quick.answer(request, reply)
    if (answer !== null) return answer
    const body: unknown = await handler.call(this, request as never, reply as never)
    quick.learn(request, reply)
    return body
  }
}

async function contextOf(parts: GraphParts, request: FastifyRequest, reply: FastifyReply): Promise<Request> {
  try {
    await waitForPosition(parts, request)
    return requestOf(parts, await callerOf(parts, request, reply))
  } catch (error) {
    throw parts.failures.refusal(error)
  }
}

async function callerOf(parts: GraphParts, request: FastifyRequest, reply: FastifyReply): Promise<Caller> {
  return {
    access: await parts.gate.accessOf(credentialOf(request)),
    acceptLanguage: request.headers['accept-language'],
    purpose: purposeOfHeader(request.headers['baymark-purpose']),
    ended: () => {
      const ended = new AbortController()
      if (reply.raw.destroyed) ended.abort()
      reply.raw.on('close', () => ended.abort())
      return AbortSignal.any([ended.signal, parts.closing])
    },
  }
}

/** `Baymark-Min-Position`: the answer must not be older than a position the caller learned from another node. */
async function waitForPosition({ tail }: GraphParts, request: FastifyRequest): Promise<void> {
  const header = request.headers['baymark-min-position']
  if (header === undefined) return
  const position = typeof header === 'string' && /^\d{1,16}$/.test(header) ? Number(header) : Number.NaN
  if (isPosition(position)) return tail.reach(position, positionPatience)
  throw new HubError({
    code: 'INVALID_POSITION',
    message: 'The header Baymark-Min-Position is not a whole number from 0 up.',
    expected: 'a position',
    came: shown(String(header)),
  })
}

/** Answers a failure outside an execution in the form of a GraphQL response, so that clients read one form. */
export function answerFailure(
  parts: GraphParts,
  error: unknown,
  request: FastifyRequest,
  reply: FastifyReply,
): FastifyReply {
  const refused = parts.failures.refusal(asRefusal(error, request))
  const { http, code, expected, came } = refused.extensions as {
    http: { status: number; headers: ReadonlyMap<string, string> }
    code: string
    expected?: string
    came?: string
  }
  const extensions = {
    code,
    ...(expected === undefined ? {} : { expected }),
    ...(came === undefined ? {} : { came }),
  }
  for (const [name, value] of http.headers) reply.header(name, value)
  return reply
    .code(http.status)
    .type('application/json; charset=utf-8')
    .send(JSON.stringify({ errors: [{ message: refused.message, extensions }] }))
}

type BrokenRequest = { readonly status: string; readonly code: ErrorCode; readonly message: string }

const notHttp: BrokenRequest = {
  status: '400 Bad Request',
  code: 'BAD_REQUEST',
  message: 'The request is not HTTP that this endpoint can read.',
}

/** What is answered to requests that are given up before they are read, by the code of the server's error. */
const brokenRequests: Readonly<Record<string, BrokenRequest>> = {
  HPE_HEADER_OVERFLOW: {
    status: '431 Request Header Fields Too Large',
    code: 'PAYLOAD_TOO_LARGE',
    message: 'The address and headers are larger than this endpoint takes. Send the document by POST.',
  },
  ERR_HTTP_REQUEST_TIMEOUT: {
    status: '408 Request Timeout',
    code: 'REQUEST_TIMEOUT',
    message: 'The request did not arrive in time. Send it again, or in smaller parts.',
  },
}

/** What Node cannot even read as a request (an unknown method, headers over its limit), in the same form. */
function answerBroken(error: Error & { readonly code?: string }, socket: Socket): void {
  if (error.code === 'ECONNRESET' || !socket.writable) {
    socket.destroy()
    return
  }
  const { status, code, message } = brokenRequests[error.code ?? ''] ?? notHttp
  const body = JSON.stringify({ errors: [{ message, extensions: { code } }] })
  const head = `HTTP/1.1 ${status}\r\nContent-Type: application/json; charset=utf-8\r\nConnection: close`
  socket.end(`${head}\r\nContent-Length: ${Buffer.byteLength(body)}\r\n\r\n${body}`)
}

/** What Fastify refuses by itself, in our words. */
function asRefusal(error: unknown, request: FastifyRequest): unknown {
  if (error instanceof HubError || !(error instanceof Error) || !('statusCode' in error)) return error
  const status = Number(error.statusCode)
  if (status === 413) {
    return new HubError({
      code: 'PAYLOAD_TOO_LARGE',
      message: 'The request is larger than this endpoint takes. Send less, or in parts.',
    })
  }
  if (status === 415) {
    const came = shown(request.headers['content-type'] ?? 'none')
    return new HubError({
      code: 'BAD_REQUEST',
      message: 'This endpoint does not take this content type.',
      expected: 'application/json',
      came,
    })
  }
  if (status >= 400 && status < 500) {
    return new HubError({
      code: 'BAD_REQUEST',
      message: 'The request cannot be read: its address, headers or JSON are broken.',
      expected: 'a well-formed request',
      came: shown(error.message),
    })
  }
  return error
}

function notFound(request: FastifyRequest): HubError {
  const came = shown(`${request.method} ${request.url}`)
  const expected =
    '/, /playground, /graphql, /ingest/:source, /schema.graphql, /health/live, /health/ready or /metrics'
  return new HubError({ code: 'NOT_FOUND', message: `Nothing is at ${came}.`, expected, came })
}

function methodNotAllowed(request: FastifyRequest, allowed: string): HubError {
  const message = `This endpoint answers to ${allowed}, not to ${request.method}.`
  return new HubError({ code: 'METHOD_NOT_ALLOWED', message, expected: allowed, came: request.method })
}

/** Measures each answer; endpoints are named by their route, so that callers cannot make up new names. */
function measure(app: FastifyInstance, { metrics }: GraphParts): void {
  app.addHook('onResponse', async (request, reply) => {
    const endpoint = request.routeOptions.url ?? 'none'
    const status = `${Math.floor(reply.statusCode / 100)}xx`
    metrics.requests.observe({ endpoint, status }, reply.elapsedTime / 1_000)
  })
}
