/**
 * Who asks, as far as rules need to know. `hub` is the hub itself, which reads the history once on behalf of all
 * its readers; what it reads is shown to nobody before `sees` has decided for that reader.
 */
export type View =
  | { readonly role: 'anonymous' }
  | { readonly role: 'administrator'; readonly keyId: string }
  | { readonly role: 'hub' }

/** The view of whoever sends no credential. */
export const anonymous: View = { role: 'anonymous' }

/** The view of the hub's own machinery. */
export const hubItself: View = { role: 'hub' }
