import { existsSync } from 'node:fs'
import { join } from 'node:path'
import fastifyStatic from '@fastify/static'
import type { FastifyInstance, FastifyReply } from 'fastify'
import { projectFolder } from '../platform/project.ts'

/** Where the built pages lie, below the project's folder. */
const folder = 'build/web'

/** What pages may do: nothing from any other host, and nothing inline. */
const policy = [
  "default-src 'self'",
  "object-src 'none'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
].join('; ')

/** Serves the start page at `/`, the playground at `/playground`, and what they load. */
export async function servePages(app: FastifyInstance): Promise<void> {
  const root = join(projectFolder(), folder)
  if (!existsSync(join(root, 'index.html'))) return
  await app.register(fastifyStatic, { root, serve: false })
  app.get('/', (_request, reply) => page(reply, 'index.html', policy))
  app.get('/playground', (_request, reply) =>
    page(reply, 'playground.html', `${policy}; style-src 'self' 'unsafe-inline'; img-src 'self' data:`),
  )
  app.get<{ Params: { '*': string } }>('/assets/*', (request, reply) =>
    reply
      .header('x-content-type-options', 'nosniff')
      .sendFile(`assets/${request.params['*']}`, { maxAge: '1y', immutable: true }),
  )
}

/** The playground's editor sets inline styles; nothing else may. */
function page(reply: FastifyReply, file: string, allowed: string): FastifyReply {
  return reply
    .header('content-security-policy', allowed)
    .header('x-content-type-options', 'nosniff')
    .header('referrer-policy', 'no-referrer')
    .sendFile(file, { cacheControl: false })
}
