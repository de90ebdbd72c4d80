import type { DocumentNode, GraphQLSchema, OperationDefinitionNode } from 'graphql'
import type { Access } from '../../access/access.ts'
import { type ListSizes, writeCost } from '../../kernel/graph/cost.ts'
import type { Position } from '../../kernel/position.ts'
import type { Spending } from '../../platform/rate-counts.ts'
import { Bill } from './bill.ts'
import type { Budgets } from './budgets.ts'
import { type CostRule, costRule, noSizes } from './cost-limit.ts'

/** What every answer says of its cost: `extensions.cost`, in points. */
export type CostExtension = { readonly estimated: number; readonly actual: number; readonly limit: number }

/** What the gate is made with. */
export type CostGateParts = {
  readonly schema: GraphQLSchema
  /** How long the code lists are at a position. */
  readonly sizesAt: (position: Position) => ListSizes | Promise<ListSizes>
  /** How many points one request may cost: COST_LIMIT. */
  readonly limit: number
  readonly budgets: Budgets
}

/** What a refused document costs: it was read and checked. */
const refusalCost = 10

/** A request, as far as its cost is concerned. */
type Billed = { readonly bill: Bill; readonly scope: { readonly position: Position } }

/**
 * Prices every operation before it runs, at whatever door, has its viewer's budget pay, and says and corrects afterwards
 * what it did cost.
 */
export class CostGate {
  readonly #parts: CostGateParts
  readonly #rules = new WeakMap<OperationDefinitionNode, CostRule>()

  constructor(parts: CostGateParts) {
    this.#parts = parts
  }

  /** The rule of an operation of a valid document: made when it is first asked for, and kept as long as the document is. */
  ruleOf(document: DocumentNode, operation: OperationDefinitionNode): CostRule {
    const known = this.#rules.get(operation) ?? costRule(this.#parts.schema, document, operation)
    this.#rules.set(operation, known)
    return known
  }

  /** Somebody asks for something: throws RATE_LIMITED, before anything is parsed, where its budget is overspent. */
  enter({ bill }: Pick<Billed, 'bill'>): void {
    this.#charge(bill, 0)
  }

  /**
   * Estimates a request before it runs, and charges it; throws COST_LIMIT_EXCEEDED and RATE_LIMITED. Answers at once
   * (with undefined) where the data has not moved since the last one.
   */
  admit(
    request: Billed,
    rule: CostRule,
    variables: Readonly<Record<string, unknown>>,
  ): Promise<void> | undefined {
    const sizes = rule.fixed === null ? this.#parts.sizesAt(request.scope.position) : noSizes
    if (sizes instanceof Promise) return sizes.then((read) => this.#estimate(request, rule, variables, read))
    this.#estimate(request, rule, variables, sizes)
    return undefined
  }

  /**
   * The request has been answered: its viewer pays what it did cost, or what refusing it did. What was changed is paid as
   * estimated: no read tells what a write cost. Gives what the answer says of its cost; null where it was refused before it
   * had one.
   */
  settle({ bill }: Billed, wrote: boolean): CostExtension | null {
    const { budgets, limit } = this.#parts
    const { estimated, actual } = bill
    // To be refused for having spent too much costs nothing: who goes on asking is answered again in time.
    if (estimated === null && !bill.overspent) budgets.spend(bill.spender, refusalCost)
    else if (estimated !== null && !wrote) budgets.correct(bill.charged, actual - estimated)
    bill.charged = null
    return estimated === null ? null : { estimated, actual, limit }
  }

  /** The request was given up and is made again from its beginning: nothing of it is paid. */
  cancel({ bill }: Billed): void {
    this.#parts.budgets.correct(bill.charged, -(bill.estimated ?? 0))
    bill.charged = null
  }

  /** A delivery is about to be taken in; throws RATE_LIMITED. */
  deliver(access: Access, address: string): void {
    const { budgets } = this.#parts
    budgets.charge(budgets.spenderOf(access, address), writeCost)
  }

  /** The bill of somebody who asks for something. */
  billOf(access: Access, address: string): Bill {
    return new Bill(this.#parts.budgets.spenderOf(access, address))
  }

  /** What an answer over HTTP says of its viewer's budget, as headers. */
  headers({ bill }: Billed): readonly (readonly [name: string, value: string])[] {
    return this.#parts.budgets.headers(bill.spender)
  }

  /** A frame of a stream did cost points more: the next one waits where they are more than the budget holds. */
  pace(bill: Bill, points: number, ended: AbortSignal): Promise<void> {
    this.#parts.budgets.spend(bill.spender, points)
    return this.#parts.budgets.untilWithin(bill.spender, ended)
  }

  #estimate(
    { bill }: Billed,
    rule: CostRule,
    variables: Readonly<Record<string, unknown>>,
    sizes: ListSizes,
  ): void {
    bill.estimated = rule.within(this.#parts.limit, variables, sizes)
    bill.charged = this.#charge(bill, bill.estimated)
    bill.introspection = rule.introspection
    bill.perRow = rule.perRow
  }

  #charge(bill: Bill, points: number): Spending | null {
    bill.overspent = true
    const charged = this.#parts.budgets.charge(bill.spender, points)
    bill.overspent = false
    return charged
  }
}
