import type { Server } from 'node:http'
import type { Socket } from 'node:net'
import type { Duplex } from 'node:stream'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import type { Clock } from '../kernel/clock.ts'
import { HubError } from '../kernel/errors.ts'
import { networkOf } from '../kernel/network.ts'
import { type CallerLimit, mostOf } from '../platform/caller-limit.ts'
import { plainAddress, type TrustedProxies } from '../platform/trusted-proxies.ts'
import { refuseRaw, tooSlow } from './raw-refusal.ts'

/** How many connections there may be, and how long what arrives on them may take, in milliseconds. */
export type ArrivalLimits = {
  readonly all: number
  readonly perAddress: CallerLimit
  readonly patience: number
}

/** Headers of one request at most. Browsers and the proxies before a hub send about thirty. */
export const mostHeaders = 100

/** Requests that one connection may send before it was answered the first of them. */
const mostPipelined = 32

/** How long a connection over the limits may wait for its refusal, in milliseconds. */
const farewell = 5_000

/** A request that is not answered whole yet. */
type Open = {
  readonly request: FastifyRequest
  readonly reply: FastifyReply
  readonly since: number
  /** Whether a delivery is on its way, which has another patience. */
  readonly slowly: boolean
  watched: boolean
}

/**
 * Counts what arrives: connections in all and per address, requests of a connection that wait, and how long each takes. What
 * is over a limit is refused in words where there is still a way to say them.
 */
export class Arrivals {
  readonly #limits: ArrivalLimits
  readonly #proxies: TrustedProxies
  readonly #clock: Clock
  readonly #perNetwork = new Map<string, number>()
  readonly #refused = new Map<string, HubError>()
  readonly #open = new Map<FastifyRequest, Open>()
  readonly #waiting = new WeakMap<Duplex, number>()
  #all = 0

  constructor(limits: ArrivalLimits, proxies: TrustedProxies, clock: Clock) {
    this.#limits = limits
    this.#proxies = proxies
    this.#clock = clock
  }

  /** Watches the connections of a server and every request on them, until the server closes. */
  watch(app: FastifyInstance): void {
    const server: Server = app.server
    server.on('connection', (socket) => this.#arrived(socket))
    // Beyond this, connections are dropped unheard: their refusals alone would be too much.
    server.maxConnections = this.#limits.all + 1_000
    // Node keeps this many and drops the rest silently: one more than are allowed shows that there were more.
    server.maxHeadersCount = mostHeaders + 1
    app.addHook('onRequest', (request, reply, done) => this.#begun(request, reply, done))
    app.addHook('onResponse', (request, _reply, done) => {
      this.#open.delete(request)
      const { socket } = request.raw
      this.#waiting.set(socket, (this.#waiting.get(socket) ?? 1) - 1)
      done()
    })
    const sweep = setInterval(() => this.#sweep(), Math.min(5_000, this.#limits.patience / 4))
    app.addHook('onClose', async () => clearInterval(sweep))
  }

  /** Why a connection, or what its first request shows of it, may not be served; null where it may. */
  refusalOf(socket: Socket, rawHeaders: readonly string[]): HubError | null {
    if (this.#refused.size > 0) {
      const refusal = this.#refused.get(nameOf(socket))
      if (refusal !== undefined) return refusal
    }
    return rawHeaders.length > 2 * mostHeaders ? tooManyHeaders() : null
  }

  #arrived(socket: Socket): void {
    const address = plainAddress(socket.remoteAddress ?? '')
    const network = networkOf(address)
    const here = (this.#perNetwork.get(network) ?? 0) + 1
    this.#perNetwork.set(network, here)
    this.#all += 1
    const name = nameOf(socket)
    const refusal = this.#excess(address, here)
    if (refusal !== null) this.#refused.set(name, refusal)
    const leave = refusal === null ? undefined : setTimeout(() => socket.destroy(), farewell)
    socket.once('close', () => {
      clearTimeout(leave)
      this.#all -= 1
      const left = (this.#perNetwork.get(network) ?? 1) - 1
      if (left === 0) this.#perNetwork.delete(network)
      else this.#perNetwork.set(network, left)
      if (refusal !== null) this.#refused.delete(name)
    })
  }

  #excess(address: string, here: number): HubError | null {
    const { all } = this.#limits
    const perAddress = mostOf(this.#limits.perAddress, address)
    if (this.#all > all)
      return new HubError({
        code: 'OVERLOADED',
        message: 'The hub has as many connections as it takes. Try again in a moment.',
        expected: `at most ${all} connections`,
        retryAfter: 5,
      })
    if (here > perAddress && !this.#proxies.trusts(address))
      return new HubError({
        code: 'RATE_LIMITED',
        message: `One address may have ${perAddress} connections. Close some, or use them for several requests.`,
        expected: `at most ${perAddress} connections of one address`,
        retryAfter: 5,
      })
    return null
  }

  #begun(request: FastifyRequest, reply: FastifyReply, done: (error?: Error) => void): void {
    const { socket, rawHeaders } = request.raw
    if (socket.destroyed) return void reply.hijack()
    const waiting = (this.#waiting.get(socket) ?? 0) + 1
    this.#waiting.set(socket, waiting)
    if (waiting > mostPipelined) {
      // Whoever sends on without waiting for answers does not read a refusal either.
      reply.hijack()
      socket.destroy()
      return
    }
    const slowly = request.routeOptions.url === '/ingest/:source'
    this.#open.set(request, { request, reply, since: this.#clock.now().getTime(), slowly, watched: false })
    const refusal = this.refusalOf(socket, rawHeaders)
    if (refusal !== null) reply.header('connection', 'close')
    done(refusal ?? undefined)
  }

  /** Ends requests that do not arrive, and from now on watches readers that have not taken their answer. */
  #sweep(): void {
    const { patience } = this.#limits
    const now = this.#clock.now().getTime()
    for (const open of this.#open.values()) {
      const { request, reply, since, slowly } = open
      const { socket, complete } = request.raw
      if (socket.destroyed) this.#open.delete(request)
      else if (!complete && !slowly && now - since > patience) {
        this.#open.delete(request)
        refuseRaw(socket, tooSlow())
      } else if (reply.raw.headersSent && !open.watched) {
        open.watched = true
        socket.setTimeout(patience)
      }
    }
  }
}

/** A connection by the other end of it: the same for a connection and for the TLS over it. */
function nameOf({ remoteAddress, remotePort }: Socket): string {
  return `${remoteAddress} ${remotePort}`
}

function tooManyHeaders(): HubError {
  return new HubError({
    code: 'HEADERS_TOO_LARGE',
    message: `A request may have ${mostHeaders} headers. Send fewer.`,
    expected: `at most ${mostHeaders} headers`,
    came: 'more',
  })
}
