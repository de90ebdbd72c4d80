import type { Fact } from '../../access/read.ts'
import type { Position } from '../../kernel/position.ts'
import type { CounterpartyKind } from '../terms.ts'

/** The results of a double-random inspection; several may apply at once. */
export const inspectionResults = [
  'PROBLEM_PENDING',
  'NOT_DISCLOSED',
  'CONCEALED',
  'PROBLEM_CORRECTED',
  'NO_ACTIVITY_FOUND',
  'OTHER_DEPARTMENT',
  'UNREACHABLE',
  'CLOSED',
  'UNCOOPERATIVE',
  'CANCELLED',
  'LICENCE_REVOKED',
  'REGISTRATION_REVOKED',
  'MOVED_AWAY',
  'NO_PROBLEM',
] as const

/** A result of an inspection. */
export type InspectionResult = (typeof inspectionResults)[number]

/** One object of a double-random inspection: who was drawn for which task of which plan, and what came of it. */
export type Inspection = Fact & {
  readonly id: string
  readonly inspectionId: string
  readonly organizationId: string | null
  /** The ids of that organization, of what it was merged into at the position, and so on; empty where there is none. */
  readonly lineage: readonly string[]
  readonly counterparty: string
  readonly counterpartyKind: CounterpartyKind
  readonly plan: string
  readonly planName: string | null
  readonly task: string
  readonly taskName: string | null
  readonly authority: string
  readonly authorityId: string | null
  readonly inspectedOn: string | null
  readonly results: readonly InspectionResult[]
  readonly publishedOn: string | null
  readonly page: string | null
  readonly region: string | null
  readonly scheme: string | null
  readonly source: string
  readonly releaseId: string
  readonly revision: number
  readonly position: Position
  readonly recordedAt: Date
}
