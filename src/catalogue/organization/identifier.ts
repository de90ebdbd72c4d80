import { creditCheckOf, entityCheckOf, organizationCheckOf } from './check-characters.ts'
import { type Identifier, type IdentifierCheck, type IdentifierScheme, identifierSchemes } from './terms.ts'

/** What an identifier of each scheme looks like, once it is written as the scheme writes it. */
export const identifierForms: Readonly<Record<IdentifierScheme, string>> = {
  'CN-USCC': '18 digits and capital letters, like 91440000190333809T',
  'CN-ORGCODE': '9 digits and capital letters, like 190333809',
  'CN-REGNO': '1 to 60 characters, as the register prints it',
  'HK-BRN': '8 digits, or C and 7 digits',
  'HK-CR': '7 digits, or F and 7 digits',
  'MO-CR': '1 to 60 characters, as the register prints it',
  'MO-TAX': '1 to 60 characters, as the register prints it',
  LEI: '20 digits and capital letters',
}

/** Since when and until when a number was its organization's, as far as a source says. */
export type Validity = Pick<Identifier, 'validFrom' | 'validTo'>

const unknown: Validity = { validFrom: null, validTo: null }

/**
 * The identifier that a text says in a scheme; null where it has not the form of that scheme. Full-width characters,
 * lower case, blanks and hyphens are put right; a check that fails is a flag and never a refusal.
 */
export function readIdentifier(
  raw: string,
  scheme: IdentifierScheme,
  validity: Validity = unknown,
): Identifier | null {
  const value = opaque.has(scheme) ? asPrinted(raw) : asCoded(raw)
  if (!patterns[scheme].test(value) || isMaskedCode(value)) return null
  return { scheme, value, raw, check: checkOf(scheme, value), ...validity }
}

/**
 * The identifiers that a text of no known scheme may be, the likeliest first: one whose check passes before one that has
 * none, one that fails last. `scheme:value` names its scheme. Empty where it may be none.
 */
export function possibleIdentifiers(raw: string, validity: Validity = unknown): readonly Identifier[] {
  const named = identifierSchemes.find((scheme) => raw.trim().toUpperCase().startsWith(`${scheme}:`))
  const found =
    named === undefined
      ? identifierSchemes.map((scheme) => readIdentifier(raw, scheme, validity))
      : [readIdentifier(raw.trim().slice(named.length + 1), named, validity)]
  return found
    .filter((identifier) => identifier !== null)
    .toSorted((left, right) => likelihood(left) - likelihood(right))
}

/** The keys (`scheme:value`) under which a number of any scheme may be known; an organization has a number under one key. */
export function identifierKeysOf(raw: string): readonly string[] {
  return possibleIdentifiers(raw).map(({ scheme, value }) => `${scheme}:${value}`)
}

/** The identifier as its check characters would have it; null where its scheme has no check, or none can be made. */
export function correctedValue({ scheme, value }: Pick<Identifier, 'scheme' | 'value'>): string | null {
  if (scheme === 'CN-ORGCODE') return withOrganizationCheck(value)
  if (scheme === 'LEI') return value.slice(0, 18) + entityCheckOf(value.slice(0, 18))
  if (scheme !== 'CN-USCC') return null
  const body = value.slice(0, 8) + withOrganizationCheck(value.slice(8, 17))
  const check = creditCheckOf(body)
  return check === null ? null : body + check
}

/** Says whether it is the number of a natural person's own business (codes that begin with 92), and so personal data. */
export function isPersonal({ scheme, value }: Pick<Identifier, 'scheme' | 'value'>): boolean {
  return scheme === 'CN-USCC' && value.startsWith('92')
}

/** The organization code (GB 11714) within a credit code. */
export function organizationCodeIn(creditCode: string): string {
  return creditCode.slice(8, 17)
}

/** A code as its scheme writes it: no blanks and no hyphens of any kind, half-width, capitals. */
export function asCoded(raw: string): string {
  return raw
    .normalize('NFKC')
    .toUpperCase()
    .replace(/[\s\p{Cf}\p{Pd}\u2212]/gu, '')
}

const opaque: ReadonlySet<IdentifierScheme> = new Set(['CN-REGNO', 'MO-CR', 'MO-TAX'])

const printed = /^[^\p{Cc}\p{Cf}]{1,60}$/u

/** Says whether a text is a number of which somebody has hidden something: many share what is left, so it names nobody. */
export function isMaskedCode(text: string): boolean {
  return /[*\u066d\u204e\u2217\u2731\u2732]/u.test(text.normalize('NFKC'))
}

/** The letters that GB 32100 leaves out fit here: who writes O for 0 has a code whose check fails. */
const patterns: Readonly<Record<IdentifierScheme, RegExp>> = {
  'CN-USCC': /^[\dA-Z]{18}$/,
  'CN-ORGCODE': /^[\dA-Z]{9}$/,
  'CN-REGNO': printed,
  'HK-BRN': /^(?:\d{8}|C\d{7})$/,
  'HK-CR': /^F?\d{7}$/,
  'MO-CR': printed,
  'MO-TAX': printed,
  LEI: /^[\dA-Z]{20}$/,
}

function checkOf(scheme: IdentifierScheme, value: string): IdentifierCheck {
  if (!['CN-USCC', 'CN-ORGCODE', 'LEI'].includes(scheme)) return 'NONE'
  return correctedValue({ scheme, value }) === value ? 'PASSED' : 'FAILED'
}

function withOrganizationCheck(code: string): string {
  return code.slice(0, 8) + organizationCheckOf(code.slice(0, 8))
}

/** A number of unknown form: what stands between its parts may tell two of them apart, how wide a blank is may not. */
function asPrinted(raw: string): string {
  return raw
    .normalize('NFKC')
    .toUpperCase()
    .replace(/\p{Cf}/gu, '')
    .replace(/\s+/gu, ' ')
    .trim()
}

function likelihood({ scheme, check }: Identifier): number {
  return check === 'PASSED' ? 0 : check === 'FAILED' ? 2 : opaque.has(scheme) ? 3 : 1
}
