/** What one request costs: what was estimated before it ran, and what its reads gave. Changes while the request runs. */
export class Bill {
  /** Points worked out before the request ran; null until then. */
  estimated: number | null = null
  #rows = 0

  /** A read gave rows, or looked at so many. */
  add(rows: number): void {
    this.#rows += rows
  }

  /** One point for the request itself, and one for each row so far. */
  get actual(): number {
    return 1 + this.#rows
  }
}
