import { timingSafeEqual } from 'node:crypto'
import { digestOf } from '../kernel/digest.ts'
import { HubError } from '../kernel/errors.ts'
import type { View } from './view.ts'
import { anonymous } from './view.ts'

/** The form of an access key: `bm_<id>_<secret>`. */
export const keyForm = /^bm_([A-Za-z0-9-]{1,64})_([A-Za-z0-9_-]{16,256})$/

/** Finds out who asks from the `Authorization` value of a request or of a socket's `connection_init`. */
export type Gate = { readonly viewOf: (authorization: string | undefined) => View }

/**
 * A gate that knows one administrator's key. No credential is anonymous; a credential that is not valid is refused
 * with UNAUTHENTICATED, never taken for none. The secret is held only as a digest and compared in constant time.
 */
export function gateFor(administratorKey: string): Gate {
  const [, keyId = ''] = keyForm.exec(administratorKey) ?? []
  const expected = Buffer.from(digestOf(administratorKey), 'hex')
  return {
    viewOf: (authorization) => {
      if (authorization === undefined || authorization === '') return anonymous
      const [, token] = /^Bearer +(\S{1,1000})$/i.exec(authorization) ?? []
      if (token !== undefined && timingSafeEqual(Buffer.from(digestOf(token), 'hex'), expected)) {
        return { role: 'administrator', keyId }
      }
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

/** Throws UNAUTHENTICATED for the anonymous and FORBIDDEN for others where the view may not publish. */
export function requireTo(allowed: boolean, view: View, act: string): void {
  if (allowed) return
  const code = view.role === 'anonymous' ? 'UNAUTHENTICATED' : 'FORBIDDEN'
  throw new HubError({
    code,
    message: `To ${act} takes an administrator’s key; it was asked for as ${view.role}. Send \`Authorization: Bearer bm_<id>_<secret>\`.`,
    expected: 'an administrator',
    came: view.role,
  })
}
