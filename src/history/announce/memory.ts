import type { Announcer } from './announcer.ts'

/** Announcements within one process. */
export function announceInMemory(): Announcer {
  const positions = new Listeners()
  const accesses = new Listeners()
  return {
    announce: (position) => positions.tell(position),
    listen: (listener) => positions.add(listener),
    announceAccess: (version) => accesses.tell(version),
    listenAccess: (listener) => accesses.add(listener),
    trouble: () => null,
    close: async () => {
      positions.clear()
      accesses.clear()
    },
  }
}

class Listeners {
  readonly #listeners = new Set<(number: number) => void>()

  tell(number: number): void {
    for (const listener of this.#listeners) listener(number)
  }

  add(listener: (number: number) => void): Disposable {
    this.#listeners.add(listener)
    return { [Symbol.dispose]: () => void this.#listeners.delete(listener) }
  }

  clear(): void {
    this.#listeners.clear()
  }
}
