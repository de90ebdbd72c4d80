import { type Access, lasting, openAccess } from './access.ts'
import { digestOfKey, isKeyOf, keyForm, keyPrefix } from './key/key-text.ts'
import { nothingShown, refusedCredential } from './refused-credential.ts'
import type { TokenGate } from './token/token-gate.ts'

/** What a caller shows of itself: the `Authorization` value of a request or of `connection_init`, and where it is from. */
export type Credential = {
  readonly authorization: string | undefined
  readonly address: string
  /** The connection it came over, where that may bring the same again. */
  readonly connection?: object
}

/**
 * Finds out who asks. No credential is anonymous; one that is not valid is refused with UNAUTHENTICATED, never taken for
 * none. Answers at once where the credential is known already.
 */
export type Gate = { readonly accessOf: (credential: Credential) => Access | Promise<Access> }

/** A gate that tells who it let in before: the access of such a credential, found without asking anybody; else null. */
export type RememberingGate = Gate & { readonly atHand: (credential: Credential) => Access | null }

/** Knows the keys of the database: `KeyGate`. */
export type KeyAccess = {
  readonly accessOf: (id: string, text: string) => Access | Promise<Access>
  /** The access of a key that is kept here; null where it is not, or the text is not its own. */
  readonly atHand: (id: string, text: string) => Access | null
}

/** What the gate is made of. */
export type GateParts = {
  /** The key of the settings: an administrator's, from the start. */
  readonly administratorKey: string
  readonly keys: KeyAccess
  /** Where an identity provider is set. */
  readonly tokens: TokenGate | null
  /** Whether there are anonymous callers at all. */
  readonly publicAccess: boolean
}

const bearer = /^Bearer +(\S+)$/i

/** Makes the one gate of a hub: the key of the settings, the keys of the database, then tokens where there are such. */
export function gateFor(parts: GateParts): RememberingGate {
  const { keys, tokens, publicAccess } = parts
  const bootstrap = bootstrapOf(parts.administratorKey)
  const ofKey = (id: string, text: string): Access | Promise<Access> => {
    if (id !== bootstrap.id) return keys.accessOf(id, text)
    if (isKeyOf(bootstrap.digest, text)) return bootstrap.access
    throw refusedCredential('a key that this hub does not know')
  }
  const ofBearer = (text: string): Access | Promise<Access> => {
    if (!text.startsWith(keyPrefix) && tokens !== null) return tokens.accessOf(text)
    const id = keyForm.exec(text)?.[1]
    if (id === undefined) throw refusedCredential('another form of credential')
    return ofKey(id, text)
  }
  return {
    accessOf: ({ authorization }) => {
      if (authorization === undefined || authorization === '') {
        if (publicAccess) return openAccess
        throw nothingShown()
      }
      const text = bearer.exec(authorization)?.[1]
      if (text === undefined) throw refusedCredential('another form of Authorization')
      return ofBearer(text)
    },
    atHand: ({ authorization = '' }) => {
      const text = bearer.exec(authorization)?.[1] ?? ''
      const id = keyForm.exec(text)?.[1]
      if (id === undefined) return tokens?.atHand(text) ?? null
      if (id !== bootstrap.id) return keys.atHand(id, text)
      return isKeyOf(bootstrap.digest, text) ? bootstrap.access : null
    },
  }
}

/** The id of the administrator's key of the settings. */
export function bootstrapIdOf(administratorKey: string): string {
  return keyForm.exec(administratorKey)?.[1] ?? ''
}

/** Held only as a digest. Nobody can take it back while the hub runs. */
function bootstrapOf(administratorKey: string) {
  const id = bootstrapIdOf(administratorKey)
  const actor = { kind: 'key', id, holder: 'administrator' } as const
  return { id, digest: digestOfKey(administratorKey), access: lasting({ role: 'administrator', actor }) }
}
