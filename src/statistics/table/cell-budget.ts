import type { ReadScope } from '../../access/read.ts'
import { HubError } from '../../kernel/errors.ts'

/** How many cells all tables of one request may be looked for in. */
export const requestCellLimit = 200_000

/** What the tables of one request have cost so far: each alias is a table of its own, and all are held until the end. */
export class CellBudget {
  #asked = 0

  /** Takes the cells of one more table; throws TOO_MANY_CELLS beyond the limit. */
  take(cells: number): void {
    this.#asked += cells
    if (this.#asked <= requestCellLimit) return
    throw new HubError({
      code: 'TOO_MANY_CELLS',
      message: `The tables of this request cost ${this.#asked} cells or more; at most ${requestCellLimit} are answered in one request. Narrow them, or ask in several requests.`,
      expected: `at most ${requestCellLimit} cells in one request`,
      came: `${this.#asked} or more`,
    })
  }
}

/** Makes what gives each request its budget, by the scope it reads in. */
export function cellBudgets(): (scope: ReadScope) => CellBudget {
  const budgets = new WeakMap<ReadScope, CellBudget>()
  return (scope) => {
    const budget = budgets.get(scope) ?? new CellBudget()
    budgets.set(scope, budget)
    return budget
  }
}
