import type { FastifyError, FastifyInstance, FastifyRequest } from 'fastify'
import { mayPublish, publishers, requireTo } from '../access/rights.ts'
import { actorOf, type View } from '../access/view.ts'
import type { DeliveryReport } from '../intake/report.ts'
import { HubError } from '../kernel/errors.ts'
import { DateTimeScalar } from '../kernel/graph/scalars.ts'
import { shown } from '../kernel/text.ts'
import { credentialOf } from './credential-of.ts'
import { purposeOfHeader } from './purpose.ts'
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
    const callers = new WeakMap<FastifyRequest, View>()
    const recorded = (request: FastifyRequest, subjects: readonly string[], outcome: string) => {
      const view = callers.get(request)
      // Whoever came without a valid credential is recorded by the gate.
      if (view === undefined) return
      const purpose = purposeOfHeader(request.headers['baymark-purpose'])
      parts.hub.audit.record({ actor: actorOf(view), act: 'deliverFile', subjects, purpose, outcome })
    }
    scope.setErrorHandler((error: FastifyError, request) => {
      const told = error.code === 'FST_ERR_CTP_BODY_TOO_LARGE' ? tooLarge(parts.deliveryLimit) : error
      const outcome = told instanceof HubError ? told.code : 'INTERNAL_SERVER_ERROR'
      recorded(request, [(request as IngestRequest).params.source], outcome)
      throw told
    })
    scope.addHook('onRequest', async (request) => {
      const credential = credentialOf(request)
      const access = await parts.gate.accessOf(credential)
      const { view } = access
      const { source } = (request as IngestRequest).params
      purposeOfHeader(request.headers['baymark-purpose'])
      callers.set(request, view)
      requireTo(mayPublish(view, source), view, 'deliver a file', publishers)
      parts.costs.deliver(access, credential.address)
    })
    scope.post('/ingest/:source', async (request, reply) => {
      const report = await ingest(parts, request as IngestRequest)
      const subjects = [report.source, report.id, ...report.releases.map(({ id }) => id)]
      recorded(request, subjects, report.state === 'REFUSED' ? 'DELIVERY_REFUSED' : 'OK')
      reply.header('baymark-position', String(parts.tail.position))
      return reply.code(report.state === 'REFUSED' ? 422 : 200).send(report)
    })
  })
}

async function ingest({ intake }: ServerParts, request: IngestRequest): Promise<DeliveryReport> {
  const key = request.headers['idempotency-key']
  return intake.takeFile({
    source: request.params.source,
    bytes: contentOf(request.body),
    name: String(request.query.name ?? 'posted'),
    idempotencyKey: typeof key === 'string' ? key : '',
    embargoUntil: embargoOf(request.headers['baymark-embargo-until']),
  })
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
