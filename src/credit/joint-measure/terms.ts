import type { Fact } from '../../access/read.ts'

/** What another authority does because of a credit record; it ends with the record. */
export type JointMeasure = Fact & {
  readonly id: string
  readonly measureId: string
  readonly recordId: string
  readonly measure: string
  readonly authority: string
  readonly authorityId: string | null
  readonly basis: string | null
  readonly validFrom: string | null
  readonly validTo: string | null
  readonly endedBecause: string | null
  readonly source: string
  readonly releaseId: string
  readonly revision: number
}
