import { partiesOf } from '../../catalogue/organization/party.ts'
import { certainDayIn, inOrder, notAhead } from '../../catalogue/stated-days.ts'
import { error, type Fields, isHeld, leftovers, textFindings, textIn } from '../../catalogue/stated-row.ts'
import type { Checked, IntakeSource } from '../../intake/noun-intake.ts'
import type { Finding } from '../../intake/report.ts'
import { maskIdentityNumbers } from '../../kernel/identity-numbers.ts'
import { shown } from '../../kernel/text.ts'
import { type KnownToCredit, regionOf, requiredText, schemeOf, unknownWord } from '../row-fields.ts'
import { authorityIn, counterpartyIn } from '../row-parties.ts'
import { toldOf } from '../rules.ts'
import { type InspectionClaim, inspectionFields, inspectionKey } from './claim.ts'
import { readResults } from './results.ts'
import type { InspectionResult } from './terms.ts'

/** Checks what a row says of one inspection. Gives the claim, or every finding that holds it back. */
export function checkInspection(
  fields: Fields,
  source: IntakeSource,
  known: KnownToCredit,
): Checked<InspectionClaim> {
  const findings: Finding[] = [...textFindings(fields)]
  const plan = publicCode(requiredText(fields, 'plan', longestCode, findings))
  const task = publicCode(requiredText(fields, 'task', longestCode, findings))
  const region = regionOf(fields, known, findings)
  const scheme = schemeOf(fields, known, findings)
  const about = counterpartyIn(fields, region, [], findings)
  const authority = authorityIn(fields, 'authority', 'authorityCode', findings)
  const inspectedOn = certainDayIn(fields, 'inspectedOn', findings)
  const publishedOn = certainDayIn(fields, 'publishedOn', findings)
  notAhead(inspectedOn, 'inspectedOn', known.today, findings)
  inOrder([inspectedOn, 'inspectedOn'], [publishedOn, 'publishedOn'], findings)
  const results = resultsIn(fields, findings)
  const page = about.publicText(pageIn(fields, findings))
  leftovers(fields, inspectionFields, findings)
  const told = findings.map((finding) => toldOf(finding, about))
  if (isHeld(findings) || plan === null || task === null || authority === null)
    return { claim: null, findings: told, key: null }
  const ref = about.party?.ref ?? null
  const key = inspectionKey(source.code, plan, task, authority.name, {
    ref,
    name: textIn(fields, 'name') ?? '',
    person: about.person !== null || about.party?.person === true,
  })
  const claim: InspectionClaim = {
    key,
    body: {
      organization: ref,
      counterparty: about.name,
      counterpartyKind: about.kind,
      plan: about.publicText(plan) ?? '',
      planName: about.publicText(textIn(fields, 'planName')),
      task: about.publicText(task) ?? '',
      taskName: about.publicText(textIn(fields, 'taskName')),
      authority: authority.name,
      authorityOrganization: authority.party?.ref ?? null,
      inspectedOn,
      results,
      publishedOn,
      page,
      region,
      scheme,
    },
    parties: partiesOf(about.party, authority.party),
    person: about.person,
  }
  return { claim, findings: told, key }
}

/** The longest code of a plan or task: few enough characters for a key. */
const longestCode = 100

function publicCode(text: string | null): string | null {
  return text === null ? null : maskIdentityNumbers(text)
}

function resultsIn(fields: Fields, findings: Finding[]): readonly InspectionResult[] {
  const text = textIn(fields, 'results')
  if (text === null) {
    findings.push(
      error('MISSING_FIELD', 'The row does not say what came of it.', 'results', 'nothing', 'results'),
    )
    return []
  }
  const read = readResults(text)
  if ('results' in read) return read.results
  findings.push(unknownWord('UNKNOWN_RESULT', read.unknown, 'results', read.known))
  return []
}

/** The published page: an address of the web, because pages show it as a link. */
function pageIn(fields: Fields, findings: Finding[]): string | null {
  const text = textIn(fields, 'page')
  if (text === null) return null
  const page = URL.parse(text)
  if (page !== null && (page.protocol === 'https:' || page.protocol === 'http:')) return page.href
  findings.push(
    error(
      'INVALID_PAGE',
      `${shown(text)} is no address of a page.`,
      'an address like https://example.org/…',
      text,
      'page',
    ),
  )
  return null
}
