import type { DocumentNode, GraphQLSchema, OperationDefinitionNode } from 'graphql'
import { HubError } from '../../kernel/errors.ts'
import type { ListSizes } from '../../kernel/graph/cost.ts'
import { mostPoints, type Part, planOfCost } from './cost-plan.ts'
import { type DearStep, Estimate, givenOrPreset } from './estimate.ts'
import { introspectionPoints } from './introspection.ts'
import { pointsPerObject } from './values.ts'

type Variables = Readonly<Record<string, unknown>>

/** How one operation of a document is priced: worked out once, asked for each request. */
export type CostRule = {
  /** The points that every request has; null where they depend on variables or on the data. */
  readonly fixed: number | null
  /** The points before it runs; throws COST_LIMIT_EXCEEDED, with what to narrow, where they are above a limit. */
  readonly within: (limit: number, variables: Variables, sizes: ListSizes) => number
  /** The points of what it asks of the schema itself, which no read counts. */
  readonly introspection: number
  /** How many points each row stands for that its reads give. */
  readonly perRow: number
}

/** Makes the rule of an operation of a valid document. */
export function costRule(
  schema: GraphQLSchema,
  document: DocumentNode,
  operation: OperationDefinitionNode,
): CostRule {
  const plan = planOfCost(schema, document, operation)
  const introspection = introspectionPoints(schema, document, operation)
  const perRow = pointsPerObject(plan)
  const pointsOf = (estimate: Estimate) =>
    Math.min(1 + introspection + perRow * estimate.rows(plan), mostPoints)
  const fixed = plan.fixed === null ? null : pointsOf(new Estimate({}, noSizes))
  return {
    fixed,
    introspection,
    perRow,
    within: (limit, variables, sizes) => {
      if (fixed !== null && fixed <= limit) return fixed
      const estimate = new Estimate(givenOrPreset(operation, variables), sizes)
      const points = pointsOf(estimate)
      if (points <= limit) return points
      throw tooDear(points, limit, plan, estimate)
    },
  }
}

/** For operations that do not ask for them. */
export const noSizes: ListSizes = { indicator: 0, region: 0, scheme: 0, source: 0 }

function tooDear(points: number, limit: number, plan: Part, estimate: Estimate): HubError {
  const way = estimate.dearest(plan)
  const path = way.map(({ key }) => key).join('.') || '__schema'
  const sizes = way.flatMap((step) => (step.size > 1 ? [`${step.size} of ${step.key}`] : []))
  const narrow =
    sizes.length === 0 ? 'Select less of it' : `It asks for ${sizes.join(' × ')}: ask for smaller pages`
  const most = dearestOf(way, points)
  return new HubError({
    code: 'COST_LIMIT_EXCEEDED',
    message: `The operation may cost ${points} points; one request may cost ${limit}. ${most} of them are for \`${path}\`. ${narrow}, or ask in several requests.`,
    expected: `at most ${limit} points`,
    came: `${points} points, ${most} of them for ${path}`,
  })
}

function dearestOf([first]: readonly DearStep[], points: number): number {
  return Math.min(first?.points ?? points, points)
}
