import type { StatedFact } from '../../catalogue/register/register.ts'
import { digestOf } from '../../kernel/digest.ts'
import { nameInKey } from '../claim.ts'

/** Every field of a row about a joint measure: what feeds write, and the checks read. */
export const jointMeasureFields = [
  'recordDecisionNumber',
  'recordAuthority',
  'recordAuthorityCode',
  'measure',
  'authority',
  'authorityCode',
  'basis',
  'validFrom',
  'validTo',
  'evidence',
] as const

/** What one row says of a joint measure, checked; its record by id, organizations by `ref`. Equal claims say the same. */
export type JointMeasureClaim = StatedFact & {
  readonly body: {
    readonly record: string
    readonly measure: string
    readonly authority: string
    readonly authorityOrganization: string | null
    readonly basis: string | null
    readonly validFrom: string | null
    readonly validTo: string | null
  }
}

/** The key of a joint measure: one authority does one thing because of one record, as one source says it. */
export function jointMeasureKey(
  source: string,
  recordId: string,
  authority: string,
  measure: string,
): string {
  return [
    'joint-measure',
    source,
    recordId,
    nameInKey(authority),
    digestOf(nameInKey(measure)).slice(0, 32),
  ].join('/')
}
