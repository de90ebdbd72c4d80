import type { IncomingMessage } from 'node:http'
import cors, { type FastifyCorsOptions } from '@fastify/cors'
import type { FastifyInstance, FastifyRequest } from 'fastify'
import { HubError } from '../kernel/errors.ts'
import { shown } from '../kernel/text.ts'
import type { Front } from './front.ts'

/** What pages of other origins may ask. Deliveries and the hub's own pages are not among it. */
const opened = /^\/(?:graphql|schema\.graphql|health\/(?:live|ready))(?:\?|$)/

/** What those pages may read of an answer besides its body. */
const exposed = [
  'Baymark-Position',
  'Baymark-Cursor',
  'ETag',
  'Retry-After',
  'RateLimit',
  'RateLimit-Policy',
  'RateLimit-Limit',
  'RateLimit-Remaining',
  'RateLimit-Reset',
]

/** How long a browser may keep the answer to its question beforehand, in seconds. */
const preflightAge = 7_200

/**
 * Lets the pages of the listed origins ask, never with credentials of the browser: the hub takes none but what a page puts into
 * the header itself. Without a list there is nothing to say, and browsers refuse.
 */
export async function allowOrigins(app: FastifyInstance, { origins }: Front): Promise<void> {
  if (origins.length === 0) return
  const allowed: FastifyCorsOptions = {
    origin: origins.includes('*') ? '*' : [...origins],
    methods: ['GET', 'POST'],
    exposedHeaders: exposed,
    maxAge: preflightAge,
  }
  const delegator = (
    request: FastifyRequest,
    callback: (error: Error | null, options: FastifyCorsOptions) => void,
  ): void => callback(null, isOpen(request) ? allowed : { origin: false })
  await app.register(cors, { delegator })
}

/** OPTIONS of somebody who is no browser is answered by the endpoint itself. */
function isOpen({ method, url, headers }: FastifyRequest): boolean {
  const preflight = headers.origin !== undefined && headers['access-control-request-method'] !== undefined
  return opened.test(url) && (method !== 'OPTIONS' || preflight)
}

/**
 * Why a socket may not be opened; null where it may. Browsers ask nobody before they open one and send its `Origin`: only pages of
 * the hub itself and of the listed origins may. Whoever sends none is no browser.
 */
export function originRefusal({ origins, proxies }: Front, request: IncomingMessage): HubError | null {
  const { origin, host } = request.headers
  if (origin === undefined || origins.includes('*') || origins.includes(origin)) return null
  const proxied = proxies.trusts(request.socket.remoteAddress ?? '')
  const reached = (proxied ? lastOf(request.headers['x-forwarded-host']) : undefined) ?? host
  if (reached !== undefined && URL.canParse(origin)) {
    const { protocol, host: from } = new URL(origin)
    const own = `${protocol}//${reached}`
    if (/^https?:$/.test(protocol) && URL.canParse(own) && new URL(own).host === from) return null
  }
  return new HubError({
    code: 'ORIGIN_REFUSED',
    message:
      'A page of this origin may not open a socket of this hub. Its operator can add it to CORS_ORIGINS.',
    expected: 'a page of the hub, or of an origin in CORS_ORIGINS',
    came: shown(origin),
  })
}

function lastOf(header: string | readonly string[] | undefined): string | undefined {
  return [header ?? []].flat().join(',').split(',').at(-1)?.trim() || undefined
}
