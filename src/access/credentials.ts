import { timingSafeEqual } from 'node:crypto'
import { digestOf } from '../kernel/digest.ts'
import { HubError } from '../kernel/errors.ts'
import { type Access, lasting, openAccess } from './access.ts'
import type { TokenGate } from './token/token-gate.ts'

/** The form of an access key: `bm_<id>_<secret>`. */
export const keyForm = /^bm_([A-Za-z0-9-]{1,64})_([A-Za-z0-9_-]{16,256})$/

/** What a caller shows of itself: the `Authorization` value of a request or of `connection_init`, and where it is from. */
export type Credential = { readonly authorization: string | undefined; readonly address: string }

/**
 * Finds out who asks. No credential is anonymous; one that is not valid is refused with UNAUTHENTICATED, never taken for
 * none. Answers at once where the credential is known already.
 */
export type Gate = { readonly accessOf: (credential: Credential) => Access | Promise<Access> }

/**
 * A gate that knows one administrator's key, and the tokens of an identity provider where there is one. The secret is
 * held only as a digest and compared in constant time.
 */
export function gateFor(administratorKey: string, tokens: TokenGate | null = null): Gate {
  const [, id = ''] = keyForm.exec(administratorKey) ?? []
  const expected = Buffer.from(digestOf(administratorKey), 'hex')
  const administrator = lasting({
    role: 'administrator',
    actor: { kind: 'key', id, holder: 'administrator' },
  })
  return {
    accessOf: ({ authorization }) => {
      if (authorization === undefined || authorization === '') return openAccess
      const [, token] = /^Bearer +(\S+)$/i.exec(authorization) ?? []
      if (token !== undefined && tokens !== null && !token.startsWith('bm_')) return tokens.accessOf(token)
      if (token !== undefined && timingSafeEqual(Buffer.from(digestOf(token), 'hex'), expected))
        return administrator
      throw new HubError({
        code: 'UNAUTHENTICATED',
        message:
          'The credential is not valid. Send `Authorization: Bearer bm_<id>_<secret>` with a key of this hub.',
        expected: 'Bearer bm_<id>_<secret>',
        came: token === undefined ? 'another form of Authorization' : 'a key that this hub does not know',
      })
    },
  }
}
