import { existsSync } from 'node:fs'
import { join } from 'node:path'
import fastifyStatic from '@fastify/static'
import type { FastifyInstance, FastifyReply } from 'fastify'
import { projectFolder } from '../platform/project.ts'

/** Where the built pages lie, below the project's folder. */
const folder = 'build/web'

/** What pages may do: nothing from any other host; the playground's editor needs inline styles and its workers. */
const policy = [
  "default-src 'self'",
  "connect-src 'self' ws: wss:",
  "img-src 'self' data:",
  "style-src 'self' 'unsafe-inline'",
  "font-src 'self' data:",
  "worker-src 'self' blob:",
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
  app.get('/', (_request, reply) => page(reply, 'index.html'))
  app.get('/playground', (_request, reply) => page(reply, 'playground.html'))
  app.get<{ Params: { '*': string } }>('/assets/*', (request, reply) =>
    reply
      .header('x-content-type-options', 'nosniff')
      .sendFile(`assets/${request.params['*']}`, { maxAge: '1y', immutable: true }),
  )
}

function page(reply: FastifyReply, file: string): FastifyReply {
  return reply
    .header('content-security-policy', policy)
    .header('x-content-type-options', 'nosniff')
    .header('referrer-policy', 'no-referrer')
    .sendFile(file, { cacheControl: false })
}
