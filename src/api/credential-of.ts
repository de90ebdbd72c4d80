import type { FastifyRequest } from 'fastify'
import type { Credential } from '../access/credentials.ts'

/** What a request over HTTP shows of who sends it. */
export function credentialOf(request: FastifyRequest): Credential {
  return { authorization: request.headers.authorization, address: request.ip }
}
