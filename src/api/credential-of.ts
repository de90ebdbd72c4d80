import type { FastifyRequest } from 'fastify'
import type { Credential } from '../access/credentials.ts'
import { plainAddress } from '../platform/trusted-proxies.ts'

/** What a request over HTTP shows of who sends it. */
export function credentialOf(request: FastifyRequest): Credential {
  return { authorization: request.headers.authorization, address: plainAddress(request.ip) }
}
