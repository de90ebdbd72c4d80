import { partiesOf } from '../../catalogue/organization/party.ts'
import { certainDayIn, dayIn, inOrder } from '../../catalogue/stated-days.ts'
import { error, type Fields, isHeld, leftovers, textFindings, textIn } from '../../catalogue/stated-row.ts'
import type { Checked, IntakeSource } from '../../intake/noun-intake.ts'
import type { Finding } from '../../intake/report.ts'
import { maskIdentityNumbers } from '../../kernel/identity-numbers.ts'
import { shown } from '../../kernel/text.ts'
import { requiredText } from '../row-fields.ts'
import { type Authority, authorityIn } from '../row-parties.ts'
import { decisionNumberIn, toldOf } from '../rules.ts'
import { type JointMeasureClaim, jointMeasureFields, jointMeasureKey } from './claim.ts'

/** The record that a row names, by the number of its decision and who decided. */
export type RecordNamed = { readonly decisionNumber: string; readonly authority: Authority }

/** A record that a measure may be taken because of, and whom it is about. */
export type RecordFound = { readonly id: string; readonly about: string }

/** The longest text of a measure. */
const longestMeasure = 500

/** Reads which record a row names; null, with findings, where it does not say it. */
export function recordNamedIn(fields: Fields, findings: Finding[]): RecordNamed | null {
  const decisionNumber = decisionNumberIn(fields, 'recordDecisionNumber', findings)
  const authority = authorityIn(fields, 'recordAuthority', 'recordAuthorityCode', findings)
  return decisionNumber === null || authority === null ? null : { decisionNumber, authority }
}

/**
 * Checks what a row says of one joint measure. `records` are those that it names and that have not ended, of whichever
 * source. One that has ended is unknown like one that never was: what has ended shows nowhere, not in a finding either.
 */
export function checkJointMeasure(
  fields: Fields,
  source: IntakeSource,
  records: readonly RecordFound[],
): Checked<JointMeasureClaim> {
  const findings: Finding[] = [...textFindings(fields)]
  const named = recordNamedIn(fields, findings)
  const record = named === null ? null : recordIn(named, records, findings)
  const measure = requiredText(fields, 'measure', longestMeasure, findings)
  const authority = authorityIn(fields, 'authority', 'authorityCode', findings)
  const validFrom = certainDayIn(fields, 'validFrom', findings)
  const until = dayIn(fields, 'validTo', findings)
  inOrder([validFrom, 'validFrom'], [until, 'validTo'], findings)
  leftovers(fields, jointMeasureFields, findings)
  const told = findings.map((finding) => toldOf(finding, { publicText }))
  if (isHeld(findings) || record === null || measure === null || authority === null)
    return { claim: null, findings: told, key: null }
  const key = jointMeasureKey(source.code, record.id, authority.name, measure)
  const claim: JointMeasureClaim = {
    key,
    body: {
      record: record.id,
      measure: maskIdentityNumbers(measure),
      authority: authority.name,
      authorityOrganization: authority.party?.ref ?? null,
      basis: publicText(textIn(fields, 'basis')),
      validFrom,
      validTo: until === 'OPEN' ? null : until,
    },
    parties: partiesOf(authority.party),
    person: null,
  }
  return { claim, findings: told, key }
}

function recordIn(
  { decisionNumber, authority }: RecordNamed,
  records: readonly RecordFound[],
  findings: Finding[],
): RecordFound | null {
  const [first] = records
  const named = `${shown(decisionNumber)} of ${shown(authority.name)}`
  if (first === undefined) {
    const message = `No record that a measure may be taken because of has the decision ${named}. Deliver the record first.`
    findings.push(
      error('UNKNOWN_RECORD', message, 'a known decision', decisionNumber, 'recordDecisionNumber'),
    )
    return null
  }
  if (records.every(({ about }) => about === first.about)) return first
  const message = `The decision ${named} is about several organizations, and the row does not say which.`
  findings.push(
    error(
      'AMBIGUOUS_RECORD',
      message,
      'a decision about one organization',
      decisionNumber,
      'recordDecisionNumber',
    ),
  )
  return null
}

function publicText(text: string | null): string | null {
  return text === null ? null : maskIdentityNumbers(text)
}
