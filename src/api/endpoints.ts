import type { FastifyInstance, FastifyRequest } from 'fastify'
import { HubError } from '../kernel/errors.ts'
import { shown } from '../kernel/text.ts'

/** An address that is answered, and to which methods. */
type Endpoint = { readonly form: RegExp; readonly methods: Set<string> }

/** Finds out what is wrong with a request that no endpoint takes. */
export type Endpoints = {
  /** The methods of the endpoint at the address of a request; null where there is none. */
  methodsAt(request: FastifyRequest): readonly string[] | null
}

/** Notes every endpoint that is added to a server from now on. */
export function noteEndpoints(app: FastifyInstance): Endpoints {
  const endpoints = new Map<string, Endpoint>()
  app.addHook('onRoute', ({ url, method }) => {
    // The one of CORS, which takes the questions beforehand of all others.
    if (url === '*') return
    const form = new RegExp(
      `^${url
        .replace(/[.+?^${}()|[\]\\]/g, '\\$&')
        .replace(/:\w+/g, '[^/]+')
        .replace('*', '.*')}$`,
    )
    const endpoint = endpoints.get(url) ?? { form, methods: new Set<string>() }
    endpoints.set(url, endpoint)
    for (const each of [method].flat()) endpoint.methods.add(each)
  })
  return {
    methodsAt: ({ url }) => {
      const path = url.split('?', 1)[0] ?? ''
      const found = [...endpoints.values()].find(({ form }) => form.test(path))
      return found === undefined ? null : [...found.methods]
    },
  }
}

/** Nothing is at the address of a request. */
export function notFound(request: FastifyRequest): HubError {
  const came = shown(`${request.method} ${request.url}`)
  const expected =
    '/, /playground, /graphql, /ingest/:source, /schema.graphql, /health/live, /health/ready or /metrics'
  return new HubError({ code: 'NOT_FOUND', message: `Nothing is at ${came}.`, expected, came })
}

/** Something is there, which answers to other methods. */
export function methodNotAllowed(request: FastifyRequest, allowed: string): HubError {
  const message = `This endpoint answers to ${allowed}, not to ${request.method}.`
  return new HubError({ code: 'METHOD_NOT_ALLOWED', message, expected: allowed, came: request.method })
}
