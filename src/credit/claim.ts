import type { StatedFact } from '../catalogue/register/register.ts'
import type { Decimal } from '../kernel/decimal.ts'
import { digestOf } from '../kernel/digest.ts'
import type { CounterpartyKind, CreditDetail, CreditKind, Severity } from './terms.ts'

/** The states that follow from what a claim says alone; the days make PUBLISHED and EXPIRED of PENDING. */
export type ClaimedStatus = 'RECEIVED' | 'PENDING' | 'NOT_PUBLISHABLE' | 'WITHDRAWN'

/** Every field of a row about a credit record: what feeds write, and the checks read. */
export const creditRecordFields = [
  'kind',
  'name',
  'counterpartyKind',
  'uscc',
  'regNo',
  'orgCode',
  'taxNo',
  'institutionNo',
  'socialNo',
  'hkBrn',
  'hkCr',
  'moCr',
  'moTax',
  'lei',
  'decisionNumber',
  'title',
  'violation',
  'facts',
  'basis',
  'penaltyKind',
  'content',
  'fine',
  'fineUnit',
  'confiscated',
  'withheldLicence',
  'decisionDate',
  'validFrom',
  'validUntil',
  'publicityFrom',
  'publicityUntil',
  'authority',
  'authorityCode',
  'dataSource',
  'dataSourceCode',
  'remarks',
  'severity',
  'scheme',
  'region',
  'certificateNumber',
  'state',
  'usage',
  'licenceKind',
  'licenceName',
  'licenceNumber',
  'result',
  'evidence',
] as const

/** What one row says of a credit record, checked; organizations stand in it by `ref`. Equal claims say the same. */
export type CreditClaim = StatedFact & {
  readonly body: {
    readonly organization: string | null
    /** As everybody may see it. */
    readonly counterparty: string
    readonly counterpartyKind: CounterpartyKind
    readonly kind: CreditKind
    readonly authority: string
    readonly authorityOrganization: string | null
    readonly decisionNumber: string
    readonly decisionDate: string | null
    readonly region: string | null
    readonly scheme: string | null
    readonly certificateNumber: string | null
    readonly severity: Severity | null
    readonly rule: string
    readonly ruleVersion: string
    readonly publicityFrom: string | null
    readonly publicityUntil: string | null
    readonly earliestRepair: string | null
    readonly status: ClaimedStatus
    readonly disputed: boolean
    readonly fine: Decimal | null
    readonly confiscated: Decimal | null
    readonly detail: CreditDetail
  }
}

/** Whom a row is about, for a key: the code of an organization, or a name. */
export type KeyedParty = { readonly ref: string | null; readonly name: string; readonly person: boolean }

/** The key of a credit record: one authority's decision of one kind about one counterparty, as one source says it. */
export function creditKey(
  source: string,
  authority: string,
  decisionNumber: string,
  kind: CreditKind,
  about: KeyedParty,
): string {
  const number = textInKey(decisionNumber, about)
  return ['credit-record', source, nameInKey(authority), number, kind, partyInKey(about)].join('/')
}

/** A text as a part of the key of a fact about a party: as it came, whatever is masked in it, and of persons not to be read. */
export function textInKey(text: string, { person }: KeyedParty): string {
  return person ? `#${digestOf(text).slice(0, 32)}` : text
}

/** A party as a part of a key; of persons neither code nor name stands in it. */
export function partyInKey({ ref, name, person }: KeyedParty): string {
  if (ref !== null && !person) return ref
  return `#${digestOf(`${ref ?? nameInKey(name)}`).slice(0, 32)}`
}

/** A name as a part of a key: half-width and without blanks. */
export function nameInKey(name: string): string {
  return name.normalize('NFKC').replace(/\s+/gu, '')
}
