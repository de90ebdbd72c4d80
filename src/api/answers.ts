import type { HubFace } from './context.ts'
import type { CostExtension } from './cost/cost-gate.ts'
import type { GraphParts } from './graphql.ts'
import type { Request } from './request.ts'

/** What every answer says of the history it was read from: `extensions.hub`. */
export type HubExtension = { readonly epoch: string; readonly position: number; readonly cursor: string }

/**
 * The extension of an answer: the lowest position that any of it was read at (pages go on where the first was read), so
 * that following after it loses nothing; or, where a mutation moved the hub, the position now.
 */
export async function hubExtension(
  hub: HubFace,
  request: Request | null,
  moved: boolean,
): Promise<HubExtension> {
  const position = request === null || moved ? hub.tail.position : request.answeredAt
  return { epoch: hub.tail.epoch, position, cursor: await hub.cursorAt(position) }
}

/** What every answer carries beside its data. */
export type AnswerExtensions = { readonly hub: HubExtension; readonly cost?: CostExtension }

/** The extensions of the answer of a request: where it was read, and what it cost, where it came so far. */
export async function answerExtensions(
  { hub, costs }: Pick<GraphParts, 'hub' | 'costs'>,
  request: Request,
  moved: boolean,
): Promise<AnswerExtensions> {
  const cost = costs.settle(request, moved)
  return { hub: await hubExtension(hub, request, moved), ...(cost === null ? {} : { cost }) }
}
