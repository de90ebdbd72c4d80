import { HubError } from '../kernel/errors.ts'
import type { AccessEnd } from './access.ts'

/** What is expected of a credential. */
const expected = 'Bearer bm_<id>_<secret>'

/** The refusal of a credential that is not valid: the same whether the key is not known or its secret is wrong. */
export function refusedCredential(came: string): HubError {
  return new HubError({
    code: 'UNAUTHENTICATED',
    message:
      'The credential is not valid. Send `Authorization: Bearer bm_<id>_<secret>` with a key of this hub.',
    expected,
    came,
  })
}

/** The refusal of whoever shows nothing, where the hub answers only those it knows. */
export function nothingShown(): HubError {
  return new HubError({
    code: 'UNAUTHENTICATED',
    message:
      'This hub answers only those it knows (its setting PUBLIC_ACCESS is off). Send `Authorization: Bearer bm_<id>_<secret>` with a key of this hub.',
    expected,
    came: 'no credential',
  })
}

/** The refusal of a credential that was valid until its end: told only to whoever shows it whole. */
export function endedCredential(end: AccessEnd): HubError {
  const ended = end === 'REVOKED' ? 'has been revoked' : 'has expired'
  return new HubError({
    code: 'UNAUTHENTICATED',
    message: `The credential ${ended}. Ask an administrator of the hub for another.`,
    expected: 'a credential that holds',
    came: end === 'REVOKED' ? 'a revoked one' : 'an expired one',
  })
}
