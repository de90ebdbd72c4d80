import type { Announcer } from '../../../src/history/announce/announcer.ts'

/** Announcements that nobody hears. */
export const unheard: Announcer = {
  announce: () => undefined,
  listen: () => ({ [Symbol.dispose]: () => undefined }),
  announceAccess: () => undefined,
  listenAccess: () => ({ [Symbol.dispose]: () => undefined }),
  trouble: () => 'nobody hears them',
  close: async () => undefined,
}
