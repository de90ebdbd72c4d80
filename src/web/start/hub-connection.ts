/** How the page stands to the hub, as the reader is told it. */
export type Connection =
  | { readonly kind: 'reading' }
  | { readonly kind: 'live' }
  | { readonly kind: 'resuming' }
  | { readonly kind: 'waiting'; readonly seconds: number }
  /** `reason`: the code of the hub's RESET, or GAP (a frame is missing), or LARGE (a large commit). */
  | { readonly kind: 'reset'; readonly reason: string }
  /** `code`: of schema/ERRORS.md; null where the refusal has none. */
  | { readonly kind: 'refused'; readonly message: string; readonly code: string | null }

/** How one stream ended: lost (go on at the cursor), reset or refused (read anew), stopped (by the page). */
export type Ending =
  | Extract<Connection, { readonly kind: 'reset' | 'refused' }>
  | { readonly kind: 'lost' }
  | { readonly kind: 'stopped' }
