import { decodeJwt, decodeProtectedHeader } from 'jose'
import { z } from 'zod'
import { isStorable, shown } from '../../kernel/text.ts'
import { refusedToken } from './token-refusal.ts'
import type { TokenSettings } from './token-settings.ts'

/** The longest token, in characters: identity providers warn at half of this. */
const longestToken = 8_192

/** The latest instant that a date can name, in seconds, with room for what clocks may differ. */
const latest = 8_640_000_000_000 - 3_600

const instant = z.number().min(-latest).max(latest)

const header = z.object({
  alg: z.string(),
  kid: z.string().optional(),
  typ: z.string().optional(),
  crit: z.unknown().optional(),
})

const claims = z.looseObject({
  iss: z.string(),
  aud: z.union([z.string(), z.array(z.string())]),
  exp: instant,
  nbf: instant.optional(),
  iat: instant.optional(),
  sub: z.string().min(1).max(255).refine(isStorable),
})

/** What a token says of itself, of which every name has its form. */
export type TokenClaims = z.output<typeof claims>

/** The kinds of tokens by their `typ`: an access token (RFC 9068) or a plain one; some providers leave it away. */
const types: ReadonlySet<string> = new Set(['', 'jwt', 'at+jwt', 'application/jwt', 'application/at+jwt'])

/**
 * Reads what a token says of itself before anything is proven, and throws UNAUTHENTICATED where it would not be taken
 * whoever signed it: so a foreign or expired token gets a plain reason and costs neither a key nor a signature. What it
 * gives may be used only once the signature holds.
 */
export function readUnproven(token: string, settings: TokenSettings, now: Date): TokenClaims {
  if (token.length > longestToken)
    throw refusedToken('it is too long', {
      expected: `at most ${longestToken} characters`,
      came: `${token.length} characters`,
    })
  checkHeader(token, settings)
  const said = partOf(() => claims.safeParse(decodeJwt(token)), 'claims')
  checkFor(said, settings)
  checkTimes(said, settings.clockSkew, now)
  return said
}

function checkHeader(token: string, { algorithms }: TokenSettings): void {
  const { alg, typ = '', crit } = partOf(() => header.safeParse(decodeProtectedHeader(token)), 'header')
  if (!algorithms.includes(alg))
    throw refusedToken('its signature is of an algorithm that is not allowed', {
      expected: algorithms.join(' or '),
      came: shown(alg),
    })
  if (!types.has(typ.toLowerCase()))
    throw refusedToken('it is no access token', { expected: 'typ at+jwt or JWT', came: shown(typ) })
  if (crit !== undefined)
    throw refusedToken('it wants something understood that this hub does not know', {
      expected: 'a header without crit',
      came: 'crit',
    })
}

function checkFor({ iss, aud }: TokenClaims, { issuer, audience }: TokenSettings): void {
  if (iss !== issuer)
    throw refusedToken('it is from another issuer', { expected: shown(issuer), came: shown(iss) })
  const named = typeof aud === 'string' ? [aud] : aud
  if (!named.includes(audience))
    throw refusedToken('it is for another audience', {
      expected: shown(audience),
      came: shown(named.join(', ')),
    })
}

function checkTimes({ exp, nbf, iat }: TokenClaims, skew: number, now: Date): void {
  const seconds = now.getTime() / 1_000
  const [begins = Number.NEGATIVE_INFINITY] = [nbf, iat].filter((time) => time !== undefined).toSorted(later)
  if (begins > seconds + skew)
    throw refusedToken('it does not hold yet', {
      expected: `a token that holds at ${now.toISOString()}`,
      came: `one from ${instantOf(begins)} on`,
    })
  if (exp + skew <= seconds)
    throw refusedToken('it has expired', {
      expected: `a token that holds at ${now.toISOString()}`,
      came: `one until ${instantOf(exp)}`,
    })
}

/** A part of the token in its form; a token without that form is refused, and the name that lacks it is told. */
function partOf<Part>(read: () => z.ZodSafeParseResult<Part>, what: string): Part {
  const expected = 'a signed JWT (three parts with dots between) with iss, aud, exp and sub'
  let part: z.ZodSafeParseResult<Part>
  try {
    part = read()
  } catch (cause) {
    // The decoder's own words say which part is broken, and quote nothing of it.
    throw refusedToken(`its ${what} cannot be read`, { expected, came: 'a text of another form', cause })
  }
  if (part.success) return part.data
  const names = [...new Set(part.error.issues.map(({ path }) => String(path[0] ?? what)))].join(', ')
  throw refusedToken(`its ${what} lack what they must have`, { expected, came: `no valid ${names}` })
}

function instantOf(seconds: number): string {
  return new Date(seconds * 1_000).toISOString()
}

function later(left: number, right: number): number {
  return right - left
}
