import { columned, plain, wrapped } from './terminal.ts'

/** A key as the graph gives it. */
export type Key = {
  readonly keyId: string
  readonly role: string
  readonly holder: string
  readonly regions: readonly string[]
  readonly sources: readonly string[]
  readonly note: string | null
  readonly createdAt: string
  readonly createdBy: string
  readonly expiresAt: string | null
  readonly lastUsedAt: string | null
  readonly revokedAt: string | null
  readonly revocationReason: string | null
  readonly status: 'LIVE' | 'EXPIRED' | 'REVOKED'
}

/** What a key lets do, in words. */
export function scopeOf({ role, regions, sources }: Key): string {
  const scope = [...regions, ...sources].join(', ')
  return scope === '' ? role.toLowerCase() : `${role.toLowerCase()} of ${scope}`
}

/** Until when a key holds, in words. */
export function untilWhen({ expiresAt }: Key): string {
  return expiresAt === null ? 'without an end' : `until ${expiresAt.slice(0, 16)}Z`
}

/** The keys under each other: who on one line, what for and until when below it. */
export function table(keys: readonly Key[]): string {
  const heads = columned(keys.map(({ keyId, status, holder }) => [keyId, status, holder]))
    .trimEnd()
    .split('\n')
  return keys
    .map((key, index) => {
      const used = key.lastUsedAt === null ? 'never used' : `last used ${key.lastUsedAt.slice(0, 16)}Z`
      const ended = key.revocationReason === null ? '' : `; revoked: ${key.revocationReason}`
      const note = key.note === null ? '' : `; ${key.note}`
      const about = `${scopeOf(key)}; ${untilWhen(key)}; ${used}${ended}${note}`
      return `${heads[index]}\n${wrapped(plain(about), '    ', '    ')}`
    })
    .join('')
}
