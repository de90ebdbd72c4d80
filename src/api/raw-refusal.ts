import { STATUS_CODES } from 'node:http'
import type { Duplex } from 'node:stream'
import { errorCodes } from '../kernel/error-codes.ts'
import { HubError } from '../kernel/errors.ts'
import { securityHeaders } from './security-headers.ts'

/**
 * Answers on a bare connection, in the form of every other refusal, and closes it: for what is given up before it is a
 * request, and for upgrades.
 */
export function refuseRaw(socket: Duplex, refusal: HubError): void {
  if (!socket.writable) {
    socket.destroy()
    return
  }
  const { code, message, expected, came } = refusal
  const { status } = errorCodes[code]
  const extensions = {
    code,
    ...(expected === undefined ? {} : { expected }),
    ...(came === undefined ? {} : { came }),
  }
  const body = JSON.stringify({ errors: [{ message, extensions }] })
  const headers = {
    ...securityHeaders,
    'content-type': 'application/json; charset=utf-8',
    'content-length': String(Buffer.byteLength(body)),
    connection: 'close',
    ...(refusal.retryAfter === undefined ? {} : { 'retry-after': String(refusal.retryAfter) }),
  }
  const lines = Object.entries(headers).map(([name, value]) => `${name}: ${value}`)
  socket.once('finish', () => socket.destroy())
  socket.end(`HTTP/1.1 ${status} ${STATUS_CODES[status]}\r\n${lines.join('\r\n')}\r\n\r\n${body}`)
}

/** What Node gives up before it is a request, by the code of its error. */
export function refusalOfBroken(error: { readonly code?: string }): HubError {
  if (error.code === 'HPE_HEADER_OVERFLOW')
    return new HubError({
      code: 'HEADERS_TOO_LARGE',
      message: 'The address and headers are larger than this endpoint takes. Send the document by POST.',
    })
  if (error.code === 'ERR_HTTP_REQUEST_TIMEOUT') return tooSlow()
  return new HubError({
    code: 'BAD_REQUEST',
    message: 'The request is not HTTP that this endpoint can read.',
  })
}

/** The refusal of a request that does not arrive. */
export function tooSlow(): HubError {
  return new HubError({
    code: 'REQUEST_TIMEOUT',
    message: 'The request did not arrive in time. Send it again, or in smaller parts.',
  })
}
