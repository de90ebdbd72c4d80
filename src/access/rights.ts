import { HubError } from '../kernel/errors.ts'
import type { View } from './view.ts'

/** Says whether the view may change what a source says: publish, deliver, withdraw, see what it holds back. */
export function mayPublish(view: View, source: string): boolean {
  return view.role === 'administrator' || (view.role === 'publisher' && view.sources.includes(source))
}

/** Who may publish, in words. */
export const publishers = 'the source’s publisher or an administrator'

/** Says whether the view may settle a disagreement of sources. */
export function maySettle(view: View): boolean {
  return view.role === 'administrator'
}

/** Says whether the view may give and take access, and read who did what. */
export function mayAdminister(view: View): boolean {
  return view.role === 'administrator'
}

/** Throws UNAUTHENTICATED for the anonymous and FORBIDDEN for others where the view may not do something. */
export function requireTo(allowed: boolean, view: View, act: string, by: string): void {
  if (allowed) return
  const code = view.role === 'anonymous' ? 'UNAUTHENTICATED' : 'FORBIDDEN'
  const came = inWords(view)
  throw new HubError({
    code,
    message: `To ${act} takes the access of ${by}; it was asked for as ${came}. Send \`Authorization: Bearer bm_<id>_<secret>\` with such a key.`,
    expected: by,
    came,
  })
}

/** A publisher hears of what it is one: “as publisher” alone would be no reason to refuse it. */
function inWords(view: View): string {
  if (view.role !== 'publisher') return view.role
  const named = view.sources.slice(0, 5).join(', ')
  return `publisher of ${named}${view.sources.length > 5 ? ' …' : ''}`
}
