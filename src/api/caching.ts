import type { View } from '../access/view.ts'
import { type Asked, isByHash } from './documents/asked.ts'

/**
 * The `Cache-Control` of an answer to a GET; null where it needs none. What the anonymous ask for by hash is the same for all of
 * them, so caches between may keep it. Everything is to be asked again before it is shown (an `ETag` makes that cheap), because
 * what may be seen can end at any moment.
 */
export function cacheControlOf(method: string, asked: Asked, view: View, well: boolean): string | null {
  if (method !== 'GET') return null
  if (!well) return 'no-store'
  return view.role === 'anonymous' && isByHash(asked) ? 'public, no-cache' : 'private, no-cache'
}
