import { registerEnumType } from 'type-graphql'
import { enumOf } from '../../kernel/graph/enum-of.ts'
import { identifierChecks, organizationOrigins, organizationRoles } from './terms.ts'

/** The roles as a GraphQL enum. */
export const OrganizationRoleEnum = enumOf(organizationRoles)

registerEnumType(OrganizationRoleEnum, {
  name: 'OrganizationRole',
  description: 'What an organization is in the system of certification; one may be several things.',
  valuesConfig: {
    CERTIFIED: { description: 'It holds a certificate.' },
    CERTIFICATION_BODY: { description: 'It certifies.' },
    LABORATORY: { description: 'It tests or calibrates.' },
    AUTHORITY: { description: 'It decides: grants, inspects, sanctions.' },
  },
})

/** The origins as a GraphQL enum. */
export const OrganizationOriginEnum = enumOf(organizationOrigins)

registerEnumType(OrganizationOriginEnum, {
  name: 'OrganizationOrigin',
  description: 'The best of what speaks of an organization: its name is the one that this says.',
  valuesConfig: {
    REGISTER: { description: 'A register of organizations.' },
    CERTIFICATE: { description: 'A certificate or a qualification.' },
    CREDIT: { description: 'Credit records or inspections alone: it is shown as long as one of them is.' },
  },
})

/** The registers that give numbers, by the names that the graph can have for them. */
export const IdentifierSchemeEnum = {
  CN_USCC: 'CN-USCC',
  CN_ORGCODE: 'CN-ORGCODE',
  CN_REGNO: 'CN-REGNO',
  HK_BRN: 'HK-BRN',
  HK_CR: 'HK-CR',
  MO_CR: 'MO-CR',
  MO_TAX: 'MO-TAX',
  LEI: 'LEI',
} as const

registerEnumType(IdentifierSchemeEnum, {
  name: 'IdentifierScheme',
  description: 'A register that gives numbers to organizations.',
  valuesConfig: {
    CN_USCC: {
      description: 'Unified Social Credit Code (统一社会信用代码, GB 32100): 18 characters, two checks.',
    },
    CN_ORGCODE: { description: 'Organization code (组织机构代码, GB 11714): 9 characters, one check.' },
    CN_REGNO: { description: 'Business registration number (工商注册号), as the register prints it.' },
    HK_BRN: {
      description: 'Hong Kong business registration number, the unique business identifier: 8 digits.',
    },
    HK_CR: { description: 'Hong Kong company number: 7 digits, or F and 7 digits.' },
    MO_CR: { description: 'Macao commercial registration number, as the register prints it.' },
    MO_TAX: { description: 'Macao taxpayer number, as the register prints it.' },
    LEI: { description: 'Legal Entity Identifier (ISO 17442): 20 characters, one check.' },
  },
})

/** The results of checks as a GraphQL enum. */
export const IdentifierCheckEnum = enumOf(identifierChecks)

registerEnumType(IdentifierCheckEnum, {
  name: 'IdentifierCheck',
  description:
    'Whether the check characters of an identifier fit it: a mark of quality, nothing is refused for it.',
  valuesConfig: {
    PASSED: { description: 'All checks of its scheme fit.' },
    FAILED: { description: 'A check does not fit; sources have such codes, and they are kept as they came.' },
    NONE: { description: 'Its scheme has no check.' },
  },
})
