import type { DocumentNode, GraphQLSchema, OperationDefinitionNode } from 'graphql'
import type { Access } from '../access/access.ts'
import type { Gate } from '../access/credentials.ts'
import type { Tail } from '../history/tail.ts'
import type { Clock } from '../kernel/clock.ts'
import { preferredLanguage } from '../kernel/language.ts'
import type { Database } from '../platform/database.ts'
import type { Log } from '../platform/log.ts'
import type { Metrics } from '../platform/metrics.ts'
import type { FrameSources } from '../subscriptions/frames.ts'
import { askedPosition } from './as-of.ts'
import type { HubFace } from './context.ts'
import type { CostGate } from './cost/cost-gate.ts'
import type { Documents } from './documents/documents.ts'
import type { Failures } from './failures.ts'
import type { Front } from './front.ts'
import type { ReadyTexts } from './ready-texts.ts'
import { Request } from './request.ts'
import { refuseUnstorableValues } from './storable-texts.ts'

/** What the doors ask of a cost gate. */
export type Costs = Pick<CostGate, keyof CostGate>

/** What every door of the graph is wired with. */
export type GraphParts = {
  readonly schema: GraphQLSchema
  readonly hub: HubFace
  readonly tail: Tail
  readonly database: Database
  readonly sources: FrameSources
  readonly gate: Gate
  readonly costs: Costs
  readonly front: Front
  readonly documents: Documents
  readonly failures: Failures
  readonly metrics: Metrics
  readonly log: Log
  readonly clock: Clock
  /** Ends every stream: the hub closes. */
  readonly closing: AbortSignal
}

/** What a caller brings along, whatever the door. */
export type Caller = {
  readonly access: Access
  /** Where the caller is, behind whatever proxies. */
  readonly address: string
  readonly acceptLanguage: string | undefined
  /** Why the caller asks, for the audit. */
  readonly purpose: string | null
  /** The signal that the caller went away, made only for those who wait for it. */
  readonly ended: () => AbortSignal
}

/** Makes the request of a caller, and of an answer that takes ready lists. */
export function requestOf(parts: GraphParts, caller: Caller, ready: ReadyTexts | null = null): Request {
  const { hub, database, sources, metrics, costs } = parts
  const bill = costs.billOf(caller.access, caller.address)
  return new Request(
    {
      hub,
      database,
      sources,
      metrics,
      access: caller.access,
      language: preferredLanguage(caller.acceptLanguage),
      purpose: caller.purpose,
      bill,
      paced: (points, until) => costs.pace(bill, points, until),
      ended: caller.ended,
    },
    ready,
  )
}

/** The check between validation and execution, of whatever depends on the request: texts, the position to read at, the cost. */
export async function admit(
  parts: GraphParts,
  request: Request,
  operation: OperationDefinitionNode,
  document: DocumentNode,
  variables: Readonly<Record<string, unknown>>,
): Promise<void> {
  parts.metrics.operations.inc({ type: operation.operation })
  refuseUnstorableValues(variables)
  const position = await askedPosition(parts.schema, operation, variables, parts.tail, parts.database)
  if (position !== null) request.pin(position)
  await parts.costs.admit(request, parts.costs.ruleOf(document, operation), variables)
}
