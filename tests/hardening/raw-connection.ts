import { once } from 'node:events'
import { connect, type Socket } from 'node:net'
import { text } from 'node:stream/consumers'

/** An answer as it came over the line. */
export type RawAnswer = {
  readonly status: number
  readonly headers: ReadonlyMap<string, string>
  readonly body: string
}

/** A connection to a hub on which bytes are sent as they are. */
export async function rawConnection(address: string, from?: string): Promise<Socket> {
  const { hostname, port } = new URL(address)
  const socket = connect({ host: hostname, port: Number(port), ...(from && { localAddress: from }) })
  socket.on('error', () => undefined)
  await once(socket, 'connect')
  return socket
}

/** Resolves when a connection has closed, also where it was cut. */
export function closing(socket: Socket): Promise<void> {
  return new Promise((resolve) => socket.once('close', () => resolve()))
}

/** Sends bytes and gives what came back until the hub closed. */
export async function sendRaw(address: string, bytes: string | Buffer, from?: string): Promise<RawAnswer> {
  const socket = await rawConnection(address, from)
  socket.write(bytes)
  return answerOn(socket)
}

/** The answer on a connection that the hub closes after it. */
export async function answerOn(socket: Socket): Promise<RawAnswer> {
  return rawAnswer(await text(socket))
}

/** Reads an answer. */
export function rawAnswer(said: string): RawAnswer {
  const end = said.indexOf('\r\n\r\n')
  const [first = '', ...lines] = said.slice(0, end).split('\r\n')
  const headers = new Map(
    lines.map((line) => {
      const colon = line.indexOf(':')
      return [line.slice(0, colon).toLowerCase(), line.slice(colon + 1).trim()] as const
    }),
  )
  return { status: Number(first.split(' ')[1]), headers, body: said.slice(end + 4) }
}

/** The code of a refusal. */
export function codeOf({ body }: RawAnswer): string {
  return (JSON.parse(body) as { errors: [{ extensions: { code: string } }] }).errors[0].extensions.code
}
