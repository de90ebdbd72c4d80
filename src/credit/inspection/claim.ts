import type { StatedFact } from '../../catalogue/register/register.ts'
import { type KeyedParty, nameInKey, partyInKey, textInKey } from '../claim.ts'
import type { CounterpartyKind } from '../terms.ts'
import type { InspectionResult } from './terms.ts'

/** Every field of a row about an inspection: what feeds write, and the checks read. */
export const inspectionFields = [
  'plan',
  'planName',
  'task',
  'taskName',
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
  'authority',
  'authorityCode',
  'inspectedOn',
  'results',
  'publishedOn',
  'page',
  'region',
  'scheme',
  'evidence',
] as const

/** What one row says of an inspection, checked; organizations stand in it by `ref`. Equal claims say the same. */
export type InspectionClaim = StatedFact & {
  readonly body: {
    readonly organization: string | null
    /** As everybody may see it. */
    readonly counterparty: string
    readonly counterpartyKind: CounterpartyKind
    readonly plan: string
    readonly planName: string | null
    readonly task: string
    readonly taskName: string | null
    readonly authority: string
    readonly authorityOrganization: string | null
    readonly inspectedOn: string | null
    readonly results: readonly InspectionResult[]
    readonly publishedOn: string | null
    readonly page: string | null
    readonly region: string | null
    readonly scheme: string | null
  }
}

/** The key of an inspection: one object drawn for one task of one plan by one authority, as one source says it. */
export function inspectionKey(
  source: string,
  plan: string,
  task: string,
  authority: string,
  about: KeyedParty,
): string {
  return [
    'inspection',
    source,
    textInKey(nameInKey(plan), about),
    textInKey(nameInKey(task), about),
    nameInKey(authority),
    partyInKey(about),
  ].join('/')
}
