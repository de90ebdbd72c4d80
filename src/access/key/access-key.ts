import type { Position } from '../../kernel/position.ts'
import type { Fact } from '../read.ts'
import type { Role, View } from '../view.ts'

/** What a key lets its bearer be: the role, and the regions or sources that the role is for. */
export type Grant = {
  readonly role: Role
  readonly regions: readonly string[]
  readonly sources: readonly string[]
}

/** A key as its row and its revocation say; its secret is nowhere. */
export type AccessKey = Fact &
  Grant & {
    readonly id: string
    /** The part of the key's text that names it. */
    readonly keyId: string
    /** Who it was given to. */
    readonly holder: string
    readonly note: string | null
    readonly createdAt: Date
    /** Who created it, as `actorOf` writes it. */
    readonly createdBy: string
    readonly bornPosition: Position
    readonly expiresAt: Date | null
    readonly revokedAt: Date | null
    readonly revokedBy: string | null
    readonly revocationReason: string | null
    /** When some node last wrote down that it was used. */
    readonly lastUsedAt: Date | null
  }

/** What a key is worth at an instant. */
export const accessKeyStatuses = ['LIVE', 'EXPIRED', 'REVOKED'] as const

/** A status of a key. */
export type AccessKeyStatus = (typeof accessKeyStatuses)[number]

/** What a key is worth at an instant: a key that was revoked stays so, whenever it would have expired. */
export function statusOf(
  { revokedAt, expiresAt }: Pick<AccessKey, 'revokedAt' | 'expiresAt'>,
  now: Date,
): AccessKeyStatus {
  if (revokedAt !== null) return 'REVOKED'
  return expiresAt !== null && expiresAt <= now ? 'EXPIRED' : 'LIVE'
}

/** Who the bearer of a key is. */
export function viewOf(
  { role, regions, sources }: Grant,
  { id, holder }: { readonly id: string; readonly holder: string },
): View {
  const actor = { kind: 'key', id, holder } as const
  switch (role) {
    case 'publisher':
      return { role, actor, sources }
    case 'partner':
    case 'supervisor':
      return { role, actor, regions }
    case 'analyst':
    case 'administrator':
      return { role, actor }
  }
}
