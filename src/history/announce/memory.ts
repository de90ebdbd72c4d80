import type { Position } from '../../kernel/position.ts'
import type { Announcer } from './announcer.ts'

/** Announcements within one process. */
export function announceInMemory(): Announcer {
  const listeners = new Set<(position: Position) => void>()
  return {
    announce: (position) => {
      for (const listener of listeners) listener(position)
    },
    listen: (listener) => {
      listeners.add(listener)
      return { [Symbol.dispose]: () => void listeners.delete(listener) }
    },
    trouble: () => null,
    close: async () => listeners.clear(),
  }
}
