import type { Fact } from '../../access/read.ts'
import type { Position } from '../../kernel/position.ts'

/** The states of a certificate and of a qualification. WITHDRAWN is by fault (撤销), CANCELLED by wish (注销). */
export const certificateStatuses = ['VALID', 'SUSPENDED', 'WITHDRAWN', 'CANCELLED', 'EXPIRED'] as const

/** A state of a certificate. */
export type CertificateStatus = (typeof certificateStatuses)[number]

/** A certificate as it stood at a position. */
export type Certificate = Fact & {
  readonly id: string
  readonly certificateId: string
  readonly number: string
  readonly scheme: string
  readonly holderId: string | null
  readonly bodyId: string | null
  readonly standard: string | null
  readonly scope: string | null
  /** On the day of the position: what its source said, or EXPIRED by date. */
  readonly status: CertificateStatus
  readonly statusSince: string | null
  /** First day on which it holds; null where it is not known. */
  readonly validFrom: string | null
  /** Last day on which it holds. */
  readonly validTo: string | null
  readonly region: string | null
  readonly source: string
  readonly releaseId: string
  readonly revision: number
  readonly position: Position
  readonly recordedAt: Date
}
