import type { Checked } from '../../intake/noun-intake.ts'
import type { Finding } from '../../intake/report.ts'
import { shown } from '../../kernel/text.ts'
import { saysNothing } from '../../kernel/text-refusal.ts'
import type { StatedFact } from '../register/register.ts'
import { regionIn, type StatedCodes } from '../stated-codes.ts'
import { certainDayIn, inOrder, lastDayIn } from '../stated-days.ts'
import { error, type Fields, hintOf, isHeld, leftovers, textFindings, textIn } from '../stated-row.ts'
import { organizationFields } from './claim.ts'
import { codesOf, statedParty } from './party.ts'
import { type OrganizationRole, organizationRoles, type StatedParty } from './terms.ts'

/** Checks what a row of a register says of one organization. Gives the claim, or every finding that holds it back. */
export function checkOrganization(fields: Fields, regions: StatedCodes['regions']): Checked<StatedFact> {
  const findings: Finding[] = [...textFindings(fields)]
  if (textIn(fields, 'name') === null)
    findings.push(error('MISSING_FIELD', 'The row does not say the name.', 'a name', 'nothing', 'name'))
  const region = regionIn(fields, regions, 'an organization is in one', findings)
  const roles = rolesIn(fields, findings)
  const validFrom = certainDayIn(fields, 'validFrom', findings)
  const validTo = lastDayIn(fields, 'validTo', findings)
  inOrder([validFrom, 'validFrom'], [validTo, 'validTo'], findings)
  const read = statedParty({
    codes: codesOf(fields),
    name: fields['name'],
    nameEn: fields['nameEn'],
    nameHant: fields['nameHant'],
    region,
    roles,
    origin: 'REGISTER',
    validity: { validFrom, validTo },
  })
  // Elsewhere a row without a number goes on and names nobody; here it would say nothing of anybody.
  findings.push(
    ...read.findings.map((finding) =>
      finding.code === 'NO_IDENTIFIER' ? { ...finding, severity: 'error' as const } : finding,
    ),
  )
  leftovers(fields, organizationFields, findings)
  const { party } = read
  if (party === null || isHeld(findings)) return { claim: null, findings, key: null }
  const claim: StatedFact = {
    key: party.ref,
    body: {
      organization: party.ref,
      identifiers: party.identifiers.map(({ scheme, value, validFrom: from, validTo: to }) => ({
        ref: `${scheme}:${value}`,
        validFrom: from,
        validTo: to,
      })),
      name: party.name,
      names: namesIn(party),
      region: party.region,
      roles: party.roles,
      person: party.person,
    },
    parties: [party],
    person: null,
  }
  return { claim, findings, key: party.ref }
}

function namesIn({ names }: StatedParty) {
  if (names === null) return null
  return Object.fromEntries(Object.entries(names).map(([language, name]) => [language, name ?? null]))
}

/** The words by which sources name the roles. */
const roleWords: Readonly<Record<string, OrganizationRole>> = {
  获证组织: 'CERTIFIED',
  獲證組織: 'CERTIFIED',
  认证机构: 'CERTIFICATION_BODY',
  認證機構: 'CERTIFICATION_BODY',
  检验检测机构: 'LABORATORY',
  檢驗檢測機構: 'LABORATORY',
  实验室: 'LABORATORY',
  實驗室: 'LABORATORY',
  主管部门: 'AUTHORITY',
  主管部門: 'AUTHORITY',
  ...(Object.fromEntries(organizationRoles.map((role) => [role, role])) as Record<
    OrganizationRole,
    OrganizationRole
  >),
}

function rolesIn(fields: Fields, findings: Finding[]): readonly OrganizationRole[] {
  const words = (fields['roles'] ?? '')
    .normalize('NFKC')
    .split(';')
    .map((word) => word.trim())
    .filter((word) => !saysNothing(word))
  const roles = new Set<OrganizationRole>()
  for (const word of words) {
    const known = Object.keys(roleWords)
    const role = known.includes(word.toUpperCase()) ? roleWords[word.toUpperCase()] : undefined
    if (role !== undefined) roles.add(role)
    else {
      const hint = hintOf(word.toUpperCase(), known, `It is one of ${known.join(', ')}.`)
      const expected = organizationRoles.join(' ')
      findings.push(error('UNKNOWN_ROLE', `${shown(word)} is no role. ${hint}`, expected, word, 'roles'))
    }
  }
  return organizationRoles.filter((role) => roles.has(role))
}
