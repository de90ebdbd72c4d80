import { type ErrorCode, errorCodes } from './error-codes.ts'

export type { ErrorCode } from './error-codes.ts'

/** What a refused caller is told: a code of `schema/ERRORS.md`, what was expected, what came, what to do. */
export type Refusal = {
  readonly code: ErrorCode
  readonly message: string
  readonly expected?: string | undefined
  readonly came?: string | undefined
  /** In how many seconds the same may be tried again; whole, from 1 up. HTTP says it as `Retry-After`. */
  readonly retryAfter?: number | undefined
}

/**
 * A caller's mistake or a state of the world that the caller must know of. Its text is safe to show: it never
 * holds internals. Anything else that is thrown is our own mistake and is shown masked.
 */
export class HubError extends Error {
  readonly code: ErrorCode
  readonly expected: string | undefined
  readonly came: string | undefined
  readonly retryAfter: number | undefined

  constructor(refusal: Refusal, cause?: unknown) {
    super(refusal.message, cause === undefined ? undefined : { cause })
    this.name = 'HubError'
    this.code = refusal.code
    this.expected = refusal.expected
    this.came = refusal.came
    this.retryAfter = refusal.retryAfter
  }

  /** The HTTP status that fits when a whole request is refused with this error. */
  get status(): number {
    return errorCodes[this.code].status
  }
}
