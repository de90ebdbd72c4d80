import { anonymous, forPurpose, type View } from './view.ts'

/** Why a credential holds no longer. */
export type AccessEnd = 'EXPIRED' | 'REVOKED'

/**
 * A credential in use. What it lets see never changes while it holds; it may end at any time, so whoever sends
 * something asks `ended` right before.
 */
export type Access = {
  readonly view: View
  /** When it ends by itself; null where it does not. */
  readonly expiresAt: Date | null
  /** Why it holds no longer; null while it does. */
  ended(): AccessEnd | null
  /** Notes that it was used now: by whoever lets a request in by it. */
  used(): void
  /** Calls the listener once, when it ends; at once where it has ended. Disposing forgets the listener. */
  onEnd(listener: (end: AccessEnd) => void): Disposable
}

/** The access of somebody who cannot lose it while the hub runs. */
export function lasting(view: View): Access {
  return {
    view,
    expiresAt: null,
    ended: () => null,
    used: () => undefined,
    onEnd: () => ({ [Symbol.dispose]: () => undefined }),
  }
}

/** The same access for somebody who says why it asks. */
export function accessFor(access: Access, purpose: string | null): Access {
  const view = forPurpose(access.view, purpose)
  if (view === access.view) return access
  return {
    view,
    expiresAt: access.expiresAt,
    ended: () => access.ended(),
    used: () => access.used(),
    onEnd: (listener) => access.onEnd(listener),
  }
}

/** The access of whoever sends no credential. */
export const openAccess: Access = lasting(anonymous)
