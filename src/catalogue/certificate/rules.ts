import type { Checked, IntakeSource } from '../../intake/noun-intake.ts'
import type { Finding } from '../../intake/report.ts'
import { maskIdentityNumbers } from '../../kernel/identity-numbers.ts'
import { isStorable, shown } from '../../kernel/text.ts'
import { codeOf, statedParty } from '../organization/party.ts'
import type { StatedParty } from '../organization/terms.ts'
import type { Region } from '../region/terms.ts'
import type { Scheme } from '../scheme/terms.ts'
import { type CertificateClaim, certificateKey, type NumberedBy } from './claim.ts'
import {
  checkFinal,
  datedIn,
  error,
  type Fields,
  hintOf,
  type KnownStates,
  leftovers,
  numberIn,
  textIn,
} from './dated-rules.ts'

/** What the checks compare with: the codes as they are now, the day it is, and which certificates are in a final state. */
export type KnownToCertificates = KnownStates & {
  readonly schemes: ReadonlyMap<string, Pick<Scheme, 'code' | 'kind'>>
  readonly regions: ReadonlyMap<string, Pick<Region, 'code' | 'level'>>
}

/** Checks what a row says of one certificate. Gives the claim, or every finding that holds it back. */
export function checkCertificate(
  fields: Fields,
  source: IntakeSource,
  known: KnownToCertificates,
): Checked<CertificateClaim> {
  const findings: Finding[] = [...textFindings(fields)]
  const number = numberIn(fields, findings)
  const scheme = schemeIn(fields, known, findings)
  const region = regionIn(fields, known, findings)
  const dated = datedIn(fields, known.today, findings)
  const holder = statedParty({
    codes: codeOf(fields, 'holder', 'holderScheme'),
    name: fields['holderName'],
    region,
    roles: ['CERTIFIED'],
    origin: 'CERTIFICATE',
  })
  const body = statedParty({
    codes: codeOf(fields, 'body', 'bodyScheme'),
    name: fields['bodyName'],
    roles: ['CERTIFICATION_BODY'],
    origin: 'CERTIFICATE',
  })
  findings.push(...holder.findings, ...body.findings)
  leftovers(fields, understood, findings)
  if (number === null || scheme === null || isHeld(findings)) return { claim: null, findings, key: null }
  const key = certificateKey(numberedBy(body.party, body.name, source), scheme, number)
  checkFinal(key, dated.status, known, findings)
  if (isHeld(findings)) return { claim: null, findings, key }
  const scope = textIn(fields, 'scope')
  const claim: CertificateClaim = {
    key,
    body: {
      number,
      scheme,
      holder: holder.party?.ref ?? null,
      body: body.party?.ref ?? null,
      standard: textIn(fields, 'standard'),
      scope: scope === null ? null : maskIdentityNumbers(scope),
      ...dated,
      region,
    },
    parties: partiesOf(holder.party, body.party),
    person: null,
  }
  return { claim, findings, key }
}

/** Every field a row may have; whatever else it says is a finding. */
const understood = [
  'number',
  'scheme',
  'holder',
  'holderScheme',
  'holderName',
  'body',
  'bodyScheme',
  'bodyName',
  'standard',
  'scope',
  'status',
  'statusSince',
  'validFrom',
  'validTo',
  'region',
  'evidence',
]

/** Says whether a finding holds the row back. */
export function isHeld(findings: readonly Finding[]): boolean {
  return findings.some(({ severity }) => severity === 'error')
}

/** Whose number a row says: by the best that it tells of the body. */
export function numberedBy(party: StatedParty | null, name: string, source: IntakeSource): NumberedBy {
  if (party !== null) return { ref: party.ref }
  return name === '' ? { source: source.code } : { name: name.normalize('NFKC') }
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

/** Pushes nothing: gives INVALID_TEXT for every field that no text may hold. */
export function textFindings(fields: Fields): readonly Finding[] {
  return Object.entries(fields)
    .filter(([, text]) => !isStorable(text))
    .map(([name, text]) =>
      error(
        'INVALID_TEXT',
        `${name} holds a character that no text may hold (NUL). Remove it.`,
        'text without NUL',
        text,
        name,
      ),
    )
}

function schemeIn(fields: Fields, { schemes }: KnownToCertificates, findings: Finding[]): string | null {
  const code = textIn(fields, 'scheme')
  if (code === null) {
    findings.push(
      error('MISSING_FIELD', 'The row does not say the scheme.', 'a scheme code', 'nothing', 'scheme'),
    )
    return null
  }
  const scheme = schemes.get(code)
  if (scheme === undefined) {
    const hint = hintOf(code, [...schemes.keys()], 'List `schemes { code }` for the known ones.')
    const message = `No scheme has the code ${shown(code)}. ${hint}`
    findings.push(error('UNKNOWN_SCHEME', message, 'a known scheme code', code, 'scheme'))
    return null
  }
  if (scheme.kind !== 'TOTAL' && scheme.kind !== 'CATEGORY') return scheme.code
  const message = `${code} stands for several schemes together; a certificate is of one.`
  findings.push(error('AGGREGATE_SCHEME', message, 'the code of one scheme', code, 'scheme'))
  return null
}

function regionIn(fields: Fields, { regions }: KnownToCertificates, findings: Finding[]): string | null {
  const code = textIn(fields, 'region')
  if (code === null) return null
  const region = regions.get(code)
  if (region === undefined) {
    const hint = hintOf(code, [...regions.keys()], 'List `regions { code }` for the known ones.')
    const message = `No region has the code ${shown(code)}. ${hint}`
    findings.push(error('UNKNOWN_REGION', message, 'a known region code', code, 'region'))
    return null
  }
  if (region.level !== 'TOTAL' && region.level !== 'GROUP') return region.code
  const message = `${code} stands for several regions together; a certificate is of one.`
  findings.push(error('AGGREGATE_REGION', message, 'the code of one region', code, 'region'))
  return null
}
