import type { Spending } from '../../platform/rate-counts.ts'
import type { Spender } from './budgets.ts'

/** What one request costs: what was estimated before it ran, and what its reads gave. Changes while the request runs. */
export class Bill {
  /** Who pays. */
  readonly spender: Spender
  /** Points worked out before the request ran; null until then. */
  estimated: number | null = null
  /** What the budget was charged for it; null where nothing was, or all is settled. */
  charged: Spending | null = null
  /** It was refused because its viewer has spent too much. */
  overspent = false
  /** How many points each row stands for. */
  perRow = 1
  /** Points of what the request asks of the schema itself. */
  introspection = 0
  #rows = 0

  constructor(spender: Spender) {
    this.spender = spender
  }

  /** A read gave rows, or looked at so many. */
  add(rows: number): void {
    this.#rows += rows
  }

  /** One point for the request itself, and those of the rows so far. */
  get actual(): number {
    return 1 + this.introspection + this.perRow * this.#rows
  }
}
