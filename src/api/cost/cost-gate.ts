import type { DocumentNode, GraphQLSchema, OperationDefinitionNode } from 'graphql'
import type { ListSizes } from '../../kernel/graph/cost.ts'
import type { Position } from '../../kernel/position.ts'
import type { Bill } from './bill.ts'
import { type CostRule, costRule } from './cost-limit.ts'

/** What every answer says of its cost: `extensions.cost`, in points. */
export type CostExtension = { readonly estimated: number; readonly actual: number; readonly limit: number }

/** What the gate is made with. */
export type CostGateParts = {
  readonly schema: GraphQLSchema
  /** How long the code lists are at a position. */
  readonly sizesAt: (position: Position) => ListSizes | Promise<ListSizes>
  /** How many points one request may cost: COST_LIMIT. */
  readonly limit: number
}

/** A request, as far as its cost is concerned. */
type Billed = { readonly bill: Bill; readonly scope: { readonly position: Position } }

/** Prices every operation before it runs, at whatever door, and says after it what it did cost. */
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

  /**
   * Estimates a request before it runs; throws COST_LIMIT_EXCEEDED. Answers at once (with undefined) where the data has
   * not moved since the last one.
   */
  admit(
    request: Billed,
    rule: CostRule,
    variables: Readonly<Record<string, unknown>>,
  ): Promise<void> | undefined {
    const sizes = this.#parts.sizesAt(request.scope.position)
    if (sizes instanceof Promise) return sizes.then((read) => this.#estimate(request, rule, variables, read))
    this.#estimate(request, rule, variables, sizes)
    return undefined
  }

  /** What the answer of a request says of its cost; null where it was refused before it had one. */
  told({ bill }: Billed): CostExtension | null {
    const { estimated, actual } = bill
    return estimated === null ? null : { estimated, actual, limit: this.#parts.limit }
  }

  #estimate(
    { bill }: Billed,
    rule: CostRule,
    variables: Readonly<Record<string, unknown>>,
    sizes: ListSizes,
  ): void {
    bill.estimated = rule.within(this.#parts.limit, variables, sizes)
  }
}
