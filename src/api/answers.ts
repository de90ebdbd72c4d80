import type { HubFace } from './context.ts'
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
