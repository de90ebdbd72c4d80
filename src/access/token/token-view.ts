import { z } from 'zod'
import { isStorable, shown } from '../../kernel/text.ts'
import { type Actor, type Role, roles, type View } from '../view.ts'
import type { TokenClaims } from './token-form.ts'
import { refusedToken } from './token-refusal.ts'
import type { TokenSettings } from './token-settings.ts'

const texts = z.union([
  z.string().transform((text) => [text]),
  z.array(z.string().max(200).refine(isStorable)).max(1_000),
])

/**
 * Who the bearer of a proven token is. Throws UNAUTHENTICATED where the token names no role of this hub, or not what
 * belongs to its role: a right that was forgotten at the provider must be said, never be silently less. The regions and
 * sources need not be known: a token may be older or newer than the hub's lists.
 */
export function viewOfToken(said: TokenClaims, { claims }: TokenSettings): View {
  const actor: Actor = { kind: 'token', issuer: said.iss, subject: said.sub }
  const role = roleOf(said, claims.role)
  switch (role) {
    case 'partner':
    case 'supervisor':
      return { role, actor, regions: neededTexts(said, role, claims.regions) }
    case 'publisher':
      return { role, actor, sources: neededTexts(said, role, claims.sources) }
    case 'analyst':
    case 'administrator':
      return { role, actor }
  }
}

/** The most entitled role that the claim names; names that are not ours are left to those they are for. */
function roleOf(said: TokenClaims, claim: string): Role {
  const named = textsAt(said, claim)
  const role = roles.findLast((known) => named.includes(known))
  if (role !== undefined) return role
  throw refusedToken('it gives no role of this hub', {
    expected: `claim ${claim} with one of ${roles.join(', ')}`,
    came: named.length === 0 ? 'none' : shown(named.join(', ')),
  })
}

function neededTexts(said: TokenClaims, role: Role, claim: string): readonly string[] {
  const named = textsAt(said, claim)
  if (named.length > 0) return named
  throw refusedToken(`it gives the role ${role} for nothing`, {
    expected: `claim ${claim} with one code or more`,
    came: 'none',
  })
}

/** The texts of a claim, sorted and each once, so that equal rights make equal views; none where it has another form. */
function textsAt(said: TokenClaims, claim: string): readonly string[] {
  const parsed = texts.safeParse(valueAt(said, claim))
  return parsed.success ? [...new Set(parsed.data.filter((text) => text !== ''))].toSorted() : []
}

/** The value of a claim by its name, or, where none has that whole name, by the path that its dots make. */
function valueAt(said: TokenClaims, claim: string): unknown {
  if (Object.hasOwn(said, claim)) return said[claim]
  return claim.split('.').reduce<unknown>((inner, name) => {
    if (typeof inner !== 'object' || inner === null || !Object.hasOwn(inner, name)) return undefined
    return (inner as Readonly<Record<string, unknown>>)[name]
  }, said)
}
