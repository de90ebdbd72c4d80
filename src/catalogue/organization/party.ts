import type { Finding } from '../../intake/report.ts'
import { holdsIdentityNumber, maskedNumber, maskIdentityNumbers } from '../../kernel/identity-numbers.ts'
import type { Names } from '../../kernel/language.ts'
import { shown } from '../../kernel/text.ts'
import { saysNothing } from '../../kernel/text-refusal.ts'
import {
  asCoded,
  correctedValue,
  identifierForms,
  isMaskedCode,
  isPersonal,
  organizationCodeIn,
  possibleIdentifiers,
  readIdentifier,
  type Validity,
} from './identifier.ts'
import { maskedName } from './masked-name.ts'
import type {
  Identifier,
  IdentifierScheme,
  OrganizationOrigin,
  OrganizationRole,
  StatedParty,
} from './terms.ts'

/** One column of a row that holds a code of a party. */
export type StatedCode = {
  /** The draft's field, for findings. */
  readonly column: string
  readonly text: string | undefined
  /** The scheme of the column; null where a code of any scheme may stand there. */
  readonly scheme: IdentifierScheme | null
  /** Of a register that the hub has no scheme for: read no further than to see whether it is a person's. */
  readonly unread?: boolean
}

/** What a row says of one organization or person that it names. */
export type PartyAsked = {
  /** As a rule from `codesOf`; the first that holds names the party. */
  readonly codes: readonly StatedCode[]
  readonly name: string | undefined
  readonly nameEn?: string | undefined
  readonly nameHant?: string | undefined
  /** NATURAL_PERSON, INDIVIDUAL_BUSINESS or another kind; null where the row does not say. */
  readonly kind?: string | null
  /** Nothing says that it is an organization: what looks like an identity number is one. */
  readonly maybePerson?: boolean
  readonly region?: string | null
  readonly roles: readonly OrganizationRole[]
  readonly origin: OrganizationOrigin
  /** Of all its codes. */
  readonly validity?: Validity
}

/** What was read of a party. */
export type PartyRead = {
  /** The organization; null where the row names none by a code, and for natural persons, who are no organizations. */
  readonly party: StatedParty | null
  /** The name as everybody may see it, also where there is no organization; empty where the row has none. */
  readonly name: string
  /** A natural person who is no organization: the whole name, which is kept apart from all facts. */
  readonly person: { readonly name: string; readonly region: string | null } | null
  /** Warnings: the row goes on. */
  readonly findings: readonly Finding[]
}

type Fields = Readonly<Record<string, string | undefined>>

/** The codes of the party that a row is about, from the fields of a draft. */
export function codesOf(fields: Fields): readonly StatedCode[] {
  return [
    ...codeFields.map(([column, scheme]) => ({ column, text: fields[column], scheme })),
    ...unreadFields.map((column) => ({ column, text: fields[column], scheme: null, unread: true })),
  ]
}

/** The one code of another party of a row: `holder` with `holderScheme`, `body`, `issuer`, `authorityCode`. */
export function codeOf(fields: Fields, column: string, schemeColumn?: string): readonly StatedCode[] {
  const stated = schemeColumn === undefined ? undefined : fields[schemeColumn]?.trim().toUpperCase()
  const scheme = Object.keys(identifierForms).find((known) => known === stated) as
    | IdentifierScheme
    | undefined
  return [{ column, text: fields[column], scheme: scheme ?? null }]
}

/** The parties of a row, each once: whoever certifies itself is one with both roles. */
export function partiesOf(...parties: readonly (StatedParty | null)[]): readonly StatedParty[] {
  const byRef = new Map<string, StatedParty>()
  for (const party of parties) {
    if (party === null) continue
    const same = byRef.get(party.ref)
    const roles = same === undefined ? party.roles : [...new Set([...same.roles, ...party.roles])]
    byRef.set(party.ref, { ...(same ?? party), roles })
  }
  return [...byRef.values()]
}

/**
 * Reads the party that a row names. Warns with CHECK_FAILED (and the code as its check would have it), WRONG_FORM of a
 * code that cannot be one, CODES_DISAGREE, IDENTITY_NUMBER (of a code that is a person's; it is dropped) and
 * NO_IDENTIFIER, and MASKED_CODE of one that is hidden in part (dropped too). Findings never hold a person's code or name.
 */
export function statedParty(asked: PartyAsked): PartyRead {
  const whole = asked.name === undefined || saysNothing(asked.name) ? '' : asked.name.trim()
  const region = asked.region ?? null
  if (asked.kind === 'NATURAL_PERSON') {
    const person = whole === '' ? null : { name: whole, region }
    return { party: null, name: maskedName(whole, 'NATURAL_PERSON'), person, findings: [] }
  }
  const { identifiers, findings } = identifiersIn(asked)
  const person = asked.kind === 'INDIVIDUAL_BUSINESS' || asked.codes.some(isPersonalText)
  const name = person ? maskedName(whole, 'INDIVIDUAL_BUSINESS') : maskIdentityNumbers(whole)
  const told = findings.map((finding) => (person ? withoutCodes(finding) : finding))
  const [first] = identifiers
  if (first === undefined) {
    const nobody = person && whole !== '' ? { name: whole, region } : null
    return { party: null, name, person: nobody, findings: [...told, noIdentifier(asked)] }
  }
  const party: StatedParty = {
    ref: `${first.scheme}:${first.value}`,
    identifiers,
    name: name || (person ? '***' : first.value),
    names: person ? null : namesOf(asked, name),
    person,
    personalName: person && whole !== '' ? whole : null,
    region,
    roles: asked.roles,
    origin: asked.origin,
  }
  return { party, name, person: null, findings: told }
}

/**
 * A credit code of a person's own business tells it in the column of any register. In that of credit codes also where too
 * little or too much of it came for a code: its bearer is a person all the same.
 */
function isPersonalText({ text, scheme, unread = false }: StatedCode): boolean {
  if (text === undefined) return false
  const value = asCoded(text)
  if (/(?<![\dA-Z])92\d{6}[\dA-Z]{10}(?![\dA-Z])/.test(value)) return true
  if (unread || (scheme !== null && scheme !== 'CN-USCC')) return false
  return isPersonal({ scheme: 'CN-USCC', value }) && (scheme !== null || value.length > 14)
}

/** The fields of the codes of a party, the one that names it best first. */
const codeFields = [
  ['uscc', 'CN-USCC'],
  ['hkBrn', 'HK-BRN'],
  ['lei', 'LEI'],
  ['orgCode', 'CN-ORGCODE'],
  ['regNo', 'CN-REGNO'],
  ['hkCr', 'HK-CR'],
  ['moCr', 'MO-CR'],
  ['moTax', 'MO-TAX'],
] as const satisfies readonly (readonly [string, IdentifierScheme])[]

const unreadFields = ['taxNo', 'institutionNo', 'socialNo'] as const

type Found = { readonly identifiers: readonly Identifier[]; readonly findings: readonly Finding[] }

function identifiersIn({ codes, validity, maybePerson = false }: PartyAsked): Found {
  const findings: Finding[] = []
  const found = new Map<string, Identifier & { readonly column: string }>()
  for (const { column, text, scheme, unread = false } of codes) {
    if (unread || text === undefined || saysNothing(text)) continue
    const identifier =
      scheme === null
        ? (possibleIdentifiers(text, validity)[0] ?? null)
        : readIdentifier(text, scheme, validity)
    if (isMaskedCode(text)) findings.push(maskedCode(column))
    else if (isIdentityNumber(text, identifier, maybePerson ? null : scheme))
      findings.push(identityNumber(column))
    else if (identifier === null) findings.push(wrongForm(column, text, scheme))
    else {
      if (identifier.check === 'FAILED') findings.push(checkFailed(column, identifier))
      const key = `${identifier.scheme}:${identifier.value}`
      if (!found.has(key)) found.set(key, { ...identifier, column })
    }
  }
  const all = [...found.values()]
  const within = all.find(({ scheme, check }) => scheme === 'CN-USCC' && check === 'PASSED')
  const other = all.find(
    ({ scheme, value }) =>
      scheme === 'CN-ORGCODE' && within !== undefined && organizationCodeIn(within.value) !== value,
  )
  if (other !== undefined && within !== undefined) findings.push(codesDisagree(other.column, other, within))
  const identifiers = all
    .filter((identifier) => identifier !== other)
    .map(({ column: _, ...identifier }) => identifier)
    // A code that holds names its party better than one that fails; the order of the columns stands otherwise.
    .toSorted((left, right) => Number(left.check === 'FAILED') - Number(right.check === 'FAILED'))
  return { identifiers, findings }
}

/**
 * A code that passes its own checks is that code, whatever it looks like. Registration numbers had 15 digits, among which
 * a birthday stands by chance: in a column of such numbers they are what the column says.
 */
function isIdentityNumber(
  text: string,
  identifier: Identifier | null,
  scheme: IdentifierScheme | null,
): boolean {
  if (identifier?.check === 'PASSED') return false
  if (scheme === 'CN-REGNO' && /^\d{15}$/.test(identifier?.value ?? '')) return false
  return holdsIdentityNumber(identifier?.value ?? text)
}

function namesOf({ nameEn, nameHant }: PartyAsked, name: string): Names | null {
  const said = (text: string | undefined) => (text === undefined || saysNothing(text) ? null : text.trim())
  const [en, hant] = [said(nameEn), said(nameHant)]
  return en === null && hant === null ? null : { 'zh-Hans': name, 'zh-Hant': hant ?? name, en: en ?? name }
}

function checkFailed(column: string, identifier: Identifier): Finding {
  const corrected = correctedValue(identifier)
  const expected = corrected ?? 'digits and capital letters without I, O, S, V and Z'
  const meant =
    corrected === null ? 'It has a letter that no such code has.' : `Its check would fit ${corrected}.`
  const message = `The check of ${identifier.scheme} ${shown(identifier.raw)} fails. ${meant} It is kept as it came.`
  return warning('CHECK_FAILED', message, column, expected, identifier.raw)
}

function wrongForm(column: string, text: string, scheme: IdentifierScheme | null): Finding {
  const expected = scheme === null ? 'a code of a known scheme' : identifierForms[scheme]
  const message = `${shown(text)} cannot be ${scheme === null ? 'a code of any known scheme' : `a ${scheme}`}; it was not read.`
  return warning('WRONG_FORM', message, column, expected, text)
}

function codesDisagree(column: string, came: Identifier, credit: Identifier): Finding {
  const expected = organizationCodeIn(credit.value)
  const message = `The organization code ${shown(came.raw)} is not the one within ${credit.value}; the latter counts.`
  return warning('CODES_DISAGREE', message, column, expected, came.raw)
}

function identityNumber(column: string): Finding {
  const message = 'A number that looks like a natural person’s stands there; it was dropped.'
  return warning('IDENTITY_NUMBER', message, column, 'a code of an organization', maskedNumber)
}

function maskedCode(column: string): Finding {
  const message = `${column} holds a number of which a part is hidden; it names nobody and was dropped.`
  return warning('MASKED_CODE', message, column, 'a whole code', maskedNumber)
}

function noIdentifier({ codes }: PartyAsked): Finding {
  const message =
    'No column of its codes holds one, so no organization is found by this row; nobody is found by a name alone.'
  return warning('NO_IDENTIFIER', message, codes[0]?.column ?? '', 'a code of the organization', 'nothing')
}

function withoutCodes(finding: Finding): Finding {
  if (['IDENTITY_NUMBER', 'MASKED_CODE', 'NO_IDENTIFIER'].includes(finding.code)) return finding
  const message = `A code of a natural person’s own business has a fault (${finding.code}); it is not shown here.`
  return { ...finding, message, expected: undefined, came: maskedNumber }
}

function warning(code: string, message: string, column: string, expected: string, came: string): Finding {
  return { code, severity: 'warning', message, expected, came: shown(came), column }
}
