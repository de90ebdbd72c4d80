import type { FastifyError, FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { requireTo } from '../access/credentials.ts'
import { mayPublish } from '../access/rules.ts'
import { HubError } from '../kernel/errors.ts'
import type { ServerParts } from './server-parts.ts'

type IngestRequest = FastifyRequest<{ Params: { source: string }; Querystring: { name?: string } }>

/** POST /ingest/:source: a file as the body, whatever its content type; answers with the delivery's report. */
export async function serveIngest(app: FastifyInstance, parts: ServerParts): Promise<void> {
  await app.register(async (scope) => {
    scope.removeAllContentTypeParsers()
    scope.addContentTypeParser(
      '*',
      { parseAs: 'buffer', bodyLimit: parts.deliveryLimit },
      (_request, body, done) => done(null, body),
    )
    scope.setErrorHandler((error: FastifyError) => {
      throw error.code === 'FST_ERR_CTP_BODY_TOO_LARGE' ? tooLarge(parts.deliveryLimit) : error
    })
    scope.addHook('onRequest', async (request) => {
      const view = parts.gate.viewOf(request.headers.authorization)
      requireTo(mayPublish(view), view, 'deliver a file')
    })
    scope.post('/ingest/:source', (request, reply) => ingest(parts, request as IngestRequest, reply))
  })
}

async function ingest(
  { intake, tail }: ServerParts,
  request: IngestRequest,
  reply: FastifyReply,
): Promise<FastifyReply> {
  const key = request.headers['idempotency-key']
  const report = await intake.takeFile({
    source: request.params.source,
    bytes: contentOf(request.body),
    name: String(request.query.name ?? 'posted'),
    idempotencyKey: typeof key === 'string' ? key : '',
  })
  reply.header('baymark-position', String(tail.position))
  return reply.code(report.state === 'REFUSED' ? 422 : 200).send(report)
}

function contentOf(body: unknown): Uint8Array {
  if (body instanceof Uint8Array) return body
  throw new HubError({
    code: 'BAD_REQUEST',
    message: 'The request has no body. Send the file as the body.',
    expected: 'the bytes of a file',
    came: 'nothing',
  })
}

function tooLarge(limit: number): HubError {
  return new HubError({
    code: 'DELIVERY_TOO_LARGE',
    message: `A delivery may have ${limit} bytes. Split the file into several deliveries.`,
    expected: `at most ${limit} bytes`,
    came: 'more',
  })
}
