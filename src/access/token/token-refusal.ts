import { HubError } from '../../kernel/errors.ts'

/** Refuses a token: why in words, what was expected and what came. Never given the token or a part of its secret. */
export function refusedToken(
  reason: string,
  { expected, came, cause }: { readonly expected: string; readonly came: string; readonly cause?: unknown },
): HubError {
  const message = `The token is not valid here: ${reason}. Get a new one for this hub from its identity provider, or send a key \`bm_<id>_<secret>\`.`
  return new HubError({ code: 'UNAUTHENTICATED', message, expected, came }, cause)
}
