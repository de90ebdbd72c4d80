import type { Fact } from '../../access/read.ts'
import type { Position } from '../../kernel/position.ts'
import type { CertificateStatus } from '../certificate/terms.ts'

/** CMA is the state's qualification of laboratories; accreditation is a different thing, given by accreditation bodies. */
export const qualificationKinds = ['CMA', 'ACCREDITATION'] as const

/** A kind of qualification. */
export type QualificationKind = (typeof qualificationKinds)[number]

/** A qualification as it stood at a position. */
export type Qualification = Fact & {
  readonly id: string
  readonly qualificationId: string
  readonly kind: QualificationKind
  readonly number: string
  readonly holderId: string | null
  readonly issuerId: string | null
  readonly scope: string | null
  readonly status: CertificateStatus
  readonly statusSince: string | null
  readonly validFrom: string | null
  readonly validTo: string | null
  readonly source: string
  readonly releaseId: string
  readonly revision: number
  readonly position: Position
  readonly recordedAt: Date
}
