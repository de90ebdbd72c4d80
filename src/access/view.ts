/** By what somebody is known: an access key, or a token of the identity provider. */
export type Actor =
  | { readonly kind: 'key'; readonly id: string; readonly holder: string }
  | { readonly kind: 'token'; readonly issuer: string; readonly subject: string }

/**
 * Who asks, as far as rules need to know. `hub` is the hub itself, which reads the history once on behalf of all
 * its readers; what it reads is shown to nobody before `sees` has decided for that reader.
 */
export type View =
  | { readonly role: 'anonymous' }
  | { readonly role: 'analyst'; readonly actor: Actor }
  /** A partner region: which regions it stands for. */
  | { readonly role: 'partner'; readonly actor: Actor; readonly regions: readonly string[] }
  /** Who feeds the hub: from which sources. */
  | { readonly role: 'publisher'; readonly actor: Actor; readonly sources: readonly string[] }
  /** Who supervises: which regions, and for what purpose it asks now; without one it sees what everybody sees. */
  | {
      readonly role: 'supervisor'
      readonly actor: Actor
      readonly regions: readonly string[]
      readonly purpose?: string
    }
  | { readonly role: 'administrator'; readonly actor: Actor }
  | { readonly role: 'hub' }

/** What somebody who sends a credential can be. */
export const roles = ['analyst', 'partner', 'publisher', 'supervisor', 'administrator'] as const

/** A role that a credential can have. */
export type Role = (typeof roles)[number]

/** The view of whoever sends no credential. */
export const anonymous: View = { role: 'anonymous' }

/** The view of the hub's own machinery. */
export const hubItself: View = { role: 'hub' }

/** The view of somebody who says why it asks: that makes a difference for supervisors alone. */
export function forPurpose(view: View, purpose: string | null): View {
  return view.role === 'supervisor' && purpose !== null ? { ...view, purpose } : view
}

/** The same view as if it had said no purpose. */
export function withoutPurpose(view: View): View {
  if (view.role !== 'supervisor' || view.purpose === undefined) return view
  const { role, actor, regions } = view
  return { role, actor, regions }
}

/** Who acts, in one line, for records of what was done: `key:<id>`, `token:<subject> of <issuer>`, or the role. */
export function actorOf(view: View): string {
  if (!('actor' in view)) return view.role
  const { actor } = view
  return actor.kind === 'key' ? `key:${actor.id}` : `token:${actor.subject} of ${actor.issuer}`
}
