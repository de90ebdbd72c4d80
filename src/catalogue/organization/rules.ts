import type { Checked } from '../../intake/noun-intake.ts'
import type { Finding } from '../../intake/report.ts'
import { readDay } from '../../kernel/day-text.ts'
import { shown } from '../../kernel/text.ts'
import { saysNothing } from '../../kernel/text-refusal.ts'
import { error, type Fields, hintOf, leftovers, textIn } from '../certificate/dated-rules.ts'
import { isHeld, textFindings } from '../certificate/rules.ts'
import type { Region } from '../region/terms.ts'
import type { StatedFact } from '../register/register.ts'
import { codesOf, statedParty } from './party.ts'
import { type OrganizationRole, organizationRoles, type StatedParty } from './terms.ts'

/** What the checks compare with: the regions as they are now. */
export type KnownRegions = ReadonlyMap<string, Pick<Region, 'code' | 'level'>>

/** Checks what a row of a register says of one organization. Gives the claim, or every finding that holds it back. */
export function checkOrganization(fields: Fields, regions: KnownRegions): Checked<StatedFact> {
  const findings: Finding[] = [...textFindings(fields)]
  if (textIn(fields, 'name') === null)
    findings.push(error('MISSING_FIELD', 'The row does not say the name.', 'a name', 'nothing', 'name'))
  const region = regionIn(fields, regions, findings)
  const roles = rolesIn(fields, findings)
  const validFrom = dayIn(fields, 'validFrom', findings)
  const validTo = dayIn(fields, 'validTo', findings)
  if (validFrom !== null && validTo !== null && validTo < validFrom)
    findings.push(
      error(
        'DAYS_OUT_OF_ORDER',
        `The last day, ${validTo}, is before the first, ${validFrom}.`,
        `a last day from ${validFrom} on`,
        validTo,
        'validTo',
      ),
    )
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
  leftovers(fields, understood, findings)
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

/** Every field a row may have; whatever else it says is a finding. */
const understood = [
  'name',
  'nameEn',
  'nameHant',
  'region',
  'roles',
  'uscc',
  'orgCode',
  'regNo',
  'hkBrn',
  'hkCr',
  'moCr',
  'moTax',
  'lei',
  'validFrom',
  'validTo',
  'evidence',
]

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

function regionIn(fields: Fields, regions: KnownRegions, findings: Finding[]): string | null {
  const code = textIn(fields, 'region')
  if (code === null) return null
  const region = regions.get(code)
  if (region === undefined) {
    const hint = hintOf(code, [...regions.keys()], 'List `regions { code }` for the known ones.')
    const message = `No region has the code ${shown(code)}. ${hint}`
    findings.push(error('UNKNOWN_REGION', message, 'a known region code', code, 'region'))
    return null
  }
  if (region.level !== 'TOTAL' && region.level !== 'GROUP') return region.code
  const message = `${code} stands for several regions together; an organization is in one.`
  findings.push(error('AGGREGATE_REGION', message, 'the code of one region', code, 'region'))
  return null
}

function dayIn(fields: Fields, field: string, findings: Finding[]): string | null {
  const text = fields[field] ?? ''
  const read = readDay(text)
  if (read.kind === 'day') return read.day
  if (read.kind === 'nothing' || (read.kind === 'open' && field === 'validTo')) return null
  findings.push(
    read.kind === 'refused'
      ? error(read.code, read.message, read.expected, text, field)
      : error('NOT_A_DAY', `${shown(text)} is not written as a day.`, 'a day like 2024-03-01', text, field),
  )
  return null
}
