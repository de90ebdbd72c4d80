import type { Clock } from '../kernel/clock.ts'
import type { Access, AccessEnd } from './access.ts'
import type { View } from './view.ts'

/** What an access that may end is made of. */
export type EndingAccessParts = {
  readonly view: View
  readonly expiresAt: Date | null
  readonly clock: Clock
  /** Called when the first listener comes and when the last one goes. */
  readonly followed?: (followed: boolean) => void
}

/**
 * An access that ends when it expires or is told to. Nothing wakes it at its expiry: it notices when it is asked, so
 * whoever keeps accesses asks the followed ones now and then.
 */
export class EndingAccess implements Access {
  readonly view: View
  readonly expiresAt: Date | null
  readonly #clock: Clock
  readonly #followed: (followed: boolean) => void
  readonly #listeners = new Set<(end: AccessEnd) => void>()
  #end: AccessEnd | null = null

  constructor({ view, expiresAt, clock, followed = () => undefined }: EndingAccessParts) {
    this.view = view
    this.expiresAt = expiresAt
    this.#clock = clock
    this.#followed = followed
  }

  ended(): AccessEnd | null {
    if (this.#end === null && this.expiresAt !== null && this.expiresAt <= this.#clock.now())
      this.end('EXPIRED')
    return this.#end
  }

  /** Ends it, and tells whoever listens; the first end stands. */
  end(reason: AccessEnd): void {
    if (this.#end !== null) return
    this.#end = reason
    const listeners = [...this.#listeners]
    this.#listeners.clear()
    if (listeners.length > 0) this.#followed(false)
    for (const listener of listeners) listener(reason)
  }

  onEnd(listener: (end: AccessEnd) => void): Disposable {
    const end = this.ended()
    if (end !== null) {
      listener(end)
      return { [Symbol.dispose]: () => undefined }
    }
    // Two listeners may be one function.
    const own = (reason: AccessEnd) => listener(reason)
    this.#listeners.add(own)
    if (this.#listeners.size === 1) this.#followed(true)
    return {
      [Symbol.dispose]: () => {
        if (this.#listeners.delete(own) && this.#listeners.size === 0) this.#followed(false)
      },
    }
  }
}
