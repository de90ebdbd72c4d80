import type { Checked, IntakeSource } from '../../intake/noun-intake.ts'
import type { Finding } from '../../intake/report.ts'
import { codeOf, partiesOf, statedParty } from '../organization/party.ts'
import { publicText } from '../organization/public-text.ts'
import type { StatedParty } from '../organization/terms.ts'
import { regionIn, type StatedCodes, schemeIn } from '../stated-codes.ts'
import { error, type Fields, isHeld, leftovers, textFindings, textIn } from '../stated-row.ts'
import { type CertificateClaim, certificateFields, certificateKey, type NumberedBy } from './claim.ts'
import { checkFinal, datedIn, type KnownStates, numberIn } from './dated-rules.ts'

/** What the checks compare with: the codes as they are now, the day it is, and which certificates are in a final state. */
export type KnownToCertificates = KnownStates & StatedCodes

/** Checks what a row says of one certificate. Gives the claim, or every finding that holds it back. */
export function checkCertificate(
  fields: Fields,
  source: IntakeSource,
  known: KnownToCertificates,
): Checked<CertificateClaim> {
  const findings: Finding[] = [...textFindings(fields)]
  const number = numberIn(fields, findings)
  const scheme = schemeOf(fields, known, findings)
  const region = regionIn(fields, known.regions, 'a certificate is of one', findings)
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
  leftovers(fields, certificateFields, findings)
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
      scope: scope === null ? null : publicText(scope, holder),
      ...dated,
      region,
    },
    parties: partiesOf(holder.party, body.party),
    person: null,
  }
  return { claim, findings, key }
}

/** Whose number a row says: by the best that it tells of the body. */
export function numberedBy(party: StatedParty | null, name: string, source: IntakeSource): NumberedBy {
  if (party !== null) return { ref: party.ref }
  return name === '' ? { source: source.code } : { name: name.normalize('NFKC') }
}

function schemeOf(fields: Fields, { schemes }: StatedCodes, findings: Finding[]): string | null {
  if (textIn(fields, 'scheme') === null) {
    findings.push(
      error('MISSING_FIELD', 'The row does not say the scheme.', 'a scheme code', 'nothing', 'scheme'),
    )
    return null
  }
  const scheme = schemeIn(fields, schemes, findings)
  if (scheme === null || (scheme.kind !== 'TOTAL' && scheme.kind !== 'CATEGORY')) return scheme?.code ?? null
  const message = `${scheme.code} stands for several schemes together; a certificate is of one.`
  findings.push(error('AGGREGATE_SCHEME', message, 'the code of one scheme', scheme.code, 'scheme'))
  return null
}
