import { Kind, type OperationDefinitionNode, type ValueNode, valueFromASTUntyped } from 'graphql'
import type { Amount, Asked, ListSizes, Told } from '../../kernel/graph/cost.ts'
import { mostPoints, type Part, type Step } from './cost-plan.ts'

type Variables = Readonly<Record<string, unknown>>

/** What fields above told of what lies below them. */
type Above = {
  readonly page: number
  readonly columns: number
  /** The same without the page, whose entries are what lies below: made once, so that a fragment is worked out once. */
  entry: Above | null
}

const nothingTold: Above = { page: 0, columns: 0, entry: null }

/** Works out what one operation costs with variables and the sizes of the data. Made for each request. */
export class Estimate {
  readonly #variables: Variables
  readonly #sizes: ListSizes
  /** Points of fragments that are spread several times, below the same fields. */
  readonly #known = new Map<Part, Map<Above, number>>()

  constructor(variables: Variables, sizes: ListSizes) {
    this.#variables = variables
    this.#sizes = sizes
  }

  /** The rows that all fields of an operation read. */
  rows(plan: Part): number {
    return Math.ceil(this.#ofPart(plan, nothingTold))
  }

  /** The way to the dearest field of an operation: at each step the selection that most of the points are spent on. */
  dearest(plan: Part): readonly DearStep[] {
    const way: DearStep[] = []
    let part = plan
    let above = nothingTold
    for (;;) {
      const steps = allSteps(part)
      const costly = steps.map((step) => ({ step, ...this.#ofStep(step, above) }))
      const [first] = costly.sort((one, other) => other.points - one.points)
      if (first === undefined || first.points === 0) return way
      way.push({ key: first.step.key, size: first.size, points: first.points })
      if (first.own >= first.points - first.own) return way
      part = first.step.below
      above = first.below
    }
  }

  #ofPart(part: Part, above: Above): number {
    if (part.fixed !== null) return part.fixed
    let points = 0
    for (const leaf of part.leaves) points += this.#amount(leaf, null, above)
    for (const step of part.steps) points += this.#ofStep(step, above).points
    for (const spread of part.spreads) points += this.#ofSpread(spread, above)
    return Math.min(points, mostPoints)
  }

  #ofSpread(part: Part, above: Above): number {
    if (part.fixed !== null) return part.fixed
    const places = this.#known.get(part) ?? new Map<Above, number>()
    this.#known.set(part, places)
    const points = places.get(above) ?? this.#ofPart(part, above)
    places.set(above, points)
    return points
  }

  #ofStep(step: Step, above: Above): { points: number; own: number; size: number; below: Above } {
    const { cost } = step
    const size = this.#amount(cost.size, step, above)
    const own = this.#amount(cost.own, step, above)
    const below = this.#toldBelow(step, above)
    const points = Math.min(own + size * this.#ofPart(step.below, below), mostPoints)
    return { points, own, size, below }
  }

  #toldBelow(step: Step, above: Above): Above {
    const { tells, size } = step.cost
    const told = (name: Told) =>
      tells[name] === undefined ? above[name] : this.#amount(tells[name], step, above)
    if (tells.page !== undefined || tells.columns !== undefined)
      return { page: told('page'), columns: told('columns'), entry: null }
    if (size !== 'page' || above.page === 0) return above
    above.entry ??= above.columns === 0 ? nothingTold : { ...nothingTold, columns: above.columns }
    return above.entry
  }

  #amount(amount: Amount, step: Step | null, above: Above): number {
    if (typeof amount === 'number') return amount
    if (typeof amount === 'function') return atLeastNone(amount(this.#asked(step)))
    return amount === 'page' || amount === 'columns' ? above[amount] : this.#sizes[amount]
  }

  #asked(step: Step | null): Asked {
    return {
      sizes: this.#sizes,
      arg: (name) => {
        const value = step?.values.get(name)
        if (value === undefined) return undefined
        return 'preset' in value ? value.preset : this.#valueOf(value)
      },
    }
  }

  #valueOf(node: ValueNode): unknown {
    return node.kind === Kind.VARIABLE
      ? this.#variables[node.name.value]
      : valueFromASTUntyped(node, this.#variables as Record<string, unknown>)
  }
}

/** One step on the way to the dearest field: the name in the answer, its objects, and all its points. */
export type DearStep = { readonly key: string; readonly size: number; readonly points: number }

/**
 * The variables of an operation as its execution has them: those that it defines, as they were given, or else as it presets them. What
 * every object inherits is no variable, whatever it is called.
 */
export function givenOrPreset(
  { variableDefinitions = [] }: OperationDefinitionNode,
  variables: Variables,
): Variables {
  if (variableDefinitions.length === 0) return variables
  const own = Object.create(null) as Record<string, unknown>
  for (const { variable, defaultValue } of variableDefinitions) {
    const name = variable.name.value
    // graphql-js loses a variable of this name, so that it is never given.
    if (name === '__proto__') continue
    if (Object.hasOwn(variables, name)) own[name] = variables[name]
    else if (defaultValue !== undefined) own[name] = valueFromASTUntyped(defaultValue)
  }
  return own
}

function allSteps(part: Part, seen: Set<Part> = new Set()): readonly Step[] {
  if (seen.has(part)) return []
  seen.add(part)
  return [...part.steps, ...part.spreads.flatMap((spread) => allSteps(spread, seen))]
}

/** What is no number of things costs nothing: it is refused where it is read. */
function atLeastNone(amount: number): number {
  return amount > 0 ? Math.min(amount, mostPoints) : 0
}
