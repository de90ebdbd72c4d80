import { GraphQLError, type GraphQLFormattedError } from 'graphql'
import { type ErrorCode, errorCodes } from '../kernel/error-codes.ts'
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
    const http = { status: told.status, headers: new Map<string, string>() }
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
}

function tellable(error: unknown, formatted: GraphQLFormattedError, ids: Ids, log: Log): Told {
  const cause = originalOf(error)
  if (cause instanceof HubError) {
    if (cause.cause !== undefined)
      log.warn({ code: cause.code, cause: String(cause.cause) }, 'the world failed')
    return {
      message: cause.message,
      code: cause.code,
      status: cause.status,
      expected: cause.expected,
      came: cause.came,
    }
  }
  const code = codeOf(formatted)
  if (
    error instanceof GraphQLError &&
    (cause === error || cause === undefined || cause instanceof GraphQLError) &&
    code !== 'INTERNAL_SERVER_ERROR'
  ) {
    const { expected, came } = extensionsOf(error)
    return { message: safeMessage(formatted.message), code, status: statusOf(code), expected, came }
  }
  const id = ids.next()
  log.error({ id, error: stackOf(cause ?? error) }, 'a mistake of the hub')
  return {
    message: `The hub made a mistake. Give its operator this id: ${id}.`,
    code: 'INTERNAL_SERVER_ERROR',
    status: 500,
  }
}

/** What was thrown, below the layers that GraphQL wraps around it. */
function originalOf(error: unknown): unknown {
  let inner: unknown = error
  while (inner instanceof GraphQLError && inner.originalError instanceof Error) inner = inner.originalError
  return inner
}

function codeOf(formatted: GraphQLFormattedError): string {
  const code = formatted.extensions?.['code']
  return typeof code === 'string' ? code : 'GRAPHQL_VALIDATION_FAILED'
}

function extensionsOf(error: GraphQLError): {
  readonly expected?: string | undefined
  readonly came?: string | undefined
} {
  let inner: GraphQLError = error
  while (inner.extensions['expected'] === undefined && inner.originalError instanceof GraphQLError)
    inner = inner.originalError
  const { expected, came } = inner.extensions
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
  return message.length > 500 ? `${message.slice(0, 500)}…` : message
}

function stackOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error)
  return error.cause === undefined ? String(error.stack) : `${error.stack}\ncaused by ${stackOf(error.cause)}`
}
