import type { FastifyRequest } from 'fastify'
import type { Credential } from '../access/credentials.ts'
import { plainAddress } from '../platform/trusted-proxies.ts'

/** What a request over HTTP shows of who sends it. */
export function credentialOf(request: FastifyRequest): Credential {
  const { ip, raw, headers } = request
  return { authorization: headers.authorization, address: plainAddress(ip), connection: raw.socket }
}
