import type { Fact } from '../../access/read.ts'
import type { Names } from '../../kernel/language.ts'
import type { Position } from '../../kernel/position.ts'

/** What an organization is in the system of certification. */
export const organizationRoles = ['CERTIFIED', 'CERTIFICATION_BODY', 'LABORATORY', 'AUTHORITY'] as const

/** A role of an organization. */
export type OrganizationRole = (typeof organizationRoles)[number]

/** What speaks of an organization, best first: a register, a certificate or qualification, or credit records alone. */
export const organizationOrigins = ['REGISTER', 'CERTIFICATE', 'CREDIT'] as const

/** The best of what speaks of an organization. */
export type OrganizationOrigin = (typeof organizationOrigins)[number]

/** The registers that give numbers to organizations. */
export const identifierSchemes = [
  'CN-USCC',
  'CN-ORGCODE',
  'CN-REGNO',
  'HK-BRN',
  'HK-CR',
  'MO-CR',
  'MO-TAX',
  'LEI',
] as const

/** A register of organizations. */
export type IdentifierScheme = (typeof identifierSchemes)[number]

/** Whether the check characters of an identifier fit it; NONE where its scheme has none. */
export const identifierChecks = ['PASSED', 'FAILED', 'NONE'] as const

/** How the check of an identifier came out: a flag of its quality, never a refusal. */
export type IdentifierCheck = (typeof identifierChecks)[number]

/** A number of an organization. */
export type Identifier = {
  readonly scheme: IdentifierScheme
  /** As the scheme writes it. */
  readonly value: string
  /** As the source wrote it. */
  readonly raw: string
  readonly check: IdentifierCheck
  readonly validFrom: string | null
  readonly validTo: string | null
}

/** An organization, or the masked face of a natural person's own business, as it stood at a position. */
export type Organization = Fact & {
  /** Global id; random, never made of a code. */
  readonly id: string
  readonly organizationId: string
  /** In the language of the register; of a person what everybody may see. */
  readonly name: string
  readonly names: Names | null
  /** It is a natural person's own business (codes that begin with 92): its name and codes are personal data. */
  readonly person: boolean
  readonly region: string | null
  readonly roles: readonly OrganizationRole[]
  readonly origin: OrganizationOrigin
  /** The id of the organization that it was merged into; null where it was not. */
  readonly mergedInto: string | null
  readonly releaseId: string
  readonly revision: number
  readonly position: Position
  readonly recordedAt: Date
}

/** What a row of any source says of an organization that it names: on its way to be found or made. */
export type StatedParty = {
  /** `scheme:value` of its first identifier; what facts refer to it by until it is found. */
  readonly ref: string
  readonly identifiers: readonly Identifier[]
  /** As everybody may see it; masked for persons. */
  readonly name: string
  readonly names: Names | null
  readonly person: boolean
  /** The whole name of a person; null for organizations. */
  readonly personalName: string | null
  readonly region: string | null
  readonly roles: readonly OrganizationRole[]
  readonly origin: OrganizationOrigin
}
