import { existsSync } from 'node:fs'
import { join } from 'node:path'
import fastifyStatic from '@fastify/static'
import type { FastifyInstance, FastifyReply } from 'fastify'
import { projectFolder } from '../platform/project.ts'
import { pageHeaders } from './security-headers.ts'

/** Where the built pages lie, below the project's folder. */
const folder = 'build/web'

/**
 * What pages may do: load what the hub itself serves, speak with it, and nothing inline, nowhere else, in no frame.
 */
const policy = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "img-src 'self'",
  "font-src 'self'",
  "connect-src 'self'",
  "manifest-src 'self'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
]

/** On the start page no text ever becomes markup or code (Trusted Types). */
const startPolicy = [...policy, "require-trusted-types-for 'script'", "trusted-types 'none'"]

/**
 * The playground's editor sets inline styles, draws with images of its own making, and works in workers, which it opens by
 * plain addresses: Trusted Types would stop it.
 */
const playgroundPolicy = [
  ...policy.filter((rule) => !/^(?:style|img)-src/.test(rule)),
  "style-src 'self' 'unsafe-inline'",
  "img-src 'self' data:",
  "worker-src 'self'",
]

/** Serves the start page at `/`, the playground at `/playground`, and what they load. */
export async function servePages(app: FastifyInstance): Promise<void> {
  const root = join(projectFolder(), folder)
  if (!existsSync(join(root, 'index.html'))) return
  await app.register(fastifyStatic, { root, serve: false })
  app.get('/', (_request, reply) => page(reply, 'index.html', startPolicy))
  app.get('/playground', (_request, reply) => page(reply, 'playground.html', playgroundPolicy))
  app.get<{ Params: { '*': string } }>('/assets/*', (request, reply) =>
    reply.sendFile(`assets/${request.params['*']}`, { maxAge: '1y', immutable: true }),
  )
}

function page(reply: FastifyReply, file: string, allowed: readonly string[]): FastifyReply {
  return reply
    .headers(pageHeaders)
    .header('content-security-policy', allowed.join('; '))
    .sendFile(file, { cacheControl: false })
}
