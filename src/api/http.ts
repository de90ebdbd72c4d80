import { hash } from 'node:crypto'
import { fastifyApolloHandler } from '@as-integrations/fastify'
import etag from '@fastify/etag'
import fastify, {
  type FastifyError,
  type FastifyInstance,
  type FastifyReply,
  type FastifyRequest,
  type FastifyServerOptions,
  type RouteHandlerMethod,
} from 'fastify'
import { type Access, accessFor } from '../access/access.ts'
import { HubError } from '../kernel/errors.ts'
import { isPosition } from '../kernel/position.ts'
import { shown } from '../kernel/text.ts'
import { makeApollo } from './apollo.ts'
import { credentialOf } from './credential-of.ts'
import { allowOrigins } from './cross-origin.ts'
import { type Endpoints, methodNotAllowed, noteEndpoints, notFound } from './endpoints.ts'
import { type Caller, type GraphParts, requestOf } from './graphql.ts'
import { serveHealth } from './health.ts'
import { serveIngest } from './ingest.ts'
import { KnownQueries } from './known-queries.ts'
import { servePages } from './pages.ts'
import { purposeOfHeader } from './purpose.ts'
import { QuickAnswers } from './quick-answer.ts'
import { refusalOfBroken, refuseRaw } from './raw-refusal.ts'
import type { Request } from './request.ts'
import { schemaText } from './schema.ts'
import { setSecurityHeaders } from './security-headers.ts'
import type { ServerParts } from './server-parts.ts'

/** The largest body of a GraphQL request, in bytes. */
const bodyLimit = 1_048_576

/** How long a caller may wait for a position of another node, in milliseconds. */
const positionPatience = 2_000

/** Makes the HTTP side of the hub: every endpoint but the socket. Not yet listening. */
export async function makeHttp(parts: ServerParts): Promise<FastifyInstance> {
  const app = fastify(serverOptions(parts))
  app.setErrorHandler((error: FastifyError, request, reply) => answerFailure(parts, error, request, reply))
  const endpoints = noteEndpoints(app)
  app.setNotFoundHandler((request, reply) => answerUnknown(parts, endpoints, request, reply))
  const { certificate, proxies } = parts.front
  setSecurityHeaders(app, certificate !== null ? 'always' : proxies.some ? 'as the proxy says' : 'never')
  parts.front.arrivals.watch(app)
  await allowOrigins(app, parts.front)
  measure(app, parts)
  await app.register(etag, { hashFn: (body) => hash('sha1', body, 'base64') })
  await serveGraph(app, parts)
  await serveIngest(app, parts)
  await serveHealth(app, parts)
  await servePages(app)
  // Printed once: it takes milliseconds, which anybody could ask for again and again.
  const printed = schemaText(parts.schema)
  app.get('/schema.graphql', async (request, reply) => {
    // As introspection: whoever may ask the graph may know its form.
    await parts.gate.accessOf(credentialOf(request))
    return reply.type('text/plain; charset=utf-8').send(printed)
  })
  return app
}

/** How the server listens: what it takes, how long it waits, and what it speaks. */
function serverOptions(parts: ServerParts): FastifyServerOptions {
  const { certificate, proxies, patience, deliveryPatience } = parts.front
  const waiting = { headersTimeout: patience, connectionsCheckingInterval: Math.min(5_000, patience / 4) }
  const options: FastifyServerOptions = {
    logger: false,
    bodyLimit,
    forceCloseConnections: true,
    requestTimeout: deliveryPatience,
    trustProxy: proxies.some ? (address: string) => proxies.trusts(address) : false,
    routerOptions: { maxParamLength: 200, ignoreDuplicateSlashes: false },
    clientErrorHandler: (error, socket) => {
      if (error.code === 'ECONNRESET') socket.destroy()
      else refuseRaw(socket, refusalOfBroken(error))
    },
    frameworkErrors: (error, request, reply) =>
      answerFailure(parts, error, request as FastifyRequest, reply as FastifyReply),
  }
  if (certificate === null) return { ...options, http: waiting } as FastifyServerOptions
  const { cert, key } = certificate
  const https = { ...waiting, cert, key, minVersion: 'TLSv1.2', handshakeTimeout: 10_000 } as const
  // The server is then one of TLS, which is one of HTTP in all that is used of it here.
  return { ...options, https } as FastifyServerOptions
}

async function serveGraph(app: FastifyInstance, parts: ServerParts): Promise<void> {
  const queries = new KnownQueries(parts.schema)
  // A request that the quick way gives up is not asked again who it is: a wrong credential counts once.
  const callers = new WeakMap<FastifyRequest, Caller | Promise<Caller>>()
  const callerOnce = (request: FastifyRequest, reply: FastifyReply): Caller | Promise<Caller> => {
    const caller = callers.get(request) ?? callerOrRefusal(parts, request, reply)
    callers.set(request, caller)
    return caller
  }
  const quick = new QuickAnswers(parts, queries, callerOnce)
  const apollo = makeApollo(parts, queries)
  await apollo.start()
  app.addHook('onClose', () => apollo.stop())
  const handler = fastifyApolloHandler(apollo, {
    context: (request: FastifyRequest, reply: FastifyReply) =>
      contextOf(parts, request, () => callerOnce(request, reply)),
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
    reply.header('vary', 'accept, accept-language, authorization, origin')
    if (request.method === 'OPTIONS') return reply.header('allow', 'GET, POST').code(204).send()
    const answer = await quick.answer(request, reply)
    if (answer !== null) return answer
    const body: unknown = await handler.call(this, request as never, reply as never)
    quick.learn(request, reply)
    return body
  }
}

async function contextOf(
  parts: GraphParts,
  request: FastifyRequest,
  caller: () => Caller | Promise<Caller>,
): Promise<Request> {
  try {
    await waitForPosition(parts, request)
    return requestOf(parts, await caller())
  } catch (error) {
    throw parts.failures.refusal(error)
  }
}

/** The same refusal each time it is asked for, as a promise that is rejected. */
function callerOrRefusal(
  parts: GraphParts,
  request: FastifyRequest,
  reply: FastifyReply,
): Caller | Promise<Caller> {
  try {
    return callerOf(parts, request, reply)
  } catch (error) {
    return Promise.reject(error)
  }
}

/** At once where the gate knows at once: a known query is then answered without a pause. */
function callerOf(parts: GraphParts, request: FastifyRequest, reply: FastifyReply): Caller | Promise<Caller> {
  const credential = credentialOf(request)
  const purpose = purposeOfHeader(request.headers['baymark-purpose'])
  const access = parts.gate.accessOf(credential)
  const caller = (known: Access): Caller => ({
    access: accessFor(known, purpose),
    address: credential.address,
    acceptLanguage: request.headers['accept-language'],
    purpose,
    ended: () => {
      const ended = new AbortController()
      if (reply.raw.destroyed) ended.abort()
      reply.raw.on('close', () => ended.abort())
      return AbortSignal.any([ended.signal, parts.closing])
    },
  })
  return access instanceof Promise ? access.then(caller) : caller(access)
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

/** Nothing is there, or nothing that takes this method; what a browser asks beforehand is answered in any case. */
function answerUnknown(
  parts: GraphParts,
  endpoints: Endpoints,
  request: FastifyRequest,
  reply: FastifyReply,
): FastifyReply {
  const methods = endpoints.methodsAt(request)
  if (methods === null) return answerFailure(parts, notFound(request), request, reply)
  reply.header('allow', methods.join(', '))
  if (request.method === 'OPTIONS') return reply.code(204).send()
  return answerFailure(parts, methodNotAllowed(request, methods.join(' or ')), request, reply)
}

/** Measures each answer; endpoints are named by their route, so that callers cannot make up new names. */
function measure(app: FastifyInstance, { metrics }: GraphParts): void {
  app.addHook('onResponse', async (request, reply) => {
    const endpoint = request.routeOptions.url ?? 'none'
    const status = `${Math.floor(reply.statusCode / 100)}xx`
    metrics.requests.observe({ endpoint, status }, reply.elapsedTime / 1_000)
  })
}
