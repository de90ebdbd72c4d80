import { once } from 'node:events'
import { type IncomingMessage, request } from 'node:http'
import { connect, type TLSSocket } from 'node:tls'

/** What is sent to a hub. */
export type LineRequest = {
  readonly method: 'GET' | 'POST'
  /** Path and query. */
  readonly path: string
  readonly headers?: Readonly<Record<string, string>>
  readonly body?: Uint8Array | string
  readonly signal?: AbortSignal
}

/** What a hub answers. */
export type LineAnswer = { readonly status: number; readonly text: string }

/** Sends a request to a hub and gives its answer. */
export type HubLine = (sent: LineRequest) => Promise<LineAnswer>

/**
 * The line to a hub at an address of this machine. Over HTTPS the hub must show the very certificate whose fingerprint is
 * given, whoever issued it and for whatever name: nothing is sent to anybody else.
 */
export function lineTo(address: string, certificate: string | undefined): HubLine {
  const url = new URL(address)
  const secure = url.protocol === 'https:'
  return async ({ method, path, headers = {}, body, signal }) => {
    const socket = secure ? await knownSocket(url, certificate, signal) : null
    const sending = request({
      method,
      path,
      host: url.hostname.replace(/^\[|\]$/g, ''),
      port: url.port === '' ? (secure ? 443 : 80) : Number(url.port),
      headers: { ...headers, ...(body === undefined ? {} : { 'content-length': Buffer.byteLength(body) }) },
      ...(signal === undefined ? {} : { signal }),
      ...(socket === null ? {} : { createConnection: () => socket }),
    })
    sending.end(body)
    const [answer] = (await once(sending, 'response')) as [IncomingMessage]
    return { status: answer.statusCode ?? 0, text: await textOf(answer) }
  }
}

async function knownSocket(
  url: URL,
  certificate: string | undefined,
  signal: AbortSignal | undefined,
): Promise<TLSSocket> {
  const host = url.hostname.replace(/^\[|\]$/g, '')
  // Not checked by names and issuers, but against the one certificate it must be.
  const socket = connect({ host, port: Number(url.port || 443), rejectUnauthorized: false })
  await once(socket, 'secureConnect', signal === undefined ? {} : { signal })
  if (certificate !== undefined && socket.getPeerCertificate().fingerprint256 === certificate) return socket
  socket.destroy()
  throw new Error(
    `Whoever listens at ${url.origin} shows another certificate than the hub. Nothing was sent.`,
  )
}

async function textOf(answer: IncomingMessage): Promise<string> {
  const parts: Buffer[] = []
  for await (const part of answer) parts.push(part as Buffer)
  return Buffer.concat(parts).toString('utf8')
}
