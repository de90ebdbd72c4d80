import type { HubFace } from './context.ts'
import type { Request } from './request.ts'

/** What every answer says of the history it was read from: `extensions.hub`. */
export type HubExtension = { readonly epoch: string; readonly position: number; readonly cursor: string }

/** The extension of an answer: the position it was read at, or, where a mutation moved the hub, the position now. */
export async function hubExtension(
  hub: HubFace,
  request: Request | null,
  moved: boolean,
): Promise<HubExtension> {
  const position = request === null || moved ? hub.tail.position : request.scope.position
  return { epoch: hub.tail.epoch, position, cursor: await hub.cursorAt(position) }
}
