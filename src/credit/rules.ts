import { partiesOf } from '../catalogue/organization/party.ts'
import type { OrganizationRole } from '../catalogue/organization/terms.ts'
import { certainDayIn, dayIn, inOrder, notAhead } from '../catalogue/stated-days.ts'
import { type Fields, isHeld, leftovers, textFindings, textIn, warning } from '../catalogue/stated-row.ts'
import type { Checked, Hide, IntakeSource } from '../intake/noun-intake.ts'
import type { Finding } from '../intake/report.ts'
import { maskIdentityNumbers } from '../kernel/identity-numbers.ts'
import { amountsIn } from './amounts.ts'
import { type ClaimedStatus, type CreditClaim, creditKey, creditRecordFields } from './claim.ts'
import { type ClaimedState, kindWords, licenceWords, severityWords, stateWords, usageWords } from './kinds.ts'
import { readPenaltyKinds } from './penalty-kinds.ts'
import { type Publicity, publicityOf } from './publicity.ts'
import { type KnownToCredit, regionOf, requiredText, schemeOf, unknownWord, wordIn } from './row-fields.ts'
import { authorityIn, type Counterparty, counterpartyIn } from './row-parties.ts'
import type { CreditDetail, CreditKind } from './terms.ts'

/** Checks what a row says of one credit record, and judges its publicity. Gives the claim, or every finding that holds it back. */
export function checkCreditRecord(
  fields: Fields,
  source: IntakeSource,
  known: KnownToCredit,
  hide?: Hide,
): Checked<CreditClaim> {
  const findings: Finding[] = [...textFindings(fields)]
  const kind = kindIn(fields, findings)
  const decisionNumber = decisionNumberIn(fields, 'decisionNumber', findings)
  const region = regionOf(fields, known, findings)
  const scheme = schemeOf(fields, known, findings)
  const about = counterpartyIn(fields, region, kind === null ? [] : (rolesOf[kind] ?? []), findings, hide)
  const authority = authorityIn(fields, 'authority', 'authorityCode', findings)
  const severity = wordIn(fields, 'severity', severityWords, 'UNKNOWN_SEVERITY', findings)
  const state = wordIn(fields, 'state', stateWords, 'UNKNOWN_STATE', findings)
  const usage = wordIn(fields, 'usage', usageWords, 'UNKNOWN_USAGE', findings)
  const penaltyKinds = penaltyKindsIn(fields, findings)
  const amounts = amountsIn(fields, findings)
  const days = daysIn(fields, known.today, findings)
  const detail = detailIn(fields, about, findings)
  leftovers(fields, creditRecordFields, findings)
  const told = () => findings.map((finding) => toldOf(finding, about))
  if (isHeld(findings) || kind === null || decisionNumber === null || authority === null)
    return { claim: null, findings: told(), key: null }
  const publicity = publicityOf({
    kind,
    severity,
    penaltyKinds,
    restricted: usage !== null && usage !== 'PUBLIC',
    ...days,
  })
  if (publicity.outcome === 'PUBLISHABLE' && publicity.sourceEnd !== null)
    findings.push(endOfSource(publicity.sourceEnd, days.publicityUntil ?? '', publicity.until ?? ''))
  findings.push(...hiddenBecause(publicity, state, known.today))
  const shows = publicity.outcome === 'PUBLISHABLE' && state !== 'ANNULLED'
  const ref = about.party?.ref ?? null
  const person = about.person !== null || about.party?.person === true
  const name = textIn(fields, 'name') ?? ''
  const key = creditKey(source.code, authority.name, decisionNumber, kind, { ref, name, person })
  const { decisionDate, validFrom, validUntil } = days
  const body: CreditClaim['body'] = {
    organization: ref,
    counterparty: about.name,
    counterpartyKind: about.kind,
    kind,
    authority: authority.name,
    authorityOrganization: authority.party?.ref ?? null,
    decisionNumber: about.publicText(decisionNumber) ?? '',
    decisionDate,
    region,
    scheme,
    certificateNumber: about.publicText(textIn(fields, 'certificateNumber')),
    severity,
    rule: publicity.rule,
    ruleVersion: publicity.version,
    publicityFrom: shows ? publicity.from : null,
    publicityUntil: shows ? publicity.until : null,
    earliestRepair: shows ? publicity.earliestRepair : null,
    status: state === 'ANNULLED' ? 'WITHDRAWN' : statusOf[publicity.outcome],
    disputed: state === 'OBJECTED',
    ...amounts,
    detail: {
      ...detail,
      penaltyKinds,
      validFrom,
      validUntil: validUntil === 'OPEN' ? '9999-12-31' : validUntil,
      licenceState: state,
    },
  }
  const claim: CreditClaim = {
    key,
    body,
    parties: partiesOf(about.party, authority.party),
    person: about.person,
  }
  return { claim, findings: told(), key }
}

/** The longest number of a decision: more than any authority gives, and few enough for a key. */
const longestNumber = 100

/** The number of a decision, with the brackets that the standard has: 〔2025〕 however the source writes them. */
export function decisionNumberIn(fields: Fields, field: string, findings: Finding[]): string | null {
  const text = requiredText(fields, field, longestNumber, findings)
  if (text === null) return null
  const plain = text
    .replace(/\s/gu, '')
    .replace(/[([{【〔《]/gu, '〔')
    .replace(/[)\]}】〕》]/gu, '〕')
  return maskIdentityNumbers(plain)
}

const statusOf: Readonly<Record<Publicity['outcome'], ClaimedStatus>> = {
  PUBLISHABLE: 'PENDING',
  NOT_PUBLISHABLE: 'NOT_PUBLISHABLE',
  UNDECIDABLE: 'RECEIVED',
}

/** What whom a record is about is known to be by it. */
const rolesOf: Readonly<Partial<Record<CreditKind, readonly OrganizationRole[]>>> = {
  CERTIFICATE_SUSPENDED: ['CERTIFIED'],
  CERTIFICATE_WITHDRAWN: ['CERTIFIED'],
  CERTIFICATE_CANCELLED: ['CERTIFIED'],
  BODY_SANCTIONED: ['CERTIFICATION_BODY'],
  LABORATORY_SANCTIONED: ['LABORATORY'],
  PROFICIENCY_RESULT: ['LABORATORY'],
}

function kindIn(fields: Fields, findings: Finding[]): CreditKind | null {
  requiredText(fields, 'kind', longestNumber, findings)
  return wordIn(fields, 'kind', kindWords, 'UNKNOWN_KIND', findings)
}

function penaltyKindsIn(fields: Fields, findings: Finding[]) {
  const text = textIn(fields, 'penaltyKind')
  if (text === null) return []
  const read = readPenaltyKinds(text)
  if ('kinds' in read) return read.kinds
  findings.push(unknownWord('UNKNOWN_PENALTY_KIND', read.unknown, 'penaltyKind', read.known))
  return []
}

function daysIn(fields: Fields, today: string, findings: Finding[]) {
  const decisionDate = certainDayIn(fields, 'decisionDate', findings)
  const validFrom = certainDayIn(fields, 'validFrom', findings)
  const validUntil = dayIn(fields, 'validUntil', findings)
  const publicityFrom = certainDayIn(fields, 'publicityFrom', findings)
  const until = dayIn(fields, 'publicityUntil', findings)
  // Without end: the rule has the last word.
  const publicityUntil = until === 'OPEN' ? null : until
  notAhead(decisionDate, 'decisionDate', today, findings)
  inOrder([decisionDate, 'decisionDate'], [publicityFrom, 'publicityFrom'], findings)
  inOrder([decisionDate, 'decisionDate'], [publicityUntil, 'publicityUntil'], findings)
  inOrder([publicityFrom, 'publicityFrom'], [publicityUntil, 'publicityUntil'], findings)
  inOrder([decisionDate, 'decisionDate'], [validUntil, 'validUntil'], findings)
  inOrder([validFrom, 'validFrom'], [validUntil, 'validUntil'], findings)
  return { decisionDate, validFrom, validUntil, publicityFrom, publicityUntil }
}

function detailIn(fields: Fields, { publicText }: Counterparty, findings: Finding[]): CreditDetail {
  const text = (field: string) => publicText(textIn(fields, field))
  return {
    title: text('title'),
    violation: text('violation'),
    facts: text('facts'),
    basis: text('basis'),
    content: text('content'),
    withheldLicence: text('withheldLicence'),
    licenceKind: wordIn(fields, 'licenceKind', licenceWords, 'UNKNOWN_LICENCE_KIND', findings, warning),
    licenceName: text('licenceName'),
    licenceNumber: text('licenceNumber'),
    result: text('result'),
    dataSource: text('dataSource'),
    remarks: text('remarks'),
  }
}

/** Why nobody but its publisher sees a record, where that is not by its own first day or because it was annulled. */
function hiddenBecause(publicity: Publicity, state: ClaimedState | null, today: string): readonly Finding[] {
  if (state === 'ANNULLED') return []
  const rule = `${publicity.rule} (${publicity.version})`
  if (publicity.outcome === 'UNDECIDABLE') {
    const what = lacking[publicity.missing]
    const message = `It is taken in and not public: the rule ${rule} cannot judge it without ${what}. Deliver it again with it.`
    return [warning('PUBLICITY_UNDECIDED', message, what, 'nothing', publicity.missing)]
  }
  if (publicity.outcome === 'NOT_PUBLISHABLE') {
    const message = `It is taken in and never public, by the rule ${rule}: ${forbidding[publicity.reason].why}.`
    const { came, field } = forbidding[publicity.reason]
    return [warning('NEVER_PUBLIC', message, 'nothing, where that is meant', came, field)]
  }
  if (publicity.until === null || publicity.until > today) return []
  const message = `It is taken in and public no longer: by the rule ${rule} its publicity ended on ${publicity.until}.`
  return [warning('PUBLICITY_OVER', message, `an end after ${today}`, publicity.until, 'publicityUntil')]
}

const lacking = {
  severity: 'the severity of the breach',
  penaltyKind: 'the kind of penalty',
  decisionDate: 'the day of the decision',
} as const

const forbidding = {
  RESTRICTED: {
    why: 'its source keeps it for authorities or by authorization',
    came: 'a restricted use',
    field: 'usage',
  },
  WARNING_ALONE: { why: 'a warning alone is not published', came: 'a warning alone', field: 'penaltyKind' },
  NO_DAYS: { why: 'its publicity would end before it begins', came: 'no day', field: 'publicityUntil' },
} as const

function endOfSource(what: 'CUT' | 'SHORT', said: string, until: string): Finding {
  const message =
    what === 'CUT'
      ? `The source ends publicity on ${said}, longer than its rule allows: it ends on ${until}.`
      : `The source ends publicity on ${said}, before the least of its rule: it ends then, and cannot be repaired.`
  return warning(`PUBLICITY_${what}`, message, until, said, 'publicityUntil')
}

/** A finding as it may be kept: what a row wrote in a wrong place may be a person's. */
export function toldOf(finding: Finding, { publicText }: Pick<Counterparty, 'publicText'>): Finding {
  const { message, came } = finding
  return { ...finding, message: publicText(message) ?? '', came: publicText(came ?? null) ?? undefined }
}
