import type { Checked, IntakeSource } from '../../intake/noun-intake.ts'
import type { Finding } from '../../intake/report.ts'
import { shown } from '../../kernel/text.ts'
import { checkFinal, datedIn, type KnownStates, numberIn } from '../certificate/dated-rules.ts'
import { numberedBy } from '../certificate/rules.ts'
import { codeOf, partiesOf, statedParty } from '../organization/party.ts'
import { publicText } from '../organization/public-text.ts'
import {
  error,
  type Fields,
  hintOf,
  isHeld,
  leftovers,
  textFindings,
  textIn,
  warning,
} from '../stated-row.ts'
import { type QualificationClaim, qualificationFields, qualificationKey } from './claim.ts'
import { type QualificationKind, qualificationKinds } from './terms.ts'

/** Checks what a row says of one qualification. Gives the claim, or every finding that holds it back. */
export function checkQualification(
  fields: Fields,
  source: IntakeSource,
  known: KnownStates,
): Checked<QualificationClaim> {
  const findings: Finding[] = [...textFindings(fields)]
  const kind = kindIn(fields, findings)
  const number = numberIn(fields, findings)
  if (kind === 'CMA' && number !== null && !/^\d{12}$/.test(number)) findings.push(cmaNumber(number))
  const dated = datedIn(fields, known.today, findings)
  const holder = statedParty({
    codes: codeOf(fields, 'holder', 'holderScheme'),
    name: fields['holderName'],
    roles: ['LABORATORY'],
    origin: 'CERTIFICATE',
  })
  const issuer = statedParty({
    codes: codeOf(fields, 'issuer', 'issuerScheme'),
    name: fields['issuerName'],
    // Accreditation bodies are no authorities, and the system of certification has no other word for them here.
    roles: kind === 'CMA' ? ['AUTHORITY'] : [],
    origin: 'CERTIFICATE',
  })
  findings.push(...holder.findings, ...issuer.findings)
  leftovers(fields, qualificationFields, findings)
  if (kind === null || number === null || isHeld(findings)) return { claim: null, findings, key: null }
  const key = qualificationKey(numberedBy(issuer.party, issuer.name, source), kind, number)
  checkFinal(key, dated.status, known, findings)
  if (isHeld(findings)) return { claim: null, findings, key }
  const scope = textIn(fields, 'scope')
  const claim: QualificationClaim = {
    key,
    body: {
      kind,
      number,
      holder: holder.party?.ref ?? null,
      issuer: issuer.party?.ref ?? null,
      scope: scope === null ? null : publicText(scope, holder),
      ...dated,
    },
    parties: partiesOf(holder.party, issuer.party),
    person: null,
  }
  return { claim, findings, key }
}

/** The words by which sources name the kinds. */
const kindWords: Readonly<Record<string, QualificationKind>> = {
  CMA: 'CMA',
  资质认定: 'CMA',
  資質認定: 'CMA',
  检验检测机构资质认定: 'CMA',
  ACCREDITATION: 'ACCREDITATION',
  CNAS: 'ACCREDITATION',
  认可: 'ACCREDITATION',
  認可: 'ACCREDITATION',
  实验室认可: 'ACCREDITATION',
}

function kindIn(fields: Fields, findings: Finding[]): QualificationKind | null {
  const text = textIn(fields, 'kind')
  if (text === null) {
    findings.push(
      error(
        'MISSING_FIELD',
        'The row does not say the kind.',
        qualificationKinds.join(' '),
        'nothing',
        'kind',
      ),
    )
    return null
  }
  const word = text.normalize('NFKC').toUpperCase()
  const kind = Object.hasOwn(kindWords, word) ? kindWords[word] : undefined
  if (kind !== undefined) return kind
  const words = Object.keys(kindWords)
  const message = `${shown(text)} is no kind of qualification. ${hintOf(word, words, `It is one of ${words.join(', ')}.`)}`
  findings.push(error('UNKNOWN_KIND', message, qualificationKinds.join(' '), text, 'kind'))
  return null
}

/** The parts of the number are told in contradicting ways, so nothing but its width is looked at. */
function cmaNumber(number: string): Finding {
  const message = `${shown(number)} is not a number of CMA, which has 12 digits. It is kept as it came.`
  return warning('CMA_NUMBER', message, '12 digits', number, 'number')
}
