/** What a source says of a figure; null where it says that there is none. */
export type Said = { readonly figure: string; readonly value: number | null }

/** How far two values may be apart: by so much, or by so many percent of the larger. */
export type Limits = { readonly absolute: number; readonly percent: number }

/** A discrepancy as it stands. */
export type Standing = {
  readonly values: string
  readonly size: number
  readonly opened: number
  readonly status: 'OPEN' | 'SETTLED'
  readonly note: string | null
  readonly earlierNote: string | null
}

type Claim = Said & { readonly release: string; readonly source: string }

/**
 * Discrepancies by the plainest rules there are: after each step every figure and every pair of sources is looked at
 * anew. A source's figure is what the last of its releases says that was not withdrawn. Keeps the state after each step.
 */
export class ModelDiscrepancies {
  readonly states = new Map<number, ReadonlyMap<string, Standing>>()
  readonly #indicatorOf: (figure: string) => string
  #claims: readonly Claim[] = []
  #limits: Readonly<Record<string, Limits>> = {}
  #rows = new Map<string, Standing>()

  constructor(indicatorOf: (figure: string) => string) {
    this.#indicatorOf = indicatorOf
  }

  /** The discrepancies there are now, by figure and sources. */
  get standing(): ReadonlyMap<string, Standing> {
    return this.#rows
  }

  say(source: string, release: string, said: readonly Said[], position: number): void {
    this.#claims = [...this.#claims, ...said.map((one) => ({ ...one, source, release }))]
    this.#look(position)
  }

  withdraw(release: string, position: number): void {
    this.#claims = this.#claims.filter((claim) => claim.release !== release)
    this.#look(position)
  }

  limit(limits: Readonly<Record<string, Limits>>, position: number): void {
    this.#limits = limits
    this.#look(position)
  }

  settle(key: string, note: string, position: number): void {
    const row = this.#rows.get(key)
    if (row !== undefined) this.#rows = new Map(this.#rows).set(key, { ...row, status: 'SETTLED', note })
    this.states.set(position, this.#rows)
  }

  #look(position: number): void {
    const rows = new Map<string, Standing>()
    const facts = new Map(this.#claims.map((claim) => [`${claim.figure}|${claim.source}`, claim]))
    for (const first of facts.values()) {
      for (const second of facts.values()) {
        if (first.figure !== second.figure || first.source >= second.source) continue
        const size = this.#distance(first, second)
        if (size === null) continue
        const key = `${first.figure}|${first.source}|${second.source}`
        rows.set(key, next(this.#rows.get(key), `${first.value} ${second.value}`, size, position))
      }
    }
    this.#rows = rows
    this.states.set(position, rows)
  }

  /** How far two are apart; null where they agree. */
  #distance(first: Claim, second: Claim): number | null {
    if (first.value === null || second.value === null) return null
    const { absolute, percent } = this.#limits[this.#indicatorOf(first.figure)] ?? { absolute: 0, percent: 0 }
    const size = Math.abs(first.value - second.value)
    const larger = Math.max(Math.abs(first.value), Math.abs(second.value))
    return size <= absolute || size * 100 <= percent * larger ? null : size
  }
}

function next(before: Standing | undefined, values: string, size: number, position: number): Standing {
  if (before?.values === values) return before
  const open = { values, size, opened: position, status: 'OPEN', note: null, earlierNote: null } as const
  if (before === undefined) return open
  return before.status === 'SETTLED'
    ? { ...open, earlierNote: before.note }
    : { ...open, opened: before.opened, earlierNote: before.earlierNote }
}
