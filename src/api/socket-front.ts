import type { IncomingMessage, Server } from 'node:http'
import type { Socket } from 'node:net'
import type { Duplex } from 'node:stream'
import { type WebSocket, WebSocketServer } from 'ws'
import { HubError } from '../kernel/errors.ts'
import { networkOf } from '../kernel/network.ts'
import { shown } from '../kernel/text.ts'
import { mostOf } from '../platform/caller-limit.ts'
import { originRefusal } from './cross-origin.ts'
import { clientAddress } from './front.ts'
import type { GraphParts } from './graphql.ts'
import { refuseRaw } from './raw-refusal.ts'
import { holdBack } from './socket-floods.ts'

/** The sub-protocol that sockets speak. */
const protocol = 'graphql-transport-ws'

/** The largest message a client may send, in bytes. */
const largestMessage = 65_536

/**
 * In how many frames a message may come, and in how many pieces a frame may lie in memory. Empty frames count, too: they
 * never add up to a largest message.
 */
const pieces = { maxFragments: 128, maxBufferedChunks: 1_024 }

/** How long a client has to answer a close before the connection is cut, in milliseconds. */
const farewell = { closeTimeout: 5_000 }

/**
 * Opens sockets at /graphql for whoever may have one; everybody else is refused in words before there is a socket. What a
 * client then breaks (a message too large, a frame that is none) closes its socket and is one line of the log.
 */
export function acceptSockets(server: Server, parts: GraphParts): WebSocketServer {
  const sockets = new WebSocketServer({
    noServer: true,
    maxPayload: largestMessage,
    perMessageDeflate: false,
    ...pieces,
    ...farewell,
    handleProtocols: (protocols) => (protocols.has(protocol) ? protocol : false),
  })
  const perNetwork = new Map<string, number>()
  server.on('upgrade', (request: IncomingMessage, connection: Duplex, head: Buffer) => {
    connection.on('error', () => connection.destroy())
    const address = clientAddress(parts.front, request)
    const network = networkOf(address)
    const refusal = refusalOf(parts, request, perNetwork.get(network) ?? 0, address)
    if (refusal !== null) {
      parts.failures.refusal(refusal)
      return refuseRaw(connection, refusal)
    }
    sockets.handleUpgrade(request, connection, head, (socket: WebSocket) => {
      perNetwork.set(network, (perNetwork.get(network) ?? 0) + 1)
      parts.metrics.sockets.inc()
      socket.on('close', () => {
        parts.metrics.sockets.dec()
        const left = (perNetwork.get(network) ?? 1) - 1
        if (left === 0) perNetwork.delete(network)
        else perNetwork.set(network, left)
      })
      holdBack(socket, connection, parts)
      sockets.emit('connection', socket, request)
      // graphql-ws would print each of them with its stack; `ws` has closed the socket with the fitting code already.
      socket.removeAllListeners('error')
      socket.on('error', (error: Error & { readonly code?: string }) =>
        parts.log.info({ code: error.code ?? error.name }, 'a socket was closed for what came on it'),
      )
    })
  })
  return sockets
}

function refusalOf(
  { front }: GraphParts,
  request: IncomingMessage,
  open: number,
  address: string,
): HubError | null {
  if (request.url?.split('?', 1)[0] !== '/graphql')
    return new HubError({
      code: 'NOT_FOUND',
      message: 'No socket is at this address. Open one at /graphql.',
      expected: '/graphql',
      came: shown(request.url ?? ''),
    })
  const refusal = front.arrivals.refusalOf(request.socket as Socket, request.rawHeaders)
  if (refusal !== null) return refusal
  const stranger = originRefusal(front, request)
  if (stranger !== null) return stranger
  const most = mostOf(front.socketsPerAddress, address)
  if (open < most) return null
  return new HubError({
    code: 'RATE_LIMITED',
    message: `One address may have ${most} sockets. Close some, or run several operations on one.`,
    expected: `at most ${most} sockets of one address`,
    retryAfter: 5,
  })
}
