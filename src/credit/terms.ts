import type { Fact } from '../access/read.ts'
import { recordKinds } from '../catalogue/organization/record-kinds.ts'
import type { Decimal } from '../kernel/decimal.ts'
import type { Position } from '../kernel/position.ts'

/** The catalogue of credit records: what stands in none of these is no public credit information. */
export const creditKinds = recordKinds

/** A kind of credit record. */
export type CreditKind = (typeof creditKinds)[number]

/** How serious a breach is. */
export const severities = ['MINOR', 'GENERAL', 'SERIOUS'] as const

/** A severity. */
export type Severity = (typeof severities)[number]

/** The states of a credit record; DISPUTED is a mark beside PENDING and PUBLISHED, no state. */
export const creditStatuses = [
  'RECEIVED',
  'PENDING',
  'PUBLISHED',
  'EXPIRED',
  'REPAIRED',
  'WITHDRAWN',
  'NOT_PUBLISHABLE',
] as const

/** A state of a credit record. CORRECTED is a passage, not a state: a corrected record is PUBLISHED again, one revision later. */
export type CreditStatus = (typeof creditStatuses)[number]

/** Whom a record is about. */
export const counterpartyKinds = [
  'NATURAL_PERSON',
  'LEGAL_PERSON',
  'UNINCORPORATED',
  'INDIVIDUAL_BUSINESS',
] as const

/** A kind of counterparty. */
export type CounterpartyKind = (typeof counterpartyKinds)[number]

/** A credit record as it stood at a position. */
export type CreditRecord = Fact & {
  /** Global id; random, never made of a code. */
  readonly id: string
  readonly recordId: string
  readonly organizationId: string | null
  /**
   * The ids of that organization, of what it was merged into at the position, and so on; empty where there is none. What
   * watchlists compare: whoever asks for one of them gets the record. The last stands for itself.
   */
  readonly lineage: readonly string[]
  /** The name as the source said it; masked for persons. */
  readonly counterparty: string
  readonly counterpartyKind: CounterpartyKind
  readonly kind: CreditKind
  readonly authority: string
  readonly authorityId: string | null
  readonly decisionNumber: string
  readonly decisionDate: string | null
  readonly region: string | null
  readonly scheme: string | null
  readonly certificateNumber: string | null
  readonly severity: Severity | null
  /** The named rule of publicity that was applied, and its version. */
  readonly rule: string | null
  readonly ruleVersion: string | null
  /** First day of publicity. */
  readonly publicityFrom: string | null
  /** First day on which it is public no longer. */
  readonly publicityUntil: string | null
  /** First day on which a repair may end it early; null where none may. */
  readonly earliestRepair: string | null
  readonly status: CreditStatus
  readonly disputed: boolean
  readonly disputeNote: string | null
  readonly endBasis: string | null
  readonly endDocument: string | null
  readonly endedOn: string | null
  /** Yuan, exact; what sources say in 万元 times 10,000. */
  readonly fine: Decimal | null
  readonly confiscated: Decimal | null
  readonly detail: CreditDetail
  readonly source: string
  readonly releaseId: string
  readonly revision: number
  readonly position: Position
  readonly recordedAt: Date
}

/** What a record says beside its own columns: texts as the source wrote them, null where it said nothing. */
export type CreditDetail = {
  readonly title?: string | null
  readonly violation?: string | null
  readonly facts?: string | null
  readonly basis?: string | null
  /** Kinds of penalty by law: WARNING, CRITICISM, FINE, CONFISCATION, … */
  readonly penaltyKinds?: readonly string[]
  readonly content?: string | null
  readonly withheldLicence?: string | null
  readonly validFrom?: string | null
  readonly validUntil?: string | null
  readonly licenceKind?: string | null
  readonly licenceName?: string | null
  readonly licenceNumber?: string | null
  readonly licenceState?: string | null
  readonly result?: string | null
  readonly dataSource?: string | null
  readonly remarks?: string | null
}
