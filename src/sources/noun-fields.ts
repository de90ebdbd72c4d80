import { certificateFields } from '../catalogue/certificate/claim.ts'
import { organizationFields } from '../catalogue/organization/claim.ts'
import { qualificationFields } from '../catalogue/qualification/claim.ts'
import { creditRecordFields } from '../credit/claim.ts'
import { inspectionFields } from '../credit/inspection/claim.ts'
import { jointMeasureFields } from '../credit/joint-measure/claim.ts'

/** What a feed may say of one thing, by the noun that reads it: the fields of its drafts. */
export const fieldsOfNouns = {
  observation: ['period', 'region', 'scheme', 'frequency', 'evidence'],
  organization: organizationFields,
  certificate: certificateFields,
  qualification: qualificationFields,
  'credit-record': creditRecordFields,
  'joint-measure': jointMeasureFields,
  inspection: inspectionFields,
} as const

/** A noun whose rows a feed can read. */
export type FeedNoun = keyof typeof fieldsOfNouns

/** All of them. */
export const feedNouns = Object.keys(fieldsOfNouns) as readonly FeedNoun[]

/** Says whether a field holds a code of an organization, which its reader tells from a person's number. */
export function isCodeField(field: string): boolean {
  return codeFields.has(field)
}

const codeFields: ReadonlySet<string> = new Set([
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
  'holder',
  'body',
  'issuer',
  'authorityCode',
  'recordAuthorityCode',
  'dataSourceCode',
])
