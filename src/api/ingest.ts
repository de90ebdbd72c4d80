import type { FastifyError, FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { mayPublish, publishers, requireTo } from '../access/rights.ts'
import { HubError } from '../kernel/errors.ts'
import { DateTimeScalar } from '../kernel/graph/scalars.ts'
import { shown } from '../kernel/text.ts'
import { credentialOf } from './credential-of.ts'
import type { ServerParts } from './server-parts.ts'

type IngestRequest = FastifyRequest<{ Params: { source: string }; Querystring: { name?: string } }>

/** POST /ingest/:source: a file as the body, whatever its content type, held until `Baymark-Embargo-Until` where that is sent; answers with the delivery's report. */
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
      const { view } = await parts.gate.accessOf(credentialOf(request))
      const { source } = (request as IngestRequest).params
      requireTo(mayPublish(view, source), view, 'deliver a file', publishers)
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
    embargoUntil: embargoOf(request.headers['baymark-embargo-until']),
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

function embargoOf(header: string | readonly string[] | undefined): Date | null {
  if (header === undefined) return null
  try {
    return DateTimeScalar.parseValue(header)
  } catch (error) {
    const came = shown(String(header))
    throw new HubError(
      {
        code: 'BAD_REQUEST',
        message: `Baymark-Embargo-Until is no instant: expected one like 2026-12-01T10:00:00+08:00; came ${came}.`,
        expected: 'an instant like 2026-12-01T10:00:00+08:00',
        came,
      },
      error,
    )
  }
}

function tooLarge(limit: number): HubError {
  return new HubError({
    code: 'DELIVERY_TOO_LARGE',
    message: `A delivery may have ${limit} bytes. Split the file into several deliveries.`,
    expected: `at most ${limit} bytes`,
    came: 'more',
  })
}
