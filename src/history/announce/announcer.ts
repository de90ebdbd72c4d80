import type { Position } from '../../kernel/position.ts'

/**
 * Tells the hub's nodes that the history has moved on, or that access has changed. A hint and no more: a lost, late or repeated announcement
 * costs time, never a fact, because every node's tail reads the head itself.
 */
export interface Announcer {
  /** Tells all nodes. Never throws, never waits for the world. */
  announce(position: Position): void
  /** Calls the listener at each announcement, this node's own ones too, until it is disposed. */
  listen(listener: (position: Position) => void): Disposable
  /** Tells all nodes that access has changed, and its version. Never throws, never waits for the world. */
  announceAccess(version: number): void
  /** Calls the listener at each announcement of a change of access, this node's own ones too, until it is disposed. */
  listenAccess(listener: (version: number) => void): Disposable
  /** Why announcements do not reach other nodes now, or null while they do. */
  trouble(): string | null
  close(): Promise<void>
}
