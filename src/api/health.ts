import type { FastifyInstance } from 'fastify'
import { traceOf } from '../kernel/error-trace.ts'
import type { Log } from '../platform/log.ts'
import { sql } from '../platform/sql.ts'
import type { ServerParts } from './server-parts.ts'

/** One thing the hub needs, whether it is well, and what is wrong where it is not. */
type Check = {
  readonly name: string
  readonly ok: boolean
  readonly required: boolean
  readonly detail: string
}

/** How long a check may take, in milliseconds. */
const patience = 2_000

/** The health endpoints and the metrics. */
export async function serveHealth(app: FastifyInstance, parts: ServerParts): Promise<void> {
  app.get('/health/live', async (_request, reply) =>
    reply.header('cache-control', 'no-store').send({ status: 'live', instance: parts.instance }),
  )
  app.get('/health/ready', async (_request, reply) => {
    const checks = await Promise.all([database(parts), migrations(parts), tail(parts), announcements(parts)])
    const ready = checks.every((check) => check.ok || !check.required)
    const status = ready ? (checks.every((check) => check.ok) ? 'ready' : 'degraded') : 'not ready'
    return reply
      .code(ready ? 200 : 503)
      .header('cache-control', 'no-store')
      .send({ status, position: parts.tail.position, epoch: parts.tail.epoch, checks })
  })
  app.get('/metrics', async (_request, reply) => {
    const { registry } = parts.metrics
    return reply
      .header('content-type', registry.contentType)
      .header('cache-control', 'no-store')
      .send(await registry.metrics())
  })
}

async function database({ database, log }: ServerParts): Promise<Check> {
  const detail = await within(database.query(sql`select 1`), log)
  return {
    name: 'database',
    required: true,
    ok: detail === null,
    detail: detail ?? `${database.kind} answers`,
  }
}

async function migrations({ pendingSteps, log }: ServerParts): Promise<Check> {
  let pending: readonly string[] = []
  const failure = await within(
    pendingSteps().then((steps) => {
      pending = steps
    }),
    log,
  )
  const open = pending.length === 0 ? null : `still to be run: ${pending.join(', ')}`
  const trouble = failure ?? open
  return {
    name: 'migrations',
    required: true,
    ok: trouble === null,
    detail: trouble ?? 'the layout is this code’s',
  }
}

async function tail({ tail }: ServerParts): Promise<Check> {
  return {
    name: 'history',
    required: true,
    ok: tail.trouble === null,
    detail: tail.trouble === null ? `followed up to position ${tail.position}` : 'cannot be followed',
  }
}

async function announcements({ announcer }: ServerParts): Promise<Check> {
  const trouble = announcer.trouble()
  const detail =
    trouble === null
      ? 'reach the nodes'
      : 'do not reach the nodes; other nodes notice new positions within a second'
  return { name: 'announcements', required: false, ok: trouble === null, detail }
}

/** What is wrong with a reply that should come soon, or null. Anybody may ask: what the service said goes to the log. */
async function within(reply: Promise<unknown>, log: Log): Promise<string | null> {
  const late = Promise.withResolvers<string>()
  const timer = setTimeout(() => late.resolve(`no answer within ${patience} ms`), patience)
  const failed = reply.then(
    () => null,
    (error: unknown) => {
      log.warn({ reason: traceOf(error) }, 'the hub is not ready')
      return 'does not answer'
    },
  )
  const detail = await Promise.race([failed, late.promise])
  clearTimeout(timer)
  return detail
}
