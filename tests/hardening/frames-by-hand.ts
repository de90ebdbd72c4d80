import { once } from 'node:events'
import type { Socket } from 'node:net'
import { rawConnection } from './raw-connection.ts'

/** What a frame is, as RFC 6455 numbers it. */
export const opcodes = { continuation: 0, text: 1, close: 8, ping: 9 } as const

/** One frame as a client sends it; the mask is zero, which changes nothing. `length` lies about the payload where it is given. */
export function frame(
  opcode: number,
  payload: string,
  final: boolean,
  length = Buffer.byteLength(payload),
): Buffer {
  const head = [(final ? 0x80 : 0) | opcode]
  if (length < 126) head.push(0x80 | length)
  else if (length < 65_536) head.push(0x80 | 126, length >> 8, length & 0xff)
  else head.push(0x80 | 127, 0, 0, 0, 0, ...bytesOf(length))
  return Buffer.concat([Buffer.from([...head, 0, 0, 0, 0]), Buffer.from(payload)])
}

/** A socket of the protocol that sends frames made by hand. */
export async function socketByHand(address: string): Promise<Socket> {
  const socket = await rawConnection(address)
  socket.write(
    'GET /graphql HTTP/1.1\r\nHost: x\r\nConnection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\n' +
      'Sec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==\r\nSec-WebSocket-Protocol: graphql-transport-ws\r\n\r\n',
  )
  const [answer] = (await once(socket, 'data')) as [Buffer]
  if (!String(answer).startsWith('HTTP/1.1 101 ')) throw new Error(`no socket: ${String(answer)}`)
  return socket
}

/** The code by which the hub closes a socket by hand; what it says before is passed over. */
export async function closeCodeOf(socket: Socket): Promise<number> {
  let said = Buffer.alloc(0)
  for await (const part of socket) {
    said = Buffer.concat([said, part as Buffer])
    for (let end = endOf(said); end !== null; end = endOf(said)) {
      if (((said[0] ?? 0) & 0x0f) === opcodes.close) return said.readUInt16BE(2)
      said = said.subarray(end)
    }
  }
  throw new Error('the hub closed without saying why')
}

/** Where the first frame of what a server said ends; null while it is not whole. */
function endOf(said: Buffer): number | null {
  if (said.length < 4) return null
  const short = (said[1] ?? 0) & 0x7f
  const end = short < 126 ? 2 + short : short === 126 ? 4 + said.readUInt16BE(2) : Number.POSITIVE_INFINITY
  return end <= said.length ? end : null
}

function bytesOf(length: number): readonly number[] {
  return [length >>> 24, (length >>> 16) & 0xff, (length >>> 8) & 0xff, length & 0xff]
}
