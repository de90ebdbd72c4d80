import type { Part } from './cost-plan.ts'

/**
 * How many values of one object make a point: to resolve and write so many takes as long as to read a row. Nothing that
 * asks for each field once comes near it; aliases that ask for the same ones again and again do.
 */
export const valuesPerPoint = 40

/** How many points an object of a plan stands for: more than one only where very many of its values are selected. */
export function pointsPerObject(plan: Part): number {
  return Math.max(1, Math.ceil(widest(plan, new Set()) / valuesPerPoint))
}

/** The most values that are selected of one object. */
function widest(part: Part, seen: Set<Part>): number {
  if (seen.has(part)) return 0
  seen.add(part)
  const below = [...part.steps.map((step) => step.below), ...part.spreads]
  return below.reduce((most, each) => Math.max(most, widest(each, seen)), part.values)
}
