import type { Clock } from '../kernel/clock.ts'
import type { Access, AccessEnd } from './access.ts'
import type { View } from './view.ts'

/** What an access that may end is made of. */
export type EndingAccessParts = {
  readonly view: View
  readonly expiresAt: Date | null
  readonly clock: Clock
  /** Called at each use. */
  readonly used?: () => void
  /** Called when the first listener comes and when the last one goes. */
  readonly followed?: (followed: boolean) => void
}

/**
 * How often the clock is asked while somebody waits for the end, in milliseconds: a timer alone would sleep through a clock
 * that is set, or a machine that was suspended, and none goes beyond 24 days.
 */
const longestWait = 1_000

/** An access that ends when it expires, or when it is told to. Whoever waits for its end is told once. */
export class EndingAccess implements Access {
  readonly view: View
  readonly expiresAt: Date | null
  readonly used: () => void
  readonly #clock: Clock
  readonly #followed: (followed: boolean) => void
  readonly #listeners = new Set<(end: AccessEnd) => void>()
  #end: AccessEnd | null = null
  #timer: NodeJS.Timeout | undefined

  constructor({ view, expiresAt, clock, used = nothing, followed = nothing }: EndingAccessParts) {
    this.view = view
    this.expiresAt = expiresAt
    this.used = used
    this.#clock = clock
    this.#followed = followed
  }

  ended(): AccessEnd | null {
    if (this.#end === null && this.#remaining() <= 0) this.end('EXPIRED')
    return this.#end
  }

  /** Ends it, and tells whoever listens; the first end stands. */
  end(reason: AccessEnd): void {
    if (this.#end !== null) return
    this.#end = reason
    const listeners = [...this.#listeners]
    for (const listener of listeners) this.#forget(listener)
    for (const listener of listeners) listener(reason)
  }

  onEnd(listener: (end: AccessEnd) => void): Disposable {
    const end = this.ended()
    if (end !== null) {
      listener(end)
      return { [Symbol.dispose]: () => undefined }
    }
    // Each caller's own function, so that one who listens twice is told twice and may forget one of them.
    const own = (reason: AccessEnd) => listener(reason)
    this.#listeners.add(own)
    if (this.#listeners.size === 1) {
      this.#followed(true)
      this.#wait()
    }
    return { [Symbol.dispose]: () => this.#forget(own) }
  }

  #forget(listener: (end: AccessEnd) => void): void {
    if (!this.#listeners.delete(listener) || this.#listeners.size > 0) return
    clearTimeout(this.#timer)
    this.#followed(false)
  }

  #wait(): void {
    const remaining = this.#remaining()
    if (remaining === Number.POSITIVE_INFINITY) return
    const look = () => {
      if (this.ended() === null) this.#wait()
    }
    this.#timer = setTimeout(look, Math.min(longestWait, remaining)).unref()
  }

  #remaining(): number {
    return this.expiresAt === null
      ? Number.POSITIVE_INFINITY
      : this.expiresAt.getTime() - this.#clock.now().getTime()
  }
}

function nothing(): void {}
