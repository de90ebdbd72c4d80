import type { FastifyInstance } from 'fastify'

/**
 * What every answer says to a browser, whatever it is: nothing is guessed, nothing is loaded or run, nobody frames it or
 * takes it in, and no address of the hub is told to others. Pages say otherwise what they may load. No more than that: each
 * header costs half a microsecond, and a known query is answered in forty.
 */
export const securityHeaders = {
  'content-security-policy': "default-src 'none'; frame-ancestors 'none'",
  'cross-origin-resource-policy': 'same-origin',
  'referrer-policy': 'no-referrer',
  'x-content-type-options': 'nosniff',
} as const

/** Powers of the browser that no page of the hub uses. */
const unused = ['camera', 'display-capture', 'geolocation', 'microphone', 'midi', 'payment', 'serial', 'usb']

/** What pages say beside that: of windows and powers, which only pages have. */
export const pageHeaders = {
  'cross-origin-opener-policy': 'same-origin',
  'permissions-policy': unused.map((power) => `${power}=()`).join(', '),
} as const

/** Half a year: browsers that saw the hub over TLS ask no other way. */
const strictTransport = 'max-age=15552000'

/** Who knows that an answer travels over TLS: the hub, which speaks it; a proxy, which says so; or nobody. */
type OverTls = 'always' | 'as the proxy says' | 'never'

/** Sets the headers of every answer before anything else looks at the request, so that refusals have them, too. */
export function setSecurityHeaders(app: FastifyInstance, overTls: OverTls): void {
  app.addHook('onRequest', (request, reply, done) => {
    // A connection that was cut may have sent thousands more: they cost as little as they can.
    if (request.raw.socket.destroyed) return done()
    reply.headers(securityHeaders)
    if (overTls === 'always' || (overTls === 'as the proxy says' && request.protocol === 'https'))
      reply.header('strict-transport-security', strictTransport)
    done()
  })
}
