import type { FastifyRequest } from 'fastify'
import type { Credential } from '../access/credentials.ts'
import { behind, plainAddress } from '../platform/trusted-proxies.ts'

/** What a request over HTTP shows of who sends it. */
export function credentialOf(request: FastifyRequest): Credential {
  const { ip, raw, headers } = request
  const plain = plainAddress(ip)
  const address = headers['x-forwarded-for'] === undefined ? plain : behind(plain)
  return { authorization: headers.authorization, address, connection: raw.socket }
}
