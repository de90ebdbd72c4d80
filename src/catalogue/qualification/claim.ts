import { type NumberedBy, numbererOf } from '../certificate/claim.ts'
import type { CertificateStatus } from '../certificate/terms.ts'
import type { StatedFact } from '../register/register.ts'
import type { QualificationKind } from './terms.ts'

/** Every field of a row about a qualification: what feeds write, and the checks read. */
export const qualificationFields = [
  'kind',
  'number',
  'holder',
  'holderScheme',
  'holderName',
  'issuer',
  'issuerScheme',
  'issuerName',
  'scope',
  'status',
  'statusSince',
  'validFrom',
  'validTo',
  'evidence',
] as const

/** What one row says of a qualification, checked; organizations stand in it by `ref`. Equal claims say the same. */
export type QualificationClaim = StatedFact & {
  readonly body: {
    readonly kind: QualificationKind
    readonly number: string
    readonly holder: string | null
    readonly issuer: string | null
    readonly scope: string | null
    readonly status: CertificateStatus
    readonly statusSince: string | null
    readonly validFrom: string | null
    readonly validTo: string | null
  }
}

/** The key of a qualification: numbers are unique within a kind and whoever gives them. */
export function qualificationKey(by: NumberedBy, kind: QualificationKind, number: string): string {
  return `qualification/${numbererOf(by)}/${kind}/${number}`
}
