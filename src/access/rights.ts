import { HubError } from '../kernel/errors.ts'
import { covers } from './covered-regions.ts'
import type { View } from './view.ts'

/** Says whether the view may change what a source says: publish, deliver, withdraw, see what it holds back. */
export function mayPublish(view: View, source: string): boolean {
  return view.role === 'administrator' || (view.role === 'publisher' && view.sources.includes(source))
}

/** Who may publish, in words. */
export const publishers = 'the source’s publisher or an administrator'

/** What rights on a credit record are asked of. */
export type Supervised = { readonly source: string; readonly region: string | null }

/** Says whether the view may read what is protected of a region: it supervises that, and says for what purpose it asks. */
export function maySupervise(view: View, region: string | null): boolean {
  return view.role === 'supervisor' && view.purpose !== undefined && covers(view.regions, region)
}

/** Says whether the view may end the publicity of a record by a repair. */
export function mayRepair(view: View, { source, region }: Supervised): boolean {
  return mayPublish(view, source) || (view.role === 'supervisor' && covers(view.regions, region))
}

/** Says whether the view may mark a record as disputed, and take the mark away. */
export function mayDispute(view: View, record: Supervised): boolean {
  return mayRepair(view, record)
}

/** Who may repair and dispute, in words. */
export const repairers = 'the source’s publisher, an administrator, or a supervisor of the region'

/** Says whether the view may settle a disagreement of sources. */
export function maySettle(view: View): boolean {
  return view.role === 'administrator'
}

/** Says whether the view may say which organizations are one. */
export function mayMerge(view: View): boolean {
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
