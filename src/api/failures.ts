import { GraphQLError, type GraphQLFormattedError, Kind } from 'graphql'
import { type ErrorCode, errorCodes } from '../kernel/error-codes.ts'
import { traceOf } from '../kernel/error-trace.ts'
import { HubError } from '../kernel/errors.ts'
import type { Ids } from '../kernel/ids.ts'
import type { Log } from '../platform/log.ts'

/** Shows errors to callers: a code of the published list, what was expected, what came; never internals. */
export type Failures = {
  /** An error of an execution, as the caller may see it. */
  readonly shown: (formatted: GraphQLFormattedError, error: unknown) => GraphQLFormattedError
  /** An error of a whole request, as a GraphQL error that carries its HTTP status. */
  readonly refusal: (error: unknown) => GraphQLError
}

/** What a refused credential is answered with: the scheme by which to send another. */
const challenge = 'Bearer realm="baymark"'

/** Makes the one place where errors are shown: our own mistakes are masked by an id and logged under it. */
export function failuresFor(ids: Ids, log: Log, counted: (code: string) => void): Failures {
  const shown = (formatted: GraphQLFormattedError, error: unknown): GraphQLFormattedError => {
    const { message, code, expected, came } = tellable(error, formatted, ids, log)
    counted(code)
    return {
      message,
      ...(formatted.locations === undefined ? {} : { locations: formatted.locations }),
      ...(formatted.path === undefined ? {} : { path: formatted.path }),
      extensions: {
        code,
        ...(expected === undefined ? {} : { expected }),
        ...(came === undefined ? {} : { came }),
      },
    }
  }
  const refusal = (error: unknown): GraphQLError => {
    const told = tellable(error, { message: String(error) }, ids, log)
    log.info({ code: told.code }, 'a request was refused')
    const http = { status: told.status, headers: headersOf(told) }
    return new GraphQLError(told.message, {
      extensions: { code: told.code, expected: told.expected, came: told.came, http, told: true },
    })
  }
  return { shown, refusal }
}

type Told = {
  readonly message: string
  readonly code: string
  readonly status: number
  readonly expected?: string | undefined
  readonly came?: string | undefined
  readonly retryAfter?: number | undefined
}

/** The headers that a refusal of a whole request comes with. */
function headersOf({ status, retryAfter }: Told): Map<string, string> {
  const headers = new Map<string, string>()
  if (status === 401) headers.set('www-authenticate', challenge)
  if (retryAfter !== undefined) headers.set('retry-after', String(retryAfter))
  return headers
}

function tellable(error: unknown, formatted: GraphQLFormattedError, ids: Ids, log: Log): Told {
  const cause = originalOf(error)
  if (cause instanceof HubError) {
    if (cause.cause !== undefined)
      log.warn({ code: cause.code, cause: traceOf(cause.cause) }, 'the world failed')
    return {
      message: cause.message,
      code: cause.code,
      status: cause.status,
      expected: cause.expected,
      came: cause.came,
      retryAfter: cause.retryAfter,
    }
  }
  if (cause instanceof RangeError && /call stack/i.test(cause.message)) return nestedTooDeeply
  const code = codeOf(formatted, error)
  if (
    error instanceof GraphQLError &&
    (cause === error || cause === undefined || cause instanceof GraphQLError) &&
    (code !== 'INTERNAL_SERVER_ERROR' || isTold(error))
  ) {
    const { expected, came } = extensionsOf(error)
    return { message: safeMessage(formatted.message), code, status: statusOf(code), expected, came }
  }
  const id = ids.next()
  log.error({ id, error: traceOf(cause ?? error) }, 'a mistake of the hub')
  return {
    message: `The hub made a mistake. Give its operator this id: ${id}.`,
    code: 'INTERNAL_SERVER_ERROR',
    status: 500,
  }
}

/** A refusal that is shown: a mistake of ours in it has its id already. */
function isTold({ extensions }: GraphQLError): boolean {
  return extensions['told'] === true
}

/** What was thrown, below the layers that GraphQL wraps around it. */
function originalOf(error: unknown): unknown {
  let inner: unknown = error
  while (inner instanceof GraphQLError && inner.originalError instanceof Error) inner = inner.originalError
  return inner
}

/** graphql-js walks documents and values by calling itself: one nested deeper than our stack is the caller's mistake. */
const nestedTooDeeply: Told = {
  message: 'The document or its variables are nested too deeply. Flatten them.',
  code: 'GRAPHQL_VALIDATION_FAILED',
  status: 400,
  expected: 'a document that is not nested thousands of levels deep',
}

/** The code of the published list; Apollo's own words for the same are translated. */
function codeOf(formatted: GraphQLFormattedError, error: unknown): string {
  if (formatted.message.includes('Cross-Site Request Forgery')) return 'CSRF_PREVENTION'
  const inner = error instanceof GraphQLError ? innermost(error).extensions : {}
  const code = [inner['code'], formatted.extensions?.['code']].find((code) => typeof code === 'string')
  if (code === 'BAD_REQUEST' && statusAsked(inner) === 405) return 'METHOD_NOT_ALLOWED'
  if (code === undefined) return isOfVariable(error) ? 'BAD_USER_INPUT' : 'GRAPHQL_VALIDATION_FAILED'
  return code in errorCodes ? code : 'BAD_REQUEST'
}

/** graphql-js gives the errors of variables no code, and marks them by the definition of the variable. */
function isOfVariable(error: unknown): boolean {
  return (
    error instanceof GraphQLError &&
    error.nodes?.[0]?.kind === Kind.VARIABLE_DEFINITION &&
    /^Variable "\$\w+" (?:got invalid value|of )/.test(error.message)
  )
}

function statusAsked({ http }: Readonly<Record<string, unknown>>): unknown {
  return typeof http === 'object' && http !== null && 'status' in http ? http.status : undefined
}

/** The error as our scalars and rules threw it: Apollo and graphql-js wrap it in errors of their own. */
function innermost(error: GraphQLError): GraphQLError {
  let inner = error
  while (inner.originalError instanceof GraphQLError) inner = inner.originalError
  return inner
}

function extensionsOf(error: GraphQLError): {
  readonly expected?: string | undefined
  readonly came?: string | undefined
} {
  const { expected, came } = innermost(error).extensions
  return {
    expected: typeof expected === 'string' ? expected : undefined,
    came: typeof came === 'string' ? came : undefined,
  }
}

function statusOf(code: string): number {
  return code in errorCodes ? errorCodes[code as ErrorCode].status : 400
}

/** graphql-js quotes what came without a limit; nobody needs a megabyte back. */
function safeMessage(message: string): string {
  const line = message.trim()
  return line.length > 500 ? `${line.slice(0, 500)}…` : line
}
