import { HubError } from '../../kernel/errors.ts'
import { isStorable, nearestWord, shown } from '../../kernel/text.ts'
import type { Role } from '../view.ts'
import type { Grant } from './access-key.ts'

/** A key as somebody asks for it. */
export type KeyRequest = Grant & {
  readonly holder: string
  readonly note: string | null
  readonly expiresAt: Date | null
}

/** The codes that there are. */
export type KnownCodes = { readonly regions: ReadonlySet<string>; readonly sources: ReadonlySet<string> }

/** How long a key may hold at most, in years, and how long texts may be, in characters; how many codes a key may name. */
const limits = { years: 5, holder: 200, note: 1_000, codes: 200 } as const

/** What each role is for. */
const scopes: Readonly<Record<Role, 'regions' | 'sources' | 'none'>> = {
  analyst: 'none',
  partner: 'regions',
  publisher: 'sources',
  supervisor: 'regions',
  administrator: 'none',
}

/**
 * The request in the form in which it is kept: codes once each and in order, the holder without spaces around. Throws
 * BAD_USER_INPUT where role and scope do not fit, a text is missing or too long, or the expiry is not in the future or
 * too far; UNKNOWN_CODE for a code that there is not.
 */
export function checkedRequest(request: KeyRequest, known: KnownCodes, now: Date): KeyRequest {
  const { role } = request
  const scope = scopes[role]
  return {
    role,
    regions: checkedCodes(
      request.regions,
      known.regions,
      scope === 'regions',
      `regions of ${withArticle(role)}`,
      'region',
    ),
    sources: checkedCodes(
      request.sources,
      known.sources,
      scope === 'sources',
      `sources of ${withArticle(role)}`,
      'source',
    ),
    holder: checkedHolder(request.holder),
    note: checkedNote(request.note),
    expiresAt: checkedExpiry(request.expiresAt, now),
  }
}

/** The reason of a revocation, without spaces around; throws BAD_USER_INPUT where it is missing or too long. */
export function checkedReason(reason: string): string {
  const text = reason.trim()
  if (text !== '' && text.length <= limits.note) return text
  throw refused(
    `a reason of 1 to ${limits.note} characters`,
    text === '' ? 'none' : `${text.length} characters`,
  )
}

function checkedCodes(
  came: readonly string[],
  known: ReadonlySet<string>,
  needed: boolean,
  what: string,
  field: string,
): readonly string[] {
  const codes = [...new Set(came)].sort()
  if (!needed && codes.length > 0) throw refused(`no ${what}: the role has none`, shown(codes.join(', ')))
  if (needed && (codes.length === 0 || codes.length > limits.codes))
    throw refused(
      `the ${what}: 1 to ${limits.codes} codes in \`${field}s\` (on the command line --${field})`,
      codes.length === 0 ? 'none' : String(codes.length),
    )
  const unknown = codes.find((code) => !known.has(code))
  if (unknown === undefined) return codes
  const near = nearestWord(unknown, [...known])
  const hint = near === null ? `List \`${field}s { code }\` for the known ones.` : `Did you mean ${near}?`
  throw new HubError({
    code: 'UNKNOWN_CODE',
    message: `No ${field} has the code ${shown(unknown)}. ${hint}`,
    expected: `a known ${field} code`,
    came: shown(unknown),
  })
}

function checkedHolder(came: string): string {
  const holder = came.normalize('NFC').trim().replace(/\s+/g, ' ')
  const fits =
    holder !== '' && holder.length <= limits.holder && !/\p{Cc}/u.test(holder) && isStorable(holder)
  if (fits) return holder
  throw refused(`a holder: who the key is given to, in 1 to ${limits.holder} characters`, shown(came))
}

function checkedNote(came: string | null): string | null {
  const note = came?.trim() ?? ''
  if (note.length <= limits.note) return note === '' ? null : note
  throw refused(`a note of at most ${limits.note} characters`, `${note.length} characters`)
}

function checkedExpiry(came: Date | null, now: Date): Date | null {
  if (came === null) return null
  const latest = new Date(now)
  latest.setUTCFullYear(latest.getUTCFullYear() + limits.years)
  if (came > now && came <= latest) return came
  throw refused(
    `an expiry after ${now.toISOString()} and up to ${latest.toISOString()}, or none`,
    came.toISOString(),
  )
}

function refused(expected: string, came: string): HubError {
  return new HubError({
    code: 'BAD_USER_INPUT',
    message: `Expected ${expected}; came ${came}.`,
    expected,
    came,
  })
}

function withArticle(role: string): string {
  return /^[aeiou]/.test(role) ? `an ${role}` : `a ${role}`
}
