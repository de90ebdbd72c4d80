import type { FastifyReply, FastifyRequest } from 'fastify'
import { type HubExtension, hubExtension } from './answers.ts'
import { askedPosition } from './as-of.ts'
import { cacheControlOf } from './caching.ts'
import type { CompiledQuery } from './compiled-query.ts'
import { keepWithin } from './documents/document-limits.ts'
import { measureVariables } from './documents/measure-variables.ts'
import { type Caller, type GraphParts, requestOf } from './graphql.ts'
import type { KnownQueries } from './known-queries.ts'
import { plainRequest } from './plain-request.ts'
import { ReadyTexts } from './ready-texts.ts'
import type { Request } from './request.ts'
import { refuseUnstorableValues } from './storable-texts.ts'

/** Who sends a request. */
type CallerOf = (request: FastifyRequest, reply: FastifyReply) => Caller | Promise<Caller>

/**
 * Answers known queries without the pipeline of Apollo: what is asked again and again is parsed, validated and admitted
 * already. It only ever gives the answer that Apollo's pipeline would give; for whatever is not plain, and for every
 * error, it gives none, and the request goes the long way from its beginning.
 */
export class QuickAnswers {
  readonly #parts: GraphParts
  readonly #queries: KnownQueries
  /** Which media type Apollo chose for an answer, by the `Accept` of its request. */
  readonly #mediaTypes = new Map<string, string>()
  readonly #callerOf: CallerOf
  #hub: HubExtension | null = null

  constructor(parts: GraphParts, queries: KnownQueries, callerOf: CallerOf) {
    this.#parts = parts
    this.#callerOf = callerOf
    this.#queries = queries
  }

  /** Apollo answered well: the same `Accept` means the same media type again. */
  learn(request: FastifyRequest, reply: FastifyReply): void {
    const chosen = reply.getHeader('content-type')
    if (reply.statusCode !== 200 || typeof chosen !== 'string') return
    const { accept = '' } = request.headers
    if (accept.length > 200 || this.#mediaTypes.has(accept)) return
    const [oldest] = this.#mediaTypes.keys()
    if (oldest !== undefined && this.#mediaTypes.size >= 100) this.#mediaTypes.delete(oldest)
    this.#mediaTypes.set(accept, chosen)
  }

  /** The body of the answer, its headers set; null where this is not for us. */
  async answer(request: FastifyRequest, reply: FastifyReply): Promise<string | null> {
    const mediaType = this.#mediaTypes.get(request.headers.accept ?? '')
    const asked = plainRequest(request)
    if (mediaType === undefined || asked === null) return null
    let asking: Request | null = null
    try {
      const text = this.#parts.documents.textOf(asked)
      const known = text === null ? null : this.#queries.find(text, asked.operationName ?? undefined)
      if (text === null || known === null) return null
      const asks = this.#callerOf(request, reply)
      const caller = asks instanceof Promise ? await asks : asks
      const { view } = caller.access
      if (!this.#parts.documents.mayRun(text, view)) return null
      asking = requestOf(this.#parts, caller, new ReadyTexts())
      const answer = await this.#answerOf(asking, known, asked.variables ?? {}, reply)
      if (answer === null) {
        this.#parts.costs.cancel(asking)
        return null
      }
      reply.header('content-type', mediaType)
      const caching = cacheControlOf(request.method, asked, view, true)
      if (caching !== null) reply.header('cache-control', caching)
      return answer
    } catch {
      // Whatever it is, the long way meets it again and says it.
      if (asking !== null) this.#parts.costs.cancel(asking)
      return null
    }
  }

  async #answerOf(
    asking: Request,
    known: CompiledQuery,
    variables: Readonly<Record<string, unknown>>,
    reply: FastifyReply,
  ): Promise<string | null> {
    const { costs, metrics, schema, tail, database } = this.#parts
    keepWithin('variableValues', measureVariables(variables))
    refuseUnstorableValues(variables)
    if (known.asOf) {
      const position = await askedPosition(schema, known.operation, variables, tail, database)
      if (position !== null) asking.pin(position)
    }
    const estimated = costs.admit(asking, known.cost, variables)
    if (estimated !== undefined) await estimated
    const data = await known.run(asking, variables)
    if (data === null) return null
    const hub = await this.#hubOf(asking)
    // Whose access has ended meanwhile is refused on the long way.
    if (asking.access.ended() !== null) return null
    const cost = costs.settle(asking, false)
    metrics.operations.inc({ type: 'query' })
    reply.header('baymark-position', String(hub.position))
    reply.header('baymark-cursor', hub.cursor)
    for (const [name, value] of costs.headers(asking)) reply.header(name, value)
    const written = asking.ready?.written(data) ?? JSON.stringify(data)
    return `{"data":${written},"extensions":{"hub":${JSON.stringify(hub)},"cost":${JSON.stringify(cost)}}}`
  }

  /** The extension of the last answer serves again while answers stand at the same position. */
  async #hubOf(request: Request): Promise<HubExtension> {
    if (this.#hub?.position !== request.answeredAt)
      this.#hub = await hubExtension(this.#parts.hub, request, false)
    return this.#hub
  }
}
