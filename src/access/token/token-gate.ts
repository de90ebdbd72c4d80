import { errors, jwtVerify } from 'jose'
import { LRUCache } from 'lru-cache'
import type { Clock } from '../../kernel/clock.ts'
import { digestOf } from '../../kernel/digest.ts'
import { HubError } from '../../kernel/errors.ts'
import type { Log } from '../../platform/log.ts'
import type { Access } from '../access.ts'
import { EndingAccess } from '../ending-access.ts'
import { ProviderKeys } from './provider-keys.ts'
import { readUnproven } from './token-form.ts'
import { refusedToken } from './token-refusal.ts'
import type { TokenSettings } from './token-settings.ts'
import { viewOfToken } from './token-view.ts'

/** How many proven tokens are remembered: of those used least lately, the signature is checked again. */
const mostRemembered = 10_000

/** Finds out whose a token (JWT) is. */
export type TokenGate = {
  /**
   * The access of a token's bearer, until the token expires. Answers at once where the token was proven before. Throws
   * UNAUTHENTICATED with the reason where it is not valid here, and UNAVAILABLE where that cannot be known now.
   */
  readonly accessOf: (token: string) => Access | Promise<Access>
  /** The access of a token that was proven before by the keys of now, and holds; null for any other. */
  readonly atHand: (token: string) => Access | null
}

/** Makes the gate for one provider's tokens. Nothing is read from the provider before the first token comes. */
export function openTokenGate(settings: TokenSettings, clock: Clock, log: Log): TokenGate {
  const keys = new ProviderKeys(settings, clock, log)
  // By digest: whoever looks into the hub's memory finds no credential of anybody.
  const proven = new LRUCache<string, Proven>({ max: mostRemembered })
  const prove = async (token: string, digest: string): Promise<Access> => {
    const { edition } = keys
    const access = await provenAccess(token, settings, keys, clock)
    // Proven while the keys changed: nobody knows by which of them, so the next request proves it again.
    if (edition === keys.edition) proven.set(digest, { access, by: edition })
    return access
  }
  const provenBefore = (digest: string): Access | null => {
    const known = proven.get(digest)
    return known !== undefined && known.by === keys.edition && known.access.ended() === null
      ? known.access
      : null
  }
  return {
    accessOf: (token) => {
      keys.keepFresh()
      const digest = digestOf(token)
      return provenBefore(digest) ?? prove(token, digest)
    },
    atHand: (token) => provenBefore(digestOf(token)),
  }
}

/** An access, and the edition of the keys that proved it: with other keys, it must be proven again. */
type Proven = { readonly access: Access; readonly by: object | null }

async function provenAccess(
  token: string,
  settings: TokenSettings,
  keys: ProviderKeys,
  clock: Clock,
): Promise<Access> {
  const said = readUnproven(token, settings, clock.now())
  try {
    // jose judges all of it again: only what it has proven is used.
    await jwtVerify(token, (header) => keys.find(header), {
      algorithms: [...settings.algorithms],
      issuer: settings.issuer,
      audience: settings.audience,
      clockTolerance: settings.clockSkew,
      currentDate: clock.now(),
      requiredClaims: ['exp', 'sub'],
    })
  } catch (error) {
    throw error instanceof HubError ? error : asRefusal(error)
  }
  const until = new Date((said.exp + settings.clockSkew) * 1_000)
  return new EndingAccess({ view: viewOfToken(said, settings), expiresAt: until, clock })
}

/** What jose throws, in our words. */
function asRefusal(error: unknown): HubError {
  if (error instanceof errors.JWSSignatureVerificationFailed)
    return refusedToken('its signature does not match', {
      expected: 'a token as the provider signed it',
      came: 'another content or another signature',
    })
  if (error instanceof errors.JWKSNoMatchingKey)
    return refusedToken('it is signed with a key that its issuer does not publish', {
      expected: 'kid and alg of a published key',
      came: 'none of them',
    })
  if (error instanceof errors.JWKSMultipleMatchingKeys)
    return refusedToken('it does not say with which key it is signed', {
      expected: 'the kid of a published key',
      came: 'none, or one of several keys',
    })
  if (error instanceof errors.JOSEError)
    return refusedToken('it cannot be checked', { expected: 'a signed JWT', came: 'another form' })
  return refusedToken('the key that it names cannot be used', {
    expected: 'a public key, of 2,048 bits at least where it is RSA',
    came: 'another',
    cause: error,
  })
}
