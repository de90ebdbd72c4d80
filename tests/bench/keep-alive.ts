import { once } from 'node:events'
import { connect, type Socket } from 'node:net'

/** A connection that asks one request after the other and stays open. Leaner than a client, so that servers are measured. */
export type KeepAlive = Disposable & {
  /** Sends the bytes of a request and gives the body of its answer. Rejects for a status other than 200. */
  ask(request: Buffer): Promise<Buffer>
}

/** The bytes of a POST of JSON. */
export function postOf(address: string, path: string, body: unknown, key: string | null = null): Buffer {
  const text = JSON.stringify(body)
  const head = [
    `POST ${path} HTTP/1.1`,
    `host: ${new URL(address).host}`,
    'content-type: application/json',
    ...(key === null ? [] : [`authorization: Bearer ${key}`]),
    `content-length: ${Buffer.byteLength(text)}`,
  ]
  return Buffer.from(`${head.join('\r\n')}\r\n\r\n${text}`)
}

/** Opens a connection to a server that answers with a content-length. */
export async function openKeepAlive(address: string): Promise<KeepAlive> {
  const { hostname, port } = new URL(address)
  const socket = connect({ host: hostname, port: Number(port), noDelay: true })
  await once(socket, 'connect')
  socket.on('error', () => undefined) // 'close' follows and is heard.
  return {
    ask: (request) => answerOf(socket, request),
    [Symbol.dispose]: () => socket.destroy(),
  }
}

const endOfHead = Buffer.from('\r\n\r\n')

function answerOf(socket: Socket, request: Buffer): Promise<Buffer> {
  const { promise, resolve, reject } = Promise.withResolvers<Buffer>()
  const chunks: Buffer[] = []
  let missing = Number.POSITIVE_INFINITY
  let from = 0
  const settle = (finish: () => void) => {
    socket.off('data', hear)
    socket.off('close', lost)
    finish()
  }
  const lost = () => settle(() => reject(new Error('the server closed a connection before it answered')))
  const hear = (chunk: Buffer) => {
    chunks.push(chunk)
    if (missing === Number.POSITIVE_INFINITY) {
      const whole = Buffer.concat(chunks)
      const end = whole.indexOf(endOfHead)
      if (end < 0) return
      const head = whole.toString('latin1', 0, end)
      const length = /\r\ncontent-length: (\d+)/i.exec(head)?.[1]
      if (!head.startsWith('HTTP/1.1 200 ') || length === undefined) {
        const shown = whole.toString('utf8', 0, 500)
        return settle(() => reject(new Error(`expected a 200 with a content-length; came:\n${shown}`)))
      }
      from = end + endOfHead.length
      missing = from + Number(length) - whole.length
    } else missing -= chunk.length
    if (missing > 0) return
    const body = (chunks.length === 1 && chunks[0] ? chunks[0] : Buffer.concat(chunks)).subarray(from)
    settle(() => resolve(body))
  }
  socket.on('data', hear)
  socket.on('close', lost)
  socket.write(request)
  return promise
}
