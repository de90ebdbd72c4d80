/** One thing that is wrong with a file or a row: a code, what was expected, what came. */
export type Finding = {
  readonly code: string
  readonly severity: 'error' | 'warning'
  readonly message: string
  readonly expected?: string | undefined
  readonly came?: string | undefined
  readonly line?: number | undefined
  readonly column?: string | undefined
}

/** What became of a delivery as a whole. */
export type DeliveryState = 'TAKEN' | 'UNCHANGED' | 'REFUSED'

/** How many rows and figures went which way. `rows` = rows read; the others count figures (a row may hold several). */
export type DeliveryCounts = {
  readonly rows: number
  readonly added: number
  readonly revised: number
  readonly confirmed: number
  readonly stale: number
  /** Rows held back. */
  readonly quarantined: number
}

/** One release that a delivery made, and the position at which it was committed. */
export type DeliveredRelease = { readonly id: string; readonly position: number }

/** What a delivery did: kept with it, and given again when the same delivery comes again. */
export type DeliveryReport = {
  readonly id: string
  readonly source: string
  readonly state: DeliveryState
  readonly digest: string
  /** This very delivery (same key, or same file of the source) had been taken in before; nothing was done now. */
  readonly repeated: boolean
  readonly counts: DeliveryCounts
  readonly releases: readonly DeliveredRelease[]
  /** The first findings; `findingCount` counts all. */
  readonly findings: readonly Finding[]
  readonly findingCount: number
  /** ISO 8601; until then nobody but its publisher sees what it says, and `counts` say what it would do now. */
  readonly embargoUntil?: string | null
}

/** A release posted as rows: every field of a row is the poster's own text, checked like a row of a file. */
export type PostedRelease = {
  readonly source: string
  readonly idempotencyKey: string
  readonly code: string | null
  readonly publishedAt: Date | null
  readonly embargoUntil?: Date | null
  readonly note: string | null
  readonly rows: readonly PostedRow[]
}

/** One posted row. */
export type PostedRow = Readonly<Record<string, string>>
