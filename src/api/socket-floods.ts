import type { Duplex } from 'node:stream'
import type { WebSocket } from 'ws'
import type { GraphParts } from './graphql.ts'

/** Messages and pings that one socket may send in a second. A client that begins all its operations anew sends 100. */
const mostPerSecond = 1_000

/** Bytes that may wait for a client; while more do, nothing further is read from it. */
const mostWaiting = 1_048_576

/** Closed for a breach of the rules, as RFC 6455 numbers it. */
const breach = 1_008

/**
 * Holds a client back that sends faster than it reads, so that it cannot heap up answers to itself, and lets one go that
 * sends without measure.
 */
export function holdBack(socket: WebSocket, connection: Duplex, { clock, log }: GraphParts): void {
  let second = 0
  let came = 0
  const count = (): void => {
    const now = Math.floor(clock.now().getTime() / 1_000)
    came = now === second ? came + 1 : 1
    second = now
    if (came <= mostPerSecond || socket.readyState !== socket.OPEN) return
    log.info({ code: 'SOCKET_FLOOD' }, 'a socket was closed for what came on it')
    socket.close(breach, 'RATE_LIMITED')
    // What it has sent already is not worth reading; the close has a time limit of its own.
    socket.pause()
  }
  socket.on('ping', count)
  socket.on('message', () => {
    if (socket.readyState !== socket.OPEN) return turnDeaf(socket)
    count()
    if (socket.bufferedAmount > mostWaiting && !socket.isPaused) socket.pause()
  })
  connection.on('drain', () => {
    if (socket.isPaused && socket.readyState === socket.OPEN) socket.resume()
  })
}

/**
 * What comes after the close has begun is nobody's: nothing reads it any more, where each message that is none would
 * have an error made for it. Who goes on all the same is cut off.
 */
function turnDeaf(socket: WebSocket): void {
  let late = 0
  const pass = (): void => {
    late += 1
    if (late === mostPerSecond) socket.terminate()
  }
  for (const event of ['message', 'ping']) socket.removeAllListeners(event).on(event, pass)
}
